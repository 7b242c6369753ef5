#!/usr/bin/perl
# Forty budgets between the smallest and 20,000: the page never costs more, as
# gpt-tokenizer counts it, and says what it costs; the smallest that an error
# names works and one less does not; a strategy that tells more is no shorter;
# any number of workers gives the same bytes, twice.
use strict;
use warnings;
use Test::More;
use Oracle;

my $dir = "$ENV{TMPDIR}/pages";
my @pages; # [file, used or undef, limit, encoding, name]
mkdir $dir;

sub keep_page {
	my ($text, @about) = @_;
	my $file = "$dir/" . scalar(@pages);
	open(my $out, '>:raw', $file) or die;
	print $out $text;
	close($out);
	push @pages, [$file, @about];
}

sub smallest {
	my ($repo, @options) = @_;
	my (undef, $errors, $status) =
		codehist($repo, 'pack', @options, '--budget', 1);
	$status == 2 && $errors =~ /smallest possible here, (\d+)$/m
		or die "@options: $status, $errors";
	return $1;
}

sub check_smallest {
	my ($repo, $name, $margin, $encoding, @options) = @_;
	push @options, '--margin', $margin if $margin;
	push @options, '--encoding', $encoding if $encoding ne 'o200k';
	my $least = smallest($repo, @options);
	my ($text, undef, $status) =
		codehist($repo, 'pack', @options, '--budget', $least);
	is($status, 0, "$name: $least, the smallest, works");
	my ($used) = $text =~ /^budget $least .*used (\d+)/m;
	keep_page($text, $used, $least * (100 - $margin) / 100, $encoding,
		"$name at its smallest");
	(undef, my $errors, $status) =
		codehist($repo, 'pack', @options, '--budget', $least - 1);
	is($status, 2, "$name: one less does not");
	like($errors, qr/^codehist: error: --budget \d+ is below the smallest possible here, \d+\n\z/,
		"$name: and says so in one line");
	return $least;
}

my @cases = grep { -e $_->[0] } map { ["$ENV{TESTDATA}/$_->[0]", $_->[1]] }
	(['api/c', undef], ['api/python', undef], ['plain/plain', undef],
	['messages/messages', undef], ['hostile/hostile', 'v1..v2']);
for my $case (@cases) {
	my ($repo, $range) = @$case;
	my @range = defined $range ? ($range) : ();

	for my $format (qw(md llm json)) {
		my $name = short($repo) . " $format";
		my @options = (@range, '--format', $format);
		my $least = check_smallest($repo, $name, 0, 'o200k', @options);
		check_smallest($repo, "$name, a margin", 17, 'o200k', @options);
		check_smallest($repo, "$name, cl100k", 0, 'cl100k', @options);
		check_smallest($repo, "$name, bytes", 5, 'bytes', @options);
		my $steps = $format eq 'md' ? 40 : 8;
		for my $k (0 .. $steps - 1) {
			my $budget = int($least +
				(20_000 - $least) * ($k / ($steps - 1)) ** 3);
			my ($text, $errors, $status) = codehist($repo, 'pack',
				@options, '--budget', $budget);
			$status and fail("$name at $budget") and diag($errors);
			my ($used) = $text =~ /^budget $budget .*used (\d+)/m;
			keep_page($text, $used, $budget, 'o200k',
				"$name at $budget");
		}
	}
	my ($last, @sizes) = (0);
	for my $strategy (qw(summary signature structural full)) {
		my ($text) = codehist($repo, 'pack', @range, '--budget', 0,
			'--strategy', $strategy);
		push @sizes, $text =~ /^no budget; (\d+) o200k tokens/m;
	}
	is("@sizes", join(' ', sort { $a <=> $b } @sizes),
		short($repo) . ': strategies by size');
	my ($one) = codehist($repo, 'pack', @range, '-j1', '--budget', '2k');
	ok(length $one, short($repo) . ': is there');
	for my $jobs (qw(-j1 -j2 -j4)) {
		my ($again) = codehist($repo, 'pack', @range, $jobs,
			'--budget', '2k');
		is_text($again, $one, short($repo) . ": the same with $jobs");
	}
}

my ($text) = all_output('node', "$ENV{TESTS}/oracle/tokens.js",
	"$ENV{TESTS}/../build/npm/node_modules", map { $_->[0] } @pages);
my (%o200k, %cl100k);
for (split /\n/, $text) {
	/^(\d+) \w+ (\d+) .* (\S+)$/ or next;
	($o200k{$3}, $cl100k{$3}) = ($1, $2);
}
cmp_ok(scalar(keys %o200k), '>=', 300, 'pages were counted');
my ($bad, $unsaid) = (0, 0);
for (@pages) {
	my ($file, $used, $limit, $encoding, $name) = @$_;
	my $n = $encoding eq 'o200k' ? $o200k{$file}
		: $encoding eq 'cl100k' ? $cl100k{$file} : -s $file;
	$n <= $limit or $bad++, diag("$name: $n of $limit");
	$name =~ /json/ || (defined $used && $used == $n)
		or $unsaid++, diag("$name: says ", $used // 'nothing', ", is $n");
}
is($bad, 0, 'no page is over its budget');
is($unsaid, 0, 'every page says what it costs');
done_testing();
