#!/usr/bin/perl
# Reports say what git's own commands say: rev-list, shortlog, numstat and
# name-only; and the same whatever the number of threads and chunks.  Paths over
# 4,096 bytes are left out here.
use strict;
use warnings;
use Encode qw(decode);
use Test::More;
use Oracle;

my $dir;

sub bare_git {
	my (@arguments) = @_;
	my ($text, $errors, $status) = all_output('git', "--git-dir=$dir",
		'--bare', '-c', 'mailmap.blob=HEAD:.mailmap', @arguments);
	die "git @arguments in $dir: $errors" if $status;
	return $text;
}

sub report {
	my ($repo, $name, @options) = @_;
	my ($text, $errors, $status) = codehist($repo, $name, '--format=json',
		'--attributes=none', @options);
	is($status, 0, "$name in " . short($repo)) or diag($errors);
	return $status ? {} : json_of($text);
}

sub people {
	my ($doc) = @_;
	return join('', sort map { "$_->{commits}\t$_->{name} <$_->{email}>\n" }
		grep { $_->{commits} } @{$doc->{reports}{devs}{developers}});
}

sub shortlog {
	my $text = decode('UTF-8', $_[0]);
	# What shortlog shows of a commit whose author cannot be read.
	$text =~ s/%aN <%aE>/ <>/g;
	return join('', sort map { s/^ *//r . "\n" } split /\n/, $text);
}

# Sums over all commits: added and removed.
sub numstat {
	my ($text) = @_;
	my ($added, $removed) = (0, 0);
	for (split /\0/, $text) {
		next unless /^\n*([0-9]+)\t([0-9]+)\t(.*)$/s;
		next if length $3 > 4096;
		$added += $1;
		$removed += $2;
	}
	return "$added $removed";
}

my @log = qw(log -z --format= --no-ext-diff --no-textconv --no-renames);

sub check_devs {
	my ($repo) = @_;
	my $name = short($repo);
	my $doc = report($repo, 'devs', '--no-renames');
	my $totals = $doc->{reports}{devs}{totals};
	is($totals->{commits}, bare_git(qw(rev-list --count HEAD)) + 0,
		"commits in $name");
	is($totals->{merges}, bare_git(qw(rev-list --merges --count HEAD)) + 0,
		"merges in $name");
	is("$totals->{lines_added} $totals->{lines_removed}",
		numstat(bare_git(@log, qw(--no-merges --numstat HEAD))),
		"lines in $name");
	is_text(people($doc), shortlog(bare_git(qw(shortlog -sne --no-merges
		HEAD))), "people in $name");
	my %raw;
	my $text = decode('UTF-8', bare_git(qw(log --no-mailmap --no-merges),
		'--format=%an <%ae>', 'HEAD'));
	$raw{$_}++ for split /\n/, $text;
	is_text(people(report($repo, 'devs', '--identities=raw')),
		join('', sort map { "$raw{$_}\t$_\n" } keys %raw),
		"people as recorded in $name");
	$doc = report($repo, 'devs', qw(--no-renames --first-parent));
	$totals = $doc->{reports}{devs}{totals};
	is($totals->{commits}, bare_git(qw(rev-list --first-parent --count
		HEAD)) + 0, "mainline commits in $name");
	is("$totals->{lines_added} $totals->{lines_removed}",
		numstat(bare_git(@log, qw(--first-parent -m --numstat HEAD))),
		"mainline lines in $name");
}

# Paths that the document shows percent-encoded stand so in the other, too.
sub shown {
	my ($path) = @_;
	return $path if utf8::decode($path);
	$path =~ s/([^\x21-\x24\x26-\x7e ])/sprintf('%%%02X', ord $1)/ge;
	$path =~ s/%(?![0-9A-F]{2})/%25/g;
	return $path;
}

sub check_couples {
	my ($repo) = @_;
	my $name = short($repo);
	my (%revisions, %pairs, @files);
	my $note = sub {
		return if @files > 100;
		my @sorted = sort @files;
		while (defined(my $a = shift @sorted)) {
			$revisions{$a}++;
			$pairs{"$a\0$_"}++ for @sorted;
		}
	};
	for (split /\0/, bare_git(qw(log -z --format=%x01 --no-renames
			--no-merges --name-only HEAD))) {
		s/^\n+//;
		if ($_ eq "\x01") {
			$note->();
			@files = ();
		} elsif ($_ ne '' && length $_ <= 4096) {
			push @files, $_;
		}
	}
	$note->();
	my $least = keys(%pairs) > 100000 ? 4 : 1;
	my $doc = report($repo, 'couples', '--no-renames', '--top=0',
		'--include=deleted', '--min-strength=0',
		"--min-co-changes=$least");
	my $ours = join('', sort map { join("\t", @$_{qw(file1 file2
		co_changes revisions1 revisions2)}) . "\n" }
		@{$doc->{reports}{couples}{files}});
	my $theirs = join('', sort map { my ($a, $b) = split /\0/;
		join("\t", shown($a), shown($b), $pairs{$_}, $revisions{$a},
			$revisions{$b}) . "\n" }
		grep { $pairs{$_} >= $least } keys %pairs);
	is_text($ours, $theirs, "pairs of files in $name");
	$doc = report($repo, 'file-history', '--no-renames',
		'--include=deleted');
	my %commits = map { $_->{path} => $_->{commits} }
		@{$doc->{reports}{'file-history'}{files}};
	my %merged = map { s/^\n+//r => 1 } grep { /[^\n]/ } split /\0/,
		bare_git(qw(log -z --format= --no-renames --merges -c
			--name-only HEAD));
	my @differ = grep { !$merged{$_} && @files < 101 &&
		($commits{shown($_)} // 0) < $revisions{$_} }
		sort keys %revisions;
	is("@differ", '', "commits of files in $name");
}

# Ranges, and the commits that change a path, merges as git sees them.
sub check_selection {
	my ($repo) = @_;
	my $name = short($repo);
	my ($middle) = all_output('git', "--git-dir=$dir", 'rev-parse', '-q',
		'--verify', 'HEAD~50^{commit}');
	($middle) = all_output('git', "--git-dir=$dir", 'rev-parse', '-q',
		'--verify', 'HEAD~1^{commit}') unless $middle;
	chomp $middle;
	my @files = grep { !/[\x00-\x1f"*?\[\\:]/ && length $_ < 200 }
		split /\0/, bare_git(qw(ls-tree -r -z --name-only HEAD));
	my ($deep) = grep { m{/} } @files;
	my %paths = map { $_ => 1 } grep { defined } $files[0], $files[-1],
		$deep ? $deep =~ m{^([^/]+)/} : ();
	for my $range ('HEAD', $middle ? "$middle..HEAD" : ()) {
		for my $path ('', sort keys %paths) {
			my @paths = $path eq '' ? () : ('--', $path);
			my $doc = report($repo, 'couples', $range, @paths);
			is($doc->{totals}{commits}, bare_git(qw(rev-list
				--full-history --count), $range, @paths) + 0,
				"commits of $range @paths in $name");
		}
	}
}

sub check_sameness {
	my ($repo) = @_;
	my $name = short($repo);
	my @doc = map {
		my ($text) = codehist($repo, 'report', 'all', '--format=json',
			@$_);
		$text =~ s/^  "run": .*\n//mr
	} ['-j1'], ['-j3', '--chunk-commits=3'],
		['-j2', '--chunk-commits=1', '--blob-arena-size=64KiB'];
	is_text($doc[1], $doc[0], "chunks and threads change nothing in $name");
	is_text($doc[2], $doc[0], "nor does a small arena in $name");
}

for my $repo (repositories()) {
	next unless has_commits($repo);
	$dir = git($repo, 'rev-parse', '--absolute-git-dir');
	chomp $dir;
	my (undef, undef, $failed) = all_output('git', "--git-dir=$dir",
		'--bare', qw(log --no-merges --raw --no-renames HEAD));
	next if $failed;
	check_devs($repo);
	check_couples($repo);
	check_selection($repo);
	check_sameness($repo);
}
done_testing();
