#!/usr/bin/perl
# The facts of every version, parsed from the tree of the one before it, equal
# those of a parse from scratch; lineages are cut at random places.
use strict;
use warnings;
use Test::More;
use File::Basename;
use Oracle;

# Edits of one line: what most commits do, and now and then one that breaks
# the syntax and is taken back.
my %comment = map { $_ => '//' } qw(c h cc hpp cs dart go java js kt php rs
	scala swift ts tsx zig);
$comment{$_} = '--' for qw(lua hs sql);

# A word that is no keyword: copy_name, copyName.
my $name = qr/\b([a-z]\w*(?:_|[a-z][A-Z])\w*)\b/;

sub edit {
	my ($lines, $ext) = @_;
	my $at = int(rand(@$lines));
	my $what = rand();

	if ($what < 0.3) {
		splice(@$lines, $at, 0, "\n");
	} elsif ($what < 0.6) {
		$lines->[$at] =~ s/$name/$1x/;
	} elsif ($what < 0.75 && exists $comment{$ext}) {
		$lines->[$at] =~ s/\n/ $comment{$ext} see there\n/;
	} elsif ($what < 0.9) {
		$lines->[int(rand(@$lines))] =~ s/$name/$1y/ for 1 .. 3;
	} else {
		return splice(@$lines, $at, 1);
	}
	return;
}

# One commit of fast-import's stream.
sub commit {
	my ($branch, $from, $name, $text) = @_;

	return "commit refs/heads/$branch\ncommitter A <a> " .
		(1500000000 + $main::n++) . " +0000\ndata 0\n${from}" .
		"M 100644 inline $name\ndata " . length($text) . "\n$text\n";
}

# Two branches that change a file, and their merge: it has no diff of its own.
sub merge {
	my ($name, $text) = @_;

	return "reset refs/heads/side\nfrom refs/heads/main\n\n" .
		commit('main', '', $name, "$text\n") .
		commit('side', '', $name, "\n$text") .
		commit('main', "merge refs/heads/side\n", $name,
			"\n$text\n");
}

# A history of the sources in tests/cli: fast-import's stream.
sub stream {
	my ($file, $versions) = @_;
	my ($ext) = $file =~ /\.(\w+)$/;
	open(my $in, '<:raw', $file) or die "$file: $!";
	my @lines = <$in>;
	my $name = basename(dirname($file)) . ".$ext";
	my @gone;
	my $out = '';

	for (1 .. $versions) {
		my $text = join('', @lines);
		$out .= commit('main', '', $name, $text);
		if (@gone) {
			splice(@lines, $gone[0], 0, $gone[1]);
			@gone = ();
		} else {
			my @before = @lines;
			my $line = edit(\@lines, $ext);
			next unless defined $line;
			my $at = 0;
			$at++ while $at < @lines &&
				$before[$at] eq $lines[$at];
			@gone = ($at, $line);
		}
	}
	return $out . merge($name, join('', @lines));
}

sub make_history {
	my ($dir) = @_;
	my $cases = dirname($0) . '/../cli';

	all_output('git', 'init', '-q', '--bare', '-b', 'main', $dir);
	open(my $git, '|-', 'git', '-C', $dir, 'fast-import', '--quiet')
		or die;
	for my $file (sort glob("$cases/parse_*/input.*")) {
		srand(20); # so that no file's edits depend on other files
		my $long = $file =~ /parse_(c_declarations|javascript_modules)/;
		print $git stream($file, $long ? 600 : 20);
	}
	close($git) or die 'git fast-import failed';
	return $dir;
}

our $n = 0;
my $made = make_history("$ENV{TMPDIR}/sources.git");
my $versions = 0;
for my $repo ($made, repositories()) {
	next unless has_commits($repo);
	my ($out, $errors, $status) = helper('syntax', $repo, 'check', 7);
	is($status, 0, 'facts as from scratch in ' . short($repo))
		or diag("$out$errors");
	$versions += $1 if $out =~ /^(\d+) versions/m;
	next if $repo ne $made;
	like($out, qr/parse: from the last tree +\d{3}/,
		'most are parsed from the tree before');
	like($out, qr/parse: errors (now|before) +\d{2}/, 'not after errors');
	my ($some) = helper('syntax', $repo, 'facts', 'part', 1, 'main~9');
	my ($range) = helper('syntax', $repo, 'facts', 'part', 1,
		'main~9..main');
	my ($left) = map { /^(\d+) versions/m } $out;
	$left -= /^(\d+) versions/m ? $1 : 0 for $some, $range;
	is($left, 0, 'a revision and what comes after it make all versions');
	like($some, qr/^[1-9]\d+ versions/m, 'a revision alone has some');
	my ($files) = all_output('git', '-C', $repo, 'ls-tree', '-r', 'main');
	($out) = helper('syntax', $repo, 'facts');
	my ($whole) = $out =~ /parse: first seen +(\d+)/;
	cmp_ok($whole, '<=', $files =~ tr/\n//,
		'a file is parsed whole once, merges and all');
}
cmp_ok($versions, '>', 1000, 'there are sources');
done_testing();
