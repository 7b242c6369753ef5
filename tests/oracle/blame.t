#!/usr/bin/perl
# Whose each line is, against git blame: every text file of HEAD and of older
# commits of the mainline, by both algorithms, the mainline alone too.
#
# On a repository given by hand a sample of the files is compared, 300 or
# $ENV{BLAME_FILES}, and 99.95 % of the lines must agree; built ones agree
# in every line.
use strict;
use warnings;
use Encode qw(decode encode);
use Test::More;
use Oracle;

my $most = $ENV{BLAME_FILES} // 300;
my $by_hand = !grep { index($_, $ENV{TESTDATA} // '-') == 0 } @ARGV;

# As git prints it, or quoted with C escapes.
sub unquoted {
	my ($path) = @_;
	return $path unless $path =~ s/^"(.*)"$/$1/s;
	my %letter = (n => "\n", t => "\t", r => "\r", a => "\a", b => "\b",
		f => "\f", v => "\013");
	$path =~ s/\\([0-7]{3}|.)/
		length $1 == 3 ? chr oct $1 : $letter{$1} \/\/ $1/gesx;
	return $path;
}

sub our_owners {
	my ($repo, $rev, @options) = @_;
	my ($text, $errors, $status) =
		codehist($repo, '-q', 'blame', $rev, @options);
	is($status, 0, "blame $rev of " . short($repo)) or diag($errors);
	my %owners;
	for (split /\n/, $text) {
		my ($oid, $path, $line) = /^([0-9a-f]{40}) (.*):(\d+)$/s;
		push @{$owners{unquoted($path)}}, $oid;
		return unless $line == @{$owners{unquoted($path)}};
	}
	return \%owners;
}

sub git_owners {
	my ($repo, $rev, $path, @options) = @_;
	my ($text, $errors, $status) = all_output('git', '-C', $repo,
		'-c', 'blame.ignoreRevsFile=', 'blame', '-s', '-l', '--root',
		@options, $rev, '--', $path);
	die "git blame $path: $errors" if $status;
	return [map { substr($_, 0, 40) } split /\n/, $text];
}

# Paths that are not cut.
sub text_files {
	my ($repo, $rev) = @_;
	my @paths = map { /^100\d+ blob ([0-9a-f]+)\t(.*)$/s && length $2 <= 4096
		? [$2, $1] : () }
		split /\0/, git($repo, 'ls-tree', '-r', '-z', $rev);
	return @paths;
}

sub compare {
	my ($repo, $rev, $name, $git_options, @options) = @_;
	my $ours = our_owners($repo, $rev, @options) or
		return fail("lines in order: $name");
	my @files = sort keys %$ours;
	my $step = @files > $most ? @files / $most : 1;
	my @sample = map { $files[$_ * $step] } 0 .. @files / $step - 1;
	my ($lines, $other, @where) = (0, 0);
	for my $path (@sample) {
		my $theirs = git_owners($repo, $rev, $path, @$git_options);
		my $mine = $ours->{$path};
		my $differ = abs(@$theirs - @$mine);
		for my $i (0 .. $#$theirs) {
			$differ++ if ($mine->[$i] // '') ne $theirs->[$i];
		}
		$lines += @$theirs;
		$other += $differ;
		push @where, "$path: $differ of " . @$theirs if $differ;
	}
	my $share = $lines ? 100 * ($lines - $other) / $lines : 100;
	note(sprintf('%s: %d files, %d lines, %d differ: %.4f %%', $name,
		scalar(@sample), $lines, $other, $share));
	ok($by_hand ? $share >= 99.95 : !$other, $name) or
		diag(join("\n", @where[0 .. ($#where < 9 ? $#where : 9)]));
}

# git says "(unknown)" for what it cannot read of a commit's author or date,
# prints bytes in no encoding as they are, and quotes other paths. Date and
# zone that it cannot read are left out of both.
sub comparable {
	my ($ours, $theirs) = @_;
	my ($mine, $gits) = map { [split /\n/] } $ours, $theirs;
	for my $i (1 .. $#$gits) {
		next if $gits->[$i] =~ /^\t/;
		if ($gits->[$i] =~ /^\w+-tz \(unknown\)$/) {
			$_->[$i - 1] = $_->[$i] = '' for $mine, $gits;
		}
		$gits->[$i] =~ s/^(author|committer) \(unknown\)$/$1 /;
		$gits->[$i] =~ s/^(\w+-time) 18446744073709551615$/$1 0/;
		$gits->[$i] =~ s/^(\w+-mail) \(unknown\)$/$1 <>/;
		$gits->[$i] = encode('UTF-8', decode('UTF-8', $gits->[$i]))
			unless $gits->[$i] =~ /^(filename|previous) /;
		s/^(filename|previous \w+) (.*)$/$1 . ' ' . unquoted($2)/e
			for $gits->[$i], $mine->[$i] //= '';
	}
	return map { join "\n", @$_ } $mine, $gits;
}

# A few files in one run, line by line.
sub compare_porcelain {
	my ($repo) = @_;
	my @files = sort keys %{our_owners($repo, 'HEAD')};
	my $step = @files > 40 ? @files / 40 : 1;
	@files = map { $files[$_ * $step] } 0 .. @files / $step - 1;
	return unless @files;
	my ($ours) = codehist($repo, '-q', 'blame', '--format=porcelain', '--',
		map { ":(top,literal)$_" } @files);
	my $theirs = join '', map { git($repo, '-c', 'blame.ignoreRevsFile=',
		'blame', '--porcelain', 'HEAD', '--', $_) } @files;
	is_text(comparable($ours, $theirs), 'porcelain of ' . short($repo));
}

# A file without owners is empty, or none of text.
sub check_left_out {
	my ($repo, $rev) = @_;
	my $ours = our_owners($repo, $rev, '--attributes=none') // {};
	my @wrong;
	for my $file (text_files($repo, $rev)) {
		my ($path, $oid) = @$file;
		next if $ours->{$path};
		my ($text, undef, $status) = all_output('git', '-C', $repo,
			'cat-file', 'blob', $oid);
		push @wrong, $path unless $status || $text eq '' ||
			index(substr($text, 0, 8000), "\0") >= 0;
	}
	is("@wrong", '', 'every text file has owners in ' . short($repo));
}

for my $repo (repositories()) {
	next unless has_commits($repo);
	# git needs every object for this.
	my (undef, undef, $partial) = all_output('git', '-C', $repo,
		'rev-list', '--objects', '--missing=error', 'HEAD');
	my (undef, undef, $damaged) = all_output('git', '-C', $repo, 'fsck',
		'--connectivity-only');
	next if $partial || ($damaged && !$by_hand);
	my $name = short($repo);
	compare($repo, 'HEAD', "owners in $name", []);
	compare($repo, 'HEAD', "owners by xdiff in $name", [],
		'--diff-algorithm=git');
	compare($repo, 'HEAD', "owners on the mainline of $name",
		['--first-parent'], '--first-parent');
	compare_porcelain($repo);
	check_left_out($repo, 'HEAD');
	my @main = split /\n/, git($repo, 'rev-list', '--first-parent', 'HEAD');
	my $older = $by_hand ? 10 : 3;
	for my $k (1 .. $older) {
		last if $k >= @main;
		my $rev = $main[@main > $older ? $k * $#main / $older : $k];
		compare($repo, $rev, "owners at $rev of $name", []);
	}
}
done_testing();
