#!/usr/bin/perl
# cyclomatic.pl CODEHIST REPO LANGUAGE TOOL [REV] [--show N] - by hand: the
# cyclomatic complexity of every function against another tool's: lizard (PyPI)
# or gocyclo (a Go module), named by the path of its program.
#
#   cyclomatic.pl build/release/codehist redis C /tmp/venv/bin/lizard
#
# A function is found again by its file, its own name and its line (within ten:
# decorators and attributes).  Prints how many both know, how many are equal, how
# many differ by what lizard counts and McCabe does not (#if, finally), and with
# --show the first N that differ otherwise.
use strict;
use warnings;
use File::Spec;
use File::Temp 'tempdir';
use Text::ParseWords;

my $show = 0;
if (@ARGV > 2 && $ARGV[-2] eq '--show') {
	$show = pop @ARGV;
	pop @ARGV;
}
my ($codehist, $repo, $language, $tool, $rev) = @ARGV;
die "usage: cyclomatic.pl CODEHIST REPO LANGUAGE TOOL [REV] [--show N]\n"
	unless $tool;
$rev //= 'HEAD';
$codehist = File::Spec->rel2abs($codehist);
my %ends = (C => 'c', Python => 'py', Go => 'go', Java => 'java');
my $end = $ends{$language} or die "$language: C, Python, Go or Java\n";

my $dir = tempdir(CLEANUP => 1);
# Only these files: a partial clone may lack others.
system("git -C '$repo' archive '$rev' -- '*.$end' | tar x -C $dir") == 0 or
	die;

# [file, name, line, complexity, end]
sub ours {
	my @found;
	open(my $out, '-|', $codehist, '-q', '-C', $repo, 'complexity', '--rev',
		$rev, '--top', 0, '--format', 'csv') or die;
	<$out>;
	while (<$out>) {
		chomp;
		my @f = quotewords(',', 0, $_);
		next unless @f > 5 && $f[2] =~ /\.$end$/;
		$f[0] =~ s/.*[.:#](?=.)//;
		push @found, [$f[2], $f[0], $f[3], $f[5], $f[4]];
	}
	close $out or die "$codehist: failed\n";
	return @found;
}

sub lizards {
	my @found;
	open(my $out, '-|', "cd $dir && $tool --csv -l " . lc $language) or die;
	while (<$out>) {
		chomp;
		my @f = quotewords(',', 0, $_);
		next unless @f > 10 && $f[6] =~ /\.$end$/;
		my ($file, $name) = @f[6, 7];
		$file =~ s{^\./}{};
		$name =~ s/.*[.:](?=.)//;
		push @found, [$file, $name, $f[9], $f[1], $f[10]];
	}
	return @found;
}

sub gocyclos {
	my @found;
	open(my $out, '-|', "cd $dir && $tool .") or die;
	while (<$out>) {
		# 12 rules (*Manager).Update rules/manager.go:197:1
		my ($n, $name, $file, $line) = /^(\d+) \S+ (\S+) (.*):(\d+):\d+$/
			or next;
		$name =~ s/.*\.(?=.)//;
		$name =~ s/\[.*//;
		push @found, [$file, $name, $line, $n, 0];
	}
	return @found;
}

# What lizard counts that decides nothing, in lines [from, to] of a file.
my %beside = (C => qr/^\s*#\s*(?:if|ifdef|ifndef|elif)\b/,
	Python => qr/^\s*finally\s*:/);
my %text;

sub beside {
	my ($file, $from, $to) = @_;
	my $what = $beside{$language} or return 0;
	$text{$file} //= do {
		open(my $in, '<', "$dir/$file") or die "$file: $!\n";
		[<$in>];
	};
	return scalar grep { defined && /$what/ }
		@{ $text{$file} }[$from - 1 .. $to - 1];
}

my @want = $tool =~ /gocyclo/ ? gocyclos() : lizards();
my (%at, @rows, $both, $equal, $said, $n);
$both = $equal = $said = 0;
my @got = ours();
push @{ $at{"$_->[0]\0$_->[1]"} }, $_ for @got;
for my $w (sort { $a->[0] cmp $b->[0] || $a->[2] <=> $b->[2] } @want) {
	my $same = $at{"$w->[0]\0$w->[1]"} or next;
	my ($best) = sort { abs($a->[2] - $w->[2]) <=> abs($b->[2] - $w->[2]) }
		grep { !$_->[5] && abs($_->[2] - $w->[2]) <= 10 } @$same;
	next unless $best;
	$best->[5] = 1;
	$both++;
	if ($best->[3] == $w->[3]) {
		$equal++;
	} elsif ($tool !~ /gocyclo/ && $w->[3] - $best->[3] ==
		beside($w->[0], $best->[2], $best->[4])) {
		$said++;
	} else {
		push @rows, "$w->[0]:$w->[2] $w->[1] theirs $w->[3] " .
			"ours $best->[3]";
	}
}
printf "%s: %d functions here, %d there, %d in both, %d equal (%.2f %%), " .
	"%d differ by #if or finally, %d else\n", $language, scalar @got,
	scalar @want, $both, $equal, 100 * $equal / ($both || 1), $said,
	scalar @rows;
$n = $show < @rows ? $show : @rows;
print "$_\n" for @rows[0 .. $n - 1];
