#!/usr/bin/perl
# ctags.pl CODEHIST DIR [--show N] - by hand: the names codehist parse finds
# against universal-ctags', outside tests, per language and kind of miss.
#
#   git -C repo archive HEAD | tar x -C dir && ctags.pl build/release/codehist dir
#
# A name counts once per file: functions, methods, types and macros, without
# C prototypes and nameless types.  At least 95 % both ways is the bar.
use strict;
use warnings;
use File::Find;
use File::Spec;
use JSON::PP;

my ($codehist, $top, $flag, $show) = @ARGV;
die "usage: ctags.pl CODEHIST DIR [--show N]\n" unless $top && -d $top;
$show = 0 unless $flag;
$codehist = File::Spec->rel2abs($codehist);

my %language = (
	c => 'C', h => 'C', cc => 'C++', cpp => 'C++', hpp => 'C++',
	hh => 'C++', py => 'Python', go => 'Go', rs => 'Rust', java => 'Java',
	js => 'JavaScript', mjs => 'JavaScript', ts => 'TypeScript',
	tsx => 'TSX', sh => 'Shell', bash => 'Shell', lua => 'Lua', ex => 'Elixir',
	exs => 'Elixir', hs => 'Haskell',
	ml => 'OCaml', mli => 'OCaml', jl => 'Julia', pm => 'Perl',
	pl => 'Perl', rb => 'Ruby', php => 'PHP', cs => 'C#', kt => 'Kotlin');
my %kind = map { $_ => 1 } qw(function func method class struct union enum
	interface trait macro);
# What else counts, in ctags' words and in ours.
my %also = (
	Shell => [qw(alias)],
	Elixir => [qw(protocol module callback delegate guard implementation
		type)],
	Haskell => [qw(type constructor module value field)],
	OCaml => [qw(module var val type Constructor RecordField Exception
		constant value field)],
	Julia => [qw(module type constant field)],
	Perl => [qw(package subroutine constant module)],
	Ruby => [qw(singletonMethod alias module)],
	Kotlin => [qw(object)]);
my $test = qr{(?i)(^|/)(tests?|testing|testdata|spec|fuzz(ers|ing)?|benches
	|benchmarks?|examples?|docs?|contrib|3rdparty|deps|vendor|third_party)
	(/|$)|_test\.|\.test\.|(^|/)test_}x;

sub counts {
	my ($kind, $language) = @_;
	return $kind{$kind} ||
		grep { $_ eq $kind } @{ $also{$language} // [] };
}

sub plain {
	my ($name, $language) = @_;
	$name =~ s/.*[.:](?=\w)// if $language =~ /^(Lua|Elixir)$/;
	$name =~ s/\{.*// if $language eq 'Julia';
	$name =~ s/^`// if $language eq 'OCaml';
	$name =~ s/^(\w+)\.[\w.]+$/$1/ if $language eq 'Haskell';
	$name =~ s/^ // if $language eq 'Kotlin'; # its objects
	$name =~ s/^(?:implicit |explicit )?operator\s+(?=\W)/operator/;
	if ($language eq 'C#') { # conversions, IFoo.Method
		$name =~ s/^(?:implicit|explicit) (?=operator)//;
		$name =~ s/^[\w.]+(?:<[^()]*>)?\.(?=\w+$)//;
	}
	return $name;
}

sub collect {
	my ($symbols, $names, $language, $source) = @_;
	for my $s (@$symbols) {
		my $accessor = $language =~ /^(C#|Kotlin)$/ &&
			$s->{signature} !~ /\bfun\b/ &&
			$s->{name} =~ /^(?:get|set|init|add|remove)$/;
		my $prototype = $source && $s->{kind} =~ /function|method/ &&
			substr($source, $s->{end_byte} - 1, 1) eq ';' &&
			$s->{signature} !~ /= (default|delete)$/;
		$names->{plain($s->{name}, $language)} = $s->{kind}
			if counts($s->{kind}, $language) && !$prototype &&
				!$accessor;
		collect($s->{children} // [], $names, $language, $source);
	}
}

my @files;
find({ no_chdir => 1, wanted => sub {
	my $path = substr($_, length($top) + 1 < length ? length($top) + 1 : 0);
	push @files, $path
		if -f && /\.(\w+)$/ && $language{$1} && $path !~ $test;
} }, $top);
chdir $top or die "$top: $!\n";

my (%want, %got);
open(my $tags, '-|', 'ctags', '--output-format=json', '--fields=+nK',
	'--kinds-C=-p', '--kinds-C++=-p', '-f', '-', @files) or die "ctags: $!\n";
while (<$tags>) {
	my $t = decode_json($_);
	my $k = $t->{kind} // next;
	$k = 'method' if $k eq 'member' && $t->{path} =~ /\.py$/;
	my ($file, $end) = $t->{path} =~ m{([^/]*)\.(\w+)$};
	next if $end eq 'kt' && $k eq 'method' &&
		$t->{pattern} !~ /\bfun\b[^=({]*\Q$t->{name}\E/; # of lambdas
	next if $end =~ /^mli?$/ && $t->{name} eq ucfirst $file;
	$want{$t->{path}}{plain($t->{name}, $language{$end})} = $k
		if counts($k, $language{$end}) &&
			$t->{name} !~ /^__anon|=$|^-/; # a=() and alias -p
}
for my $path (@files) {
	open(my $out, '-|', $codehist, 'parse', $path, '--format', 'json')
		or die "$codehist: $!\n";
	my $text = do { local $/; <$out> };
	my $parsed = eval { decode_json($text) } or next;
	my $source = '';
	if ($path =~ /\.(c|h|cc|cpp|hpp|hh)$/ && open(my $in, '<:raw', $path)) {
		local $/;
		$source = <$in>;
	}
	my ($end) = $path =~ /\.(\w+)$/;
	collect($parsed->{symbols}, $got{$path} = {}, $language{$end}, $source);
}

my (%hit, %all, %ours, @lines);
for my $path (@files) {
	my ($end) = $path =~ /\.(\w+)$/;
	my $l = $language{$end};
	my ($w, $g) = ($want{$path} // {}, $got{$path} // {});
	$all{$l} += keys %$w;
	$ours{$l} += keys %$g;
	$hit{$l} += grep { $g->{$_} } keys %$w;
	push @lines, map { "- $path $w->{$_} $_" } grep { !$g->{$_} } sort keys %$w;
	push @lines, map { "+ $path $g->{$_} $_" } grep { !$w->{$_} } sort keys %$g;
}
for my $l (sort keys %all) {
	printf "%-12s ctags %6d, codehist %6d, recall %5.1f, precision %5.1f\n",
		$l, $all{$l}, $ours{$l}, 100 * $hit{$l} / ($all{$l} || 1),
		100 * $hit{$l} / ($ours{$l} || 1);
}
print "$_\n" for @lines[0 .. ($show < @lines ? $show : scalar @lines) - 1];
