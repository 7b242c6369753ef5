#!/usr/bin/perl
# Every row of the burndown matrix is the age distribution of git blame at that
# commit, sums to the lines of its text files, and is the sum of its groups;
# neither threads nor chunks change a byte.
#
# On a repository given by hand blame looks at $ENV{BLAME_FILES} (150) files of
# up to 10 samples, all of which must agree within 0.5 % of the lines.
use strict;
use warnings;
use List::Util qw(sum0 max min);
use Test::More;
use Oracle;

my $by_hand = !grep { index($_, $ENV{TESTDATA} // '-') == 0 } @ARGV;
my $most = $ENV{BLAME_FILES} // 150;
my $days = $by_hand ? 180 : 1;

sub burndown {
	my ($repo, @options) = @_;
	my ($text, $errors, $status) = codehist($repo, '-q', 'burndown',
		'--format', 'json', '--attributes=none', @options);
	is($status, 0, 'burndown of ' . short($repo)) or diag($errors);
	return $text;
}

# Axis days of all commits, as spec/counting.md has them.
sub axis_days {
	my ($repo) = @_;
	my (%axis, $limit);
	my @commits = split /\n/, git($repo, 'log', '--topo-order', '--reverse',
		'--format=%H %ct %P', 'HEAD');
	($limit) = (split / /, $commits[-1])[1];
	my $boundary = boundary_of($repo);
	for (@commits) {
		my ($id, $when, @parents) = split / /;
		my $least = max(0, map { $axis{$_} // 0 } @parents);
		$least = 0 if $boundary->{$id};
		$axis{$id} = $when < $least || $when > $limit ? $least : $when;
	}
	return \%axis;
}

# Lines of the text files of a commit: [path, lines].
sub text_files {
	my ($repo, $rev) = @_;
	my @files;
	for (split /\0/, git($repo, 'ls-tree', '-r', '-z', $rev)) {
		my ($oid, $path) = /^100\d+ blob ([0-9a-f]+)\t(.*)$/s or next;
		next if length $path > 4096;
		my ($text) = all_output('git', '-C', $repo, 'cat-file', 'blob',
			$oid);
		next if $text eq '' || index(substr($text, 0, 8000), "\0") >= 0;
		my $n = $text =~ tr/\n//;
		push @files, [$path, $n + ($text !~ /\n\z/)];
	}
	return @files;
}

sub blame_bands {
	my ($repo, $rev, $axis, $first, @paths) = @_;
	my @bands;
	for my $path (@paths) {
		for (split /\n/, git($repo, '-c', 'blame.ignoreRevsFile=',
			'blame', '-s', '-l', '--root', $rev, '--', $path)) {
			my $at = $axis->{substr($_, 0, 40)};
			$bands[int(($at - $first) / 86400 / $days)]++;
		}
	}
	return map { $_ // 0 } @bands;
}

# Sums of the members of a group, by sample.
sub by_sample {
	my ($n, $members) = @_;
	my @sums = (0) x $n;
	for my $series (map { @{$_->{bands}} } @$members) {
		my $k = $series->{first_sample};
		$sums[$k++] += $_ for @{$series->{lines}};
	}
	return "@sums";
}

sub differs {
	my ($ours, $theirs) = @_;
	my $n = max(scalar @$ours, scalar @$theirs);
	return sum0(map { abs(($ours->[$_] // 0) - ($theirs->[$_] // 0)) }
		0 .. $n - 1) / 2;
}

sub check_bands {
	my ($repo, $name, $report, $axis) = @_;
	my $first = min(values %$axis);
	$first -= $first % 86400;
	my @samples = grep { $_->{commit} && $_->{lines} }
		@{$report->{samples}};
	my $step = @samples > 10 ? @samples / 10 : 1;
	for my $k (0 .. min(scalar @samples, 10) - 1) {
		my $sample = $samples[-1 - int($k * $step)];
		my @files = text_files($repo, $sample->{commit});
		my $lines = sum0(map { $_->[1] } @files);
		is($sample->{lines}, $lines,
			"lines at $sample->{date} in $name");
		next if $by_hand && @files > $most;
		my @want = blame_bands($repo, $sample->{commit}, $axis, $first,
			map { $_->[0] } @files);
		my $off = differs($sample->{by_band}, \@want);
		ok($by_hand ? $off <= 0.005 * $lines : $off == 0,
			"bands at $sample->{date} in $name") or
			diag("ours: @{$sample->{by_band}}\ngit: @want");
	}
}

for my $repo (repositories()) {
	next unless has_commits($repo);
	my (undef, undef, $damaged) = all_output('git', '-C', $repo, 'fsck',
		'--connectivity-only');
	next if $damaged && !$by_hand;
	my $name = short($repo);
	my @all = qw(--people --files=matrix --directories --languages);
	my $text = burndown($repo, '-j2', "--granularity=$days",
		"--sampling=$days", @all);
	my $report = json_of($text)->{reports}{burndown};
	my @rows = @{$report->{samples}};
	check_bands($repo, $name, $report, axis_days($repo));
	my $lines = join(' ', map { $_->{lines} } @rows);
	for my $group (qw(developers directories languages)) {
		is(by_sample(scalar @rows, $report->{$group}), $lines,
			"lines of all $group in $name");
	}
	is((split / /, by_sample(scalar @rows, $report->{files}))[-1],
		$rows[-1]{lines}, "lines of all files in $name");
	is(sum0(map { $_->{at_risk} } @{$report->{survival}}[0 .. 0]) >=
		$rows[-1]{lines}, 1, "as many lines at risk in $name");
	s/^\s*"(?:run|jobs|chunk_commits|seconds|peak_\w+)".*\n//gm for $text;
	for my $how (['-j1'], ['-j3', '--chunk-commits=1'],
		['-j2', '--chunk-commits=7']) {
		my $again = burndown($repo, @$how, "--granularity=$days",
			"--sampling=$days", @all);
		$again =~ s/^\s*"(?:run|jobs|seconds|peak_\w+)".*\n//gm;
		is_text($again, $text, "the same with @$how in $name");
	}
}
done_testing();
