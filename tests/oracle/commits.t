#!/usr/bin/perl
# Every field of every commit is what git log prints.  Known to differ: bytes
# that are no valid UTF-8, which git prints and we make U+FFFD; dates that fit
# no 64 bits, which are missing here; dates without a zone, which git takes for
# its order and does not print; the parents behind a shallow boundary, which a
# raw commit still names.
use strict;
use warnings;
use Test::More;
use Oracle;

my $format = '%H%n%T %P%n%an%n%ae%n%at%n%cn%n%ce%n%ct%n%s%n%b%n' .
	'%(trailers:key=Co-authored-by,valueonly,unfold)';

sub valid {
	my ($record) = @_;
	return utf8::decode(my $copy = $record);
}

# git's record as ours would be, the known differences aside.
sub expected {
	my ($record, $boundary, $without_zone) = @_;
	my @line = split /\n/, $record, -1;
	$line[1] =~ s/ .*/ */ if $boundary->{ $line[0] };
	s/^-?\d{19,}$// for @line[4, 7];
	@line[4, 7] = ('*', '*') if $without_zone->{ $line[0] };
	return join("\n", @line);
}

# Commits with a date that no zone follows; their ids are in the file 'ids'.
sub without_zone {
	my ($repo) = @_;
	my %found;
	my ($batch) = all_output('bash', '-c', 'git -C "$0" cat-file --batch <ids',
		$repo);
	while ($batch =~ /\G([0-9a-f]+) commit (\d+)\n/gc) {
		my ($id, $size) = ($1, $2);
		my ($header) = split /\n\n/, substr($batch, pos $batch, $size), 2;
		$found{$id} = 1 if $header =~ /^(author|committer) .*> *\d+ *$/m;
		pos($batch) += $size + 1;
	}
	return \%found;
}

for my $repo (repositories()) {
	my ($ours, $errors, $status) = helper('commits', $repo);
	is($status, 0, 'commits read in ' . short($repo)) or diag($errors);
	my $ids = join('', map { /^(\S+)/ ? "$1\n" : '' } split /\0/, $ours);
	next if $ids eq '';
	open(my $list, '>', 'ids') or die;
	print $list $ids;
	close($list);
	my ($theirs) = all_output('bash', '-c', 'git -C "$0" log --no-mailmap ' .
		'--no-walk=unsorted --stdin -z --encoding=UTF-8 --format="$1" ' .
		'<ids', $repo, $format);
	my $boundary = boundary_of($repo);
	my $odd = $ours eq $theirs ? {} : without_zone($repo);
	my @theirs = map { expected($_, $boundary, $odd) } split /\0/, $theirs;
	my @ours = map { expected($_, $boundary, $odd) } split /\0/, $ours;
	my @both = grep { defined $theirs[$_] && valid($theirs[$_]) } 0 .. $#ours;
	is_text(join("\0", @ours[@both]), join("\0", @theirs[@both]),
		scalar(@both) . ' commits as git prints them in ' . short($repo));
}
done_testing();
