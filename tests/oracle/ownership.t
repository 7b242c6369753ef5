#!/usr/bin/perl
# What couples, file-history and devs say of the lines that are alive, when
# burndown runs with them, against git blame's authors.
#
# On a repository given by hand, of $ENV{BLAME_FILES} (150) files; what sums
# over all files is compared when there are no more.
use strict;
use warnings;
use List::Util qw(sum0);
use Test::More;
use Oracle;

my $most = $ENV{BLAME_FILES} // 150;

# Lines by developer, as mailmap has them.
sub blame_authors {
	my ($repo, $path) = @_;
	my (%lines, $name);
	for (split /\n/, git($repo, '-c', 'blame.ignoreRevsFile=', 'blame',
		'--line-porcelain', 'HEAD', '--', $path)) {
		$name = $1 if /^author (.*)/;
		$lines{"$name $1"}++ if /^author-mail (.*)/;
	}
	return \%lines;
}

# The fewest developers who have half of the lines.
sub bus_factor {
	my ($lines) = @_;
	my @sizes = sort { $b <=> $a } values %$lines;
	my ($half, $sum, $n) = (sum0(@sizes) / 2, 0, 0);
	$sum += $sizes[$n++] while $n < @sizes && $sum < $half;
	return $n;
}

sub summary {
	my ($lines) = @_;
	my ($top) = sort { $lines->{$b} <=> $lines->{$a} || $a cmp $b }
		keys %$lines;
	return sprintf('%d developers, %d lines, top %s %.6f',
		scalar keys %$lines, sum0(values %$lines), $top,
		$lines->{$top} / sum0(values %$lines));
}

# By path: what file-history says, and what couples does.
sub our_summaries {
	my ($reports) = @_;
	my (%files, %couples);
	for (@{$reports->{'file-history'}{files}}) {
		$files{$_->{path}} = sprintf(
			'%d developers, %d lines, top %s %.6f',
			@$_{qw(owners lines top_owner owned_share)})
			if $_->{owners} && !$_->{path_encoding};
	}
	for (@{$reports->{couples}{ownership}}) {
		my $share = $files{$_->{file}} or next;
		$couples{$_->{file}} = sprintf(
			'%d developers, %d lines, top %s %s',
			@$_{qw(developers lines top_developer)},
			$share =~ s/.* //r);
	}
	return (\%files, \%couples);
}

sub check {
	my ($repo) = @_;
	my $name = short($repo);
	my ($text, $errors, $status) = codehist($repo, '-q', 'report',
		'burndown,couples,file-history,devs', '--bus-factor=surviving',
		'--attributes=none', '--format=json', '--top=0');
	is($status, 0, "report of $name") or diag($errors);
	my $reports = json_of($text)->{reports};
	my ($files, $couples) = our_summaries($reports);
	my @paths = sort keys %$files;
	my $step = @paths > $most ? @paths / $most : 1;
	my @sample = map { $paths[$_ * $step] } 0 .. @paths / $step - 1;
	my (@got, @want, @coupled, %all);
	for my $path (@sample) {
		my $lines = blame_authors($repo, $path);
		my $want = summary($lines);
		push @want, "$path: $want\n";
		push @got, "$path: $files->{$path}\n";
		push @coupled, "$path: $couples->{$path}\n"
			if $couples->{$path};
		$all{$_} += $lines->{$_} for keys %$lines;
	}
	is_text(join('', @got), join('', @want), "owners in $name");
	my %known = map { $_ => 1 } @want;
	is(join('', grep { !$known{$_} } @coupled), '',
		"ownership in couples of $name");
	return if @sample < @paths || !@paths;
	my ($whole) = grep { $_->{path} eq '.' }
		@{$reports->{devs}{directories}};
	is($whole->{bus_factor}, bus_factor(\%all),
		"bus factor of what survives in $name");
}

for my $repo (repositories()) {
	# Names that are not UTF-8, and dates that git cannot read, are compared
	# elsewhere.
	next unless $repo =~ m{/(?:ages|merges|renames|names|plain)/} ||
		index($repo, $ENV{TESTDATA} // '-') != 0;
	check($repo);
}
done_testing();
