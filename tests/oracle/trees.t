#!/usr/bin/perl
# What changed in every commit and every merge is what git diff-tree prints.
# Left out: names/long-path, where we cut a path that git prints, and the
# boundary of a shallow clone, whose raw commits still name their parents.
use strict;
use warnings;
use Test::More;
use Oracle;

sub judge {
	my ($repo, $which, $git, @ours) = @_;
	write_ids($repo, $which);
	my ($theirs, undef, $failed) = all_output('bash', '-c',
		'git -C "$0" diff-tree --stdin -r -z --no-renames ' . $git .
		' <ids', $repo);
	my ($got, $errors, $status) = all_output('bash', '-c',
		'"$0" "$@" <ids', "$ENV{HELPERS}/trees", $repo, @ours);
	if ($failed) {
		pass("git fails too in " . short($repo));
		return;
	}
	is($status, 0, "$which read in " . short($repo)) or diag($errors);
	tr/\0/\n/ for $got, $theirs;
	is_text($got, $theirs, "$which as git in " . short($repo));
}

for my $repo (repositories()) {
	next if !has_commits($repo) || $repo =~ m{names/long-path$};
	judge($repo, '--no-merges', '--root');
	judge($repo, '--merges', '-c --raw', '-c');
}
done_testing();
