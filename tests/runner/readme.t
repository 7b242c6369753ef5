#!/usr/bin/perl
# README's examples that need no other repository still print what it says, and
# tools/readme.pl notices a line that is not printed.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use Test::More;

my $top = dirname(dirname(dirname(abs_path($0))));
my $dir = $ENV{TMPDIR} // '/tmp';

# What the checker says, and whether it is content, of the README here.
sub checked {
	open(my $out, '-|', $^X, "$top/tools/readme.pl", $ENV{CODEHIST}) or die;
	my $said = do { local $/; <$out> };
	close($out);
	return ($said, $? == 0);
}

chdir $top or die;
my ($said, $good) = checked();
ok($good, 'README.md says what is printed') or diag($said);

chdir $dir or die;
mkdir 'base';
open(my $header, '>', 'base/err.h') or die;
print $header "int f(void);\n";
close($header);
open(my $readme, '>', 'README.md') or die;
print $readme "    \$ codehist parse base/err.h --format symbols\n",
	"    base/err.h:1-1 function f int f(...\n",
	"    base/err.h:2-2 function g int g(void)\n";
close($readme);
($said, $good) = checked();
ok(!$good, 'a line that is not printed is noticed');
like($said, qr/not there: base\/err\.h:2-2/, 'and named');
unlike($said, qr/not there: base\/err\.h:1-1/, 'one that goes on is not');
done_testing();
