#!/usr/bin/perl
# Of git's renames 99 % are found, and of those found git knows 99 %.  (git
# before 2.44 scores a content without a last newline differently.)  The
# boundary of a shallow clone is left out: raw commits still name its parents.
use strict;
use warnings;
use Test::More;
use Oracle;

sub pairs {
	my ($text) = @_;
	my @field = split /\0/, $text;
	my ($commit, %pair) = '';
	while (defined(my $f = shift @field)) {
		if ($f =~ /^[0-9a-f]{40}$/) {
			$commit = $f;
		} elsif ($f =~ /^R/) {
			my ($old, $new) = splice(@field, 0, 2);
			$pair{"$commit $old => $new"} = 1;
		} else {
			shift @field;
		}
	}
	return \%pair;
}

for my $repo (repositories()) {
	next unless has_commits($repo);
	write_ids($repo, '--no-merges');
	my ($text, undef, $failed) = all_output('bash', '-c',
		'git -C "$0" -c diff.renameLimit=1000 diff-tree --stdin -r -z -M ' .
		'--root --name-status <ids', $repo);
	next if $failed;
	my $theirs = pairs($text);
	my ($got, $errors, $status) = all_output('bash', '-c', '"$0" "$1" <ids',
		"$ENV{HELPERS}/renames", $repo);
	is($status, 0, 'renames read in ' . short($repo)) or diag($errors);
	my $ours = pairs($got);
	my @missed = grep { !$ours->{$_} } sort keys %$theirs;
	my @extra = grep { !$theirs->{$_} } sort keys %$ours;
	ok(@missed <= keys(%$theirs) / 100 && @extra <= keys(%$ours) / 100,
		scalar(keys %$theirs) . ' renames as git in ' . short($repo))
		or diag(join("\n", 'missed', @missed[0 .. ($#missed < 5 ?
			$#missed : 5)], 'extra', @extra[0 .. ($#extra < 5 ?
			$#extra : 5)]));
}
done_testing();
