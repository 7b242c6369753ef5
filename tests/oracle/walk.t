#!/usr/bin/perl
# The walk, ranges and merge bases equal git's.
use strict;
use warnings;
use Test::More;
use Oracle;

for my $repo (repositories()) {
	next unless has_commits($repo);
	my ($out, $errors, $status) = helper('walk', $repo, 20);
	is($status, 0, 'walk as git walks in ' . short($repo))
		or diag("$out$errors");
}
done_testing();
