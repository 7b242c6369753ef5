#!/usr/bin/perl
# Added and removed lines: git's numbers file by file, by either algorithm, and
# the same hunks from both.  Attributes are left out on both sides.
use strict;
use warnings;
use Test::More;
use Oracle;

# Without paths over 4,096 bytes, and commits that are then without a change.
sub within_limits {
	my ($text) = @_;
	my @record = grep { length() <= 4100 || length(s/^\S+\t\S+\t//r) <= 4096 }
		split /\0/, $text;
	my @kept = grep { $record[$_] !~ /^[0-9a-f]{40}$/ ||
		($record[$_ + 1] // '') =~ /\t/ } 0 .. $#record;
	return join('', map { "$record[$_]\0" } @kept);
}

my $empty = "$ENV{TMPDIR}/no-attributes";
for my $repo (repositories()) {
	next unless has_commits($repo);
	my ($ids) = all_output('git', '-C', $repo, 'rev-list', '--no-merges',
		'HEAD');
	open(my $list, '>', 'ids') or die;
	print $list $ids;
	close($list);
	# git would read .gitattributes here and in the index.
	my ($gitdir) = all_output('git', '-C', $repo, 'rev-parse',
		'--absolute-git-dir');
	chomp $gitdir;
	my ($theirs, undef, $failed) = all_output('bash', '-c',
		'GIT_INDEX_FILE="$1" git --git-dir="$0" ' .
		'-c core.attributesFile="$1" diff-tree --stdin -r -z --root ' .
		'--no-renames --numstat <ids', $gitdir, $empty);
	$theirs = within_limits($theirs);
	next if $failed || -s "$gitdir/info/attributes";
	my %got;
	for my $way (qw(git fast git-blame fast-blame)) {
		my ($text, $errors, $status) = all_output('bash', '-c',
			'"$0" "$1" "$2" hunks <ids', "$ENV{HELPERS}/lines",
			$repo, $way);
		is($status, 0, "$way read in " . short($repo)) or
			diag($errors);
		$got{$way} = $text =~ tr/\0/\n/r;
	}
	is_text($got{fast}, $got{git}, 'the same hunks in ' . short($repo));
	s/^\d+\t\d+\t//gm for $got{'fast-blame'}, $got{'git-blame'};
	is_text($got{'fast-blame'}, $got{'git-blame'},
		'the same hunks for blame in ' . short($repo));
	$theirs =~ tr/\0/\n/;
	# Two names of which one ends like a list of hunks are not told apart.
	$got{fast} =~ s/( -\d+,\d+\+\d+,\d+)+$//gm;
	is_text($got{fast}, $theirs, 'lines as git in ' . short($repo));
}
done_testing();
