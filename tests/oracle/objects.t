#!/usr/bin/perl
# Objects read straight from packs and through libgit2 are the same bytes, in
# sound repositories and in those that somebody's disk has been at.  In
# damaged/loose-cut only the direct way is tried: libgit2 1.5 never comes back
# from a loose object cut short.
use strict;
use warnings;
use Test::More;
use Oracle;

my @repositories = repositories();
push @repositories, grep { !/(ring|sha256)$/ } map { s/\/(\.git|HEAD)$//r }
	glob("$ENV{TESTDATA}/{damaged,clones,trees}/*/{.git,HEAD}")
	if $ENV{TESTDATA} && $repositories[0] =~ /^\Q$ENV{TESTDATA}\E/;
my %seen;
for my $repo (grep { !$seen{$_}++ } @repositories) {
	my ($out, $errors, $status) = helper('objects', $repo,
		$repo =~ /(loose-cut|idx-offset)$/ ? 'direct' : ());
	is($status, 0, 'equal both ways in ' . short($repo))
		or diag("$out$errors");
}
done_testing();
