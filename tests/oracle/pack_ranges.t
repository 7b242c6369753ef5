#!/usr/bin/perl
# `pack` over every pair of neighbouring release tags, at most 30, newest
# first: it succeeds, keeps its budget as gpt-tokenizer counts it, reads every
# object of a complete repository, and needs at most 600 MB and the larger of
# two seconds of two cores and what `git log -p` needs, of processor time
# (neither is asked of a program with a sanitizer in it).
use strict;
use warnings;
use Test::More;
use Oracle;

my $budget = 16_000;
my $max_pairs = 30;
my $slow_build = $ENV{CODEHIST} =~ m{/debug/};
my $dir = "$ENV{TMPDIR}/packs";
mkdir $dir;

sub release_tags {
	my ($repo) = @_;
	my @tags = split /\n/, git($repo, 'for-each-ref', '--format=%(refname:short)',
		'--sort=version:refname', 'refs/tags');
	return grep {
		/^[\w@\/-]*?v?\d+(?:[._]\d+)+$/ && !/(?:rc|alpha|beta|pre)/i
	} @tags;
}

sub is_complete {
	my ($repo) = @_;
	my ($text) = all_output('git', '-C', $repo, 'config', '--get-regexp',
		'remote\..*\.(promisor|partialclonefilter)|extensions.partialclone');
	return $text eq '' && !glob("$repo/objects/pack/*.promisor");
}

sub seconds_of_children {
	my (undef, undef, $user, $system) = times;
	return $user + $system;
}

# Commits that A has, too, are those that git marks with "=".
sub same_patches {
	my ($repo, $from, $to, $name) = @_;
	my ($text) = all_output($ENV{CODEHIST}, '-q', '-C', $repo, 'pack',
		"$from..$to", '--budget', 0, '--format', 'json');
	my $commits = json_of($text)->{commits};
	my @theirs = git($repo, 'rev-list', '--cherry-mark', '--right-only',
		'--no-merges', "$from...$to") =~ /^=(\S+)/mg;
	is(join(' ', sort map { $_->{in_a} ? $_->{oid} : () } @$commits),
		join(' ', sort @theirs),
		"$name: " . @theirs . ' commits that A has, too');
}

# (processor seconds, output, errors, status)
sub timed {
	my @command = @_;
	my $before = seconds_of_children();
	my @result = all_output(@command);
	return (seconds_of_children() - $before, @result);
}

my @files;
my $checked = 0;
for my $repo (repositories()) {
	my ($tags_text, undef, $status) = all_output('git', '-C', $repo,
		'for-each-ref', 'refs/tags');
	next if $status || $tags_text eq '';
	my @tags = reverse release_tags($repo);
	my $complete = is_complete($repo);

	for my $i (0 .. $#tags - 1) {
		last if $i >= $max_pairs;
		my $range = "$tags[$i + 1]..$tags[$i]";
		my $name = short($repo) . " $range";
		my $stats = "$dir/stats";
		my ($seconds, $text, $errors, $exit) = timed($ENV{CODEHIST}, '-C',
			$repo, 'pack', $range, '--budget', $budget,
			"--stats=$stats");
		my $file = "$dir/" . scalar(@files) . '.md';
		open(my $out, '>:raw', $file) or die;
		print $out $text;
		close($out);
		my ($used) = $text =~ /^budget \d+ o200k tokens, used (\d+)/m;
		push @files, [$file, $used // -1, $name];
		$checked++;
		is($exit, 0, "$name: succeeds") or diag($errors);
		cmp_ok($used // 1e9, '<=', $budget, "$name: keeps its budget");
		unlike($text, qr/^- (?:files missing|unreadable)/m,
			"$name: reads everything") if $complete;
		my ($commits, $merges) =
			$text =~ /^(\d+) commits? \((\d+) merges?\)/m;
		my ($only_a) = $text =~ /(\d+) commits? only A has/;
		is("$commits $merges " . ($only_a // 0), join(' ',
			map { git($repo, 'rev-list', '--count', @$_) =~ s/\n//r }
				[$range], ['--merges', $range],
				["$tags[$i]..$tags[$i + 1]"]),
			"$name: counts commits");
		same_patches($repo, $tags[$i + 1], $tags[$i], $name)
			if $only_a && $complete;
		open(my $in, '<', $stats) or die "$stats: $!";
		my $said = json_of(do { local $/; <$in> });
		my $mib = $said->{peak_anon_bytes} / 1e6;
		if ($slow_build) {
			note(sprintf '%s: %.2f s', $name, $seconds);
			next;
		}
		cmp_ok($mib, '<', 600, sprintf('%s: %.0f MB', $name, $mib));
		my $limit = 4;
		($limit) = timed('git', '-C', $repo, 'log', '-p', $range)
			if $seconds > 4;
		$limit = 4 if $limit < 4;
		cmp_ok($seconds, '<=', $limit,
			sprintf('%s: %.2f s', $name, $seconds));
	}
}

if (@files) {
	my ($text) = all_output('node', "$ENV{TESTS}/oracle/tokens.js",
		"$ENV{TESTS}/../build/npm/node_modules", map { $_->[0] } @files);
	my %count = map { /^(\d+) .* (\S+)$/ ? ($2 => $1) : () }
		split /\n/, $text;
	is($count{ $_->[0] }, $_->[1], "$_->[2]: says what it used")
		for @files;
}
ok($checked, "$checked ranges") if @ARGV > 1;
plan(skip_all => 'no two release tags') unless $checked;
done_testing();
