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
use JSON::PP;

my ($codehist, $top, $flag, $show) = @ARGV;
die "usage: ctags.pl CODEHIST DIR [--show N]\n" unless $top && -d $top;
$show = 0 unless $flag;

my %language = (
	c => 'C', h => 'C', cc => 'C++', cpp => 'C++', hpp => 'C++',
	hh => 'C++', py => 'Python', go => 'Go', rs => 'Rust', java => 'Java',
	js => 'JavaScript', mjs => 'JavaScript', ts => 'TypeScript',
	tsx => 'TSX', rb => 'Ruby',
	php => 'PHP', cs => 'C#', kt => 'Kotlin');
my @kinds = qw(function func method class struct union enum interface trait
	macro);
my %more = (Ruby => [qw(singletonMethod alias module)],
	Kotlin => [qw(object)]);
my $test = qr{(?i)(^|/)(tests?|testing|testdata|spec|fuzz(ers|ing)?|benches
	|benchmarks?|examples?|docs?|contrib|3rdparty|deps|vendor|third_party)
	(/|$)|_test\.|\.test\.|(^|/)test_}x;

sub plain {
	my $name = shift;
	$name =~ s/^ //; # ctags' objects of Kotlin
	$name =~ s/^(?:implicit |explicit )?operator\s+(?=\W)/operator/;
	$name =~ s/^(?:implicit|explicit) (?=operator)//;
	$name =~ s/^[\w.]+(?:<[^()]*>)?\.(?=\w+$)//; # C#'s IFoo.Method
	return $name;
}

# Is a kind, ctags' or ours, one that is compared?
my %kinds_of;
sub is_compared {
	my ($path, $kind) = @_;
	my ($end) = $path =~ /\.(\w+)$/;
	my $l = $language{$end};
	$kinds_of{$l} //= { map { $_ => 1 } @kinds, @{ $more{$l} // [] } };
	return $kinds_of{$l}{$kind};
}

sub collect {
	my ($path, $symbols, $names, $source) = @_;
	for my $s (@$symbols) {
		my $accessor = $path =~ /\.(?:cs|kt)$/ &&
			$s->{signature} !~ /\bfun\b/ &&
			$s->{name} =~ /^(?:get|set|init|add|remove)$/;
		my $prototype = $source && $s->{kind} =~ /function|method/ &&
			substr($source, $s->{end_byte} - 1, 1) eq ';' &&
			$s->{signature} !~ /= (default|delete)$/;
		$names->{plain($s->{name})} = $s->{kind}
			if is_compared($path, $s->{kind}) && !$prototype &&
				!$accessor;
		collect($path, $s->{children} // [], $names, $source);
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
	next if $t->{path} =~ /\.kt$/ && $k eq 'method' &&
		$t->{pattern} !~ /\bfun\b[^=({]*\Q$t->{name}\E/; # of lambdas
	$want{$t->{path}}{plain($t->{name})} = $k
		if is_compared($t->{path}, $k) && $t->{name} !~ /^__anon/;
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
	collect($path, $parsed->{symbols}, $got{$path} = {}, $source);
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
