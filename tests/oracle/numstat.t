#!/usr/bin/perl
# Added and removed lines of every file in every commit are git's, by libgit2's
# xdiff and by our own line diff alike; in the order of
# counting.md, which does not depend on where history ends.  Paths over 4,096
# bytes are left out here.
use strict;
use warnings;
use Test::More;
use Oracle;

# commit => { path => [added, removed] }, and the commits in order.
sub numbers {
	my ($text) = @_;
	my (%of, @order, $commit);
	for my $field (split /\0/, $text) {
		$field =~ s/^\n+//;
		if ($field =~ /^[0-9a-f]{40}$/) {
			$commit = $field;
			push @order, $commit;
			$of{$commit} = {};
		} elsif ($field =~ /^([0-9]+|-)\t([0-9]+|-)\t(.*)$/s) {
			$of{$commit}{$3} = [$1, $2] if length $3 <= 4096;
		}
	}
	return (\%of, \@order);
}

# git as in a bare repository, so that no attributes are read.
sub theirs {
	my ($repo, @how) = @_;
	my $dir = git($repo, 'rev-parse', '--absolute-git-dir');
	chomp $dir;
	return all_output('git', "--git-dir=$dir", '--bare', 'log', '-z',
		'--format=%H', '--numstat', '--no-renames', '--root',
		'--no-ext-diff', '--no-textconv', @how, 'HEAD');
}

sub as_text {
	my ($of) = @_;
	return join('', map { my $c = $_; map {
		"$c @{$of->{$c}{$_}} $_\n" } sort keys %{$of->{$c}} }
		sort keys %$of);
}

for my $repo (repositories()) {
	next unless has_commits($repo);
	my $name = short($repo);
	for my $way ([], ['first-parent']) {
		my ($text, undef, $failed) = theirs($repo,
			@$way ? qw(--first-parent -m) : '--no-merges');
		next if $failed;
		my ($want) = numbers($text);
		my ($got, $errors, $status) = helper('numstat', $repo, 'HEAD',
			'git', @$way);
		is($status, 0, "numbers read in $name") or diag($errors);
		my ($git) = numbers($got);
		($git) = map { my $g = $_; +{ map { $_ => $g->{$_} } grep {
			$want->{$_} } keys %$g } } $git;
		is_text(as_text($git), as_text($want),
			"lines as git counts them in $name @$way");
		my ($fast) = numbers((helper('numstat', $repo, 'HEAD', 'fast',
			@$way, 7))[0]);
		($fast) = map { my $g = $_; +{ map { $_ => $g->{$_} } grep {
			$want->{$_} } keys %$g } } $fast;
		is_text(as_text($fast), as_text($want),
			"the same by our own line diff in $name @$way");
	}
	my (undef, $all) = numbers((helper('numstat', $repo, 'HEAD',
		'fast'))[0]);
	my ($count) = all_output('git', '-C', $repo, 'rev-list', '--count',
		'HEAD');
	is(scalar @$all, $count + 0, "each commit once in $name");
	my ($part, undef, $none) = helper('numstat', $repo, 'HEAD~50', 'fast');
	($part, undef, $none) = helper('numstat', $repo, 'HEAD~1', 'fast')
		if $none;
	next if $none;
	my (undef, $before) = numbers($part);
	my %in = map { $_ => 1 } @$before;
	is_text(join("\n", grep { $in{$_} } @$all), join("\n", @$before),
		"the order does not depend on the end in $name");
}
done_testing();
