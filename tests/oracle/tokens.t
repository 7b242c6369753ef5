#!/usr/bin/perl
# Token ids equal those of gpt-tokenizer, whose tables we use, on sources,
# prose, odd bytes and git's own plumbing output.
use strict;
use warnings;
use Test::More;
use Oracle;

my $top = "$ENV{TESTS}/..";
my @files = (glob("$top/*/*.[ch] $top/*.md $top/tools/*"),
	glob("$ENV{TESTDATA}/bytes/*/*.txt $ENV{TESTDATA}/hostile/hostile/src/*"),
	glob("$ENV{TESTDATA}/api/*/src/* $ENV{TESTDATA}/packs/one-pack/.git/index"));
# The judge needs minutes for a word of 300,000 letters.
@files = grep { -f && !/one-long-line/ } @files;
my ($ours, $errors) = helper('tokens', @files);
my ($theirs) = all_output('node', "$ENV{TESTS}/oracle/tokens.js",
	"$top/build/npm/node_modules", @files);
cmp_ok(scalar(@files), '>', 30, 'there are files to count');
is_text($ours, $theirs, 'ids of ' . @files . ' files');
diag($errors) if $errors;
done_testing();
