#!/usr/bin/perl
# seeds.pl OUT DIR... - inputs of fuzz_parse from the files below DIRs.
#
# The first byte is the language, by its line in uast/languages.def; two more
# place an edit.  Long files are cut; one in eight of a language's is taken
# once it has fifty.
use strict;
use warnings;
use Digest::MD5 qw(md5_hex);
use File::Find;

my ($out, @dirs) = @ARGV;
die "usage: seeds.pl OUT DIR...\n" unless @dirs;
my %id = (c => 'c', h => 'c', cc => 'cpp', cpp => 'cpp', hpp => 'cpp',
	m => 'objc', py => 'python', go => 'go', rs => 'rust', java => 'java',
	js => 'javascript', ts => 'typescript', tsx => 'tsx', sh => 'bash',
	lua => 'lua', zig => 'zig', ex => 'elixir', exs => 'elixir',
	hs => 'haskell', ml => 'ocaml', mli => 'ocaml_interface',
	jl => 'julia', pl => 'perl', pm => 'perl', json => 'json',
	yaml => 'yaml', yml => 'yaml', toml => 'toml', html => 'html',
	css => 'css', md => 'markdown', mk => 'make', sql => 'sql',
	rb => 'ruby', php => 'php', cs => 'csharp', kt => 'kotlin',
	scala => 'scala', swift => 'swift', dart => 'dart');
open(my $def, '<', 'uast/languages.def') or die "uast/languages.def: $!\n";
my $n = 0;
my %number = map { /^LANGUAGE\((\w+),/ ? ($1 => $n++) : () } <$def>;
my %taken;
find({ no_chdir => 1, wanted => sub {
	my $id = /\.(\w+)$/ ? $id{$1} : /Makefile$/ ? 'make' : undef;
	return unless $id && -f && defined $number{$id};
	return if $taken{$id}++ > 50 && $taken{$id} % 8;
	open(my $in, '<:raw', $_) or return;
	read($in, my $text, 6000);
	my $seed = chr($number{$id}) . pack('C2', length($text) % 251, 17) .
		($text // '');
	open(my $to, '>:raw', "$out/" . md5_hex($seed)) or die "$out: $!\n";
	print $to $seed;
} }, @dirs);
print "seeds: ", join(' ', map { "$_ " . ($taken{$_} // 0) }
	sort { $number{$a} <=> $number{$b} } keys %number), "\n";
