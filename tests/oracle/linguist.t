#!/usr/bin/perl
# Path rules and languages by name are what Linguist's own tables give under
# JavaScript's regular expressions, for every path a repository ever had.
use strict;
use warnings;
use Test::More;
use Oracle;

my $top = "$ENV{TESTS}/..";
my %seen;
for my $repo (repositories()) {
	next unless has_commits($repo);
	my ($text, undef, $failed) = all_output('git', '-C', $repo, 'log', '-z',
		'--format=', '--name-only', '--no-renames', '--all');
	next if $failed;
	$seen{$_} = 1 for grep { !/[\n\r\t]/ && /^[\x20-\x7e]+$/ &&
		length() < 300 } split /\0+/, $text;
}
# Names that a repository for tests does not have.
$seen{$_} = 1 for map { ($_, "a/$_", "a/b/$_.js", "x-$_.min.css") } qw(
	jquery-1.2.3.js bootstrap.min.css d3.v4.js node_modules/a/b.js
	vendor/github.com/a/b.go docs/static/x extjs/a/b.js x.pb.go
	Pods/a.m Cargo.lock esy.lock mise.toml.lock foo.designer.cs LICENSE
	README.md CHANGELOG examples/a.c Documentation/a.txt htmlcov/x
	codemirror/3.1/lib/a third-party/a MathJax/a.js react-dom.js
	modernizr.custom.123.js font-awesome/css/a.css Packages/a.1/b);
my $count = keys %seen;
open(my $out, '>', 'paths') or die;
print $out map { "$_\n" } sort keys %seen;
close($out);
my ($ours) = all_output('bash', '-c', '"$0" <paths', "$ENV{HELPERS}/linguist");
my ($theirs, $errors) = all_output('bash', '-c', 'node "$0" "$1" "$2" <paths',
	"$ENV{TESTS}/oracle/linguist.js", "$top/build/npm/node_modules",
	"$top/tools/gen_linguist.js");
my @ours = split /\n/, $ours;
my @theirs = split /\n/, $theirs;
my @bad;
for my $i (0 .. $#theirs) {
	my ($want, $languages, $path) = $theirs[$i] =~ /^(. . .) (.*)\t(.*)$/;
	my ($got, $language, $same) =
		($ours[$i] // '') =~ /^(. . .) (.*)\t(.*)$/;
	push @bad, "$theirs[$i]\n" unless defined $same && $same eq $path &&
		$got eq $want && grep { $_ eq $language } split /\|/, $languages;
}
cmp_ok(scalar(@theirs), '==', $count, "$count paths judged") or diag($errors);
is(scalar(@bad), 0, 'all as Linguist has them') or diag(@bad[0 .. 4]);
done_testing();
