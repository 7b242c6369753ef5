#!/usr/bin/perl
# ctags.pl CODEHIST DIR [--show N] - by hand: the names codehist parse finds
# against universal-ctags', outside tests, per language and kind of miss.
#
#   git -C repo archive HEAD | tar x -C dir && ctags.pl build/release/codehist dir
#
# A name counts once per file: functions, methods, types and macros, without
# C prototypes and nameless types.  At least 95 % both ways is the bar.  'equal'
# is the share of ctags' tags, each by itself, that have a symbol of the same
# name and kind whose name stands on the same line: 98 % is the bar.
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
	m => 'Objective-C', js => 'JavaScript', mjs => 'JavaScript', ts => 'TypeScript',
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
	'Objective-C' => [qw(interface implementation protocol module)],
	Kotlin => [qw(object)]);
# ctags' kinds in our words, where they are others.
my %same = (func => 'function', subroutine => 'function',
	singletonMethod => 'method', implementation => 'class',
	protocol => 'interface');
my $test = qr{(?i)(^|/)(tests?|testing|testdata|spec|fuzz(ers|ing)?|benches
	|benchmarks?|examples?|docs?|contrib|3rdparty|deps|vendor|third_party)
	(/|$)|_test\.|\.test\.|(^|/)test_}x;

# Functions and methods are one kind: what a function is in, a scope says.
sub kind_of {
	my ($kind, $language) = @_;
	$kind = lc $kind if $language eq 'Objective-C';
	$kind = $same{$kind} // $kind;
	return 'function' if $kind eq 'method';
	return 'class' if $language eq 'Objective-C' &&
		$kind =~ /^(interface|module)$/;
	return 'interface' if $kind eq 'trait';
	return $kind;
}

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
		push @{ $names->{plain($s->{name}, $language)} }, $s
			if counts($s->{kind}, $language) && !$prototype &&
				!$accessor;
		collect($s->{children} // [], $names, $language, $source);
	}
}

# Does the name of one of these symbols stand on this line?
sub has_equal {
	my ($symbols, $tag, $name, $language, $lines) = @_;
	my $kind = kind_of($tag->{kind}, $language);
	for my $s (@$symbols) {
		my $own = kind_of($s->{kind}, $language);
		next if $own ne $kind;
		# a selector's tag is where its head ends
		return 1 if $language eq 'Objective-C' &&
			$tag->{line} >= $s->{start_line} &&
			$tag->{line} <= $s->{end_line};
		for my $i ($s->{start_line} .. $s->{end_line}) {
			next if $lines->[$i - 1] =~ m{^\s*(@\w|\#\[|//|/?\*)} &&
				$i < $s->{end_line};
			next if $lines->[$i - 1] !~ /(?<!\w)\Q$name\E(?!\w)/;
			return 1 if $i == $tag->{line};
			last;
		}
	}
	return 0;
}

my @files;
find({ no_chdir => 1, wanted => sub {
	my $path = substr($_, length($top) + 1 < length ? length($top) + 1 : 0);
	push @files, $path
		if -f && /\.(\w+)$/ && $language{$1} && $path !~ $test;
} }, $top);
chdir $top or die "$top: $!\n";

# Headers are what the source files beside them are.
my $apple = grep { /\.m$/ } @files;
$language{h} = 'Objective-C' if $apple > grep { /\.(c|cc|cpp)$/ } @files;
my (%want, %got, %tags, %lines);
my @headers = $language{h} eq 'C' ? () : '--langmap=ObjectiveC:.m.h';
open(my $tags, '-|', 'ctags', '--output-format=json', '--fields=+nK',
	@headers, '--kinds-C=-p', '--kinds-C++=-p', '-f', '-', @files)
	or die "ctags: $!\n";
while (<$tags>) {
	my $t = decode_json($_);
	my $k = $t->{kind} // next;
	$k = 'method' if $k eq 'member' && $t->{path} =~ /\.py$/;
	my ($file, $end) = $t->{path} =~ m{([^/]*)\.(\w+)$};
	$k = $t->{kind} = $k eq 'class' ? 'method' : lc $k
		if $language{$end} eq 'Objective-C';
	next if $k eq 'category'; # of a class that has a tag
	next if $end eq 'kt' && $k eq 'method' &&
		$t->{pattern} !~ /\bfun\b[^=({]*\Q$t->{name}\E/; # of lambdas
	next if $end =~ /^mli?$/ && $t->{name} eq ucfirst $file;
	next unless counts($k, $language{$end}) &&
		$t->{name} !~ /^__anon|=$|^-/; # a=() and alias -p
	$t->{kind} = $k;
	$want{$t->{path}}{plain($t->{name}, $language{$end})} = $k;
	push @{ $tags{$t->{path}} }, $t;
}
for my $path (@files) {
	my @as = $path =~ /\.h$/ && $language{h} ne 'C'
		? ('--lang', $language{h}) : ();
	open(my $out, '-|', $codehist, 'parse', $path, @as, '--format', 'json')
		or die "$codehist: $!\n";
	my $text = do { local $/; <$out> };
	my $parsed = eval { decode_json($text) } or next;
	my $source = '';
	if (open(my $in, '<:raw', $path)) {
		local $/;
		$source = <$in> // '';
	}
	$lines{$path} = [split /\n/, $source, -1];
	$source = '' if $path !~ /\.(c|h|cc|cpp|hpp|hh)$/ || @as;
	my ($end) = $path =~ /\.(\w+)$/;
	collect($parsed->{symbols}, $got{$path} = {}, $language{$end}, $source);
}

my (%hit, %all, %ours, %ntags, %equal, @lines);
for my $path (@files) {
	my ($end) = $path =~ /\.(\w+)$/;
	my $l = $language{$end};
	my ($w, $g) = ($want{$path} // {}, $got{$path} // {});
	$all{$l} += keys %$w;
	$ours{$l} += keys %$g;
	$hit{$l} += grep { $g->{$_} } keys %$w;
	for my $t (@{ $tags{$path} // [] }) {
		my $name = plain($t->{name}, $l);
		$ntags{$l}++;
		if (has_equal($g->{$name}, $t, $t->{name}, $l, $lines{$path})) {
			$equal{$l}++;
		} elsif ($g->{$name}) {
			push @lines, "! $path:$t->{line} $t->{kind} $name, not " .
				join(' ', map { "$_->{kind}:$_->{start_line}" }
					@{ $g->{$name} });
		}
	}
	push @lines, map { "- $path $w->{$_} $_" } grep { !$g->{$_} } sort keys %$w;
	push @lines, map { "+ $path $g->{$_}[0]{kind} $_" } grep { !$w->{$_} } sort keys %$g;
}
for my $l (sort keys %all) {
	printf "%-12s ctags %6d, codehist %6d, recall %5.1f, precision %5.1f, " .
		"equal %5.1f of %d\n",
		$l, $all{$l}, $ours{$l}, 100 * $hit{$l} / ($all{$l} || 1),
		100 * $hit{$l} / ($ours{$l} || 1),
		100 * ($equal{$l} // 0) / ($ntags{$l} || 1), $ntags{$l} // 0;
}
print "$_\n" for @lines[0 .. ($show < @lines ? $show : scalar @lines) - 1];
