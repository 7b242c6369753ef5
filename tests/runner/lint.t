#!/usr/bin/perl
# Every rule of tools/lint_text.pl is broken once and must be reported.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use Test::More;

my $top = dirname(dirname(dirname(abs_path($0))));
my $dir = tempdir(CLEANUP => 1);
chdir $dir or die;

sub write_file {
	my ($path, $text) = @_;
	make_path(dirname($path));
	open(my $out, '>', $path) or die "$path: $!";
	print $out $text;
	close($out);
}

# What the linter says of one file.
sub said {
	my ($path, $text, $allow) = @_;
	write_file('allow', $allow // '');
	write_file($path, $text);
	open(my $out, '-|', $^X, "$top/tools/lint_text.pl", 'allow', $path)
		or die;
	my @lines = <$out>;
	close($out);
	push @lines, $? ? 'bad' : 'good';
	return join('', @lines);
}

sub finds {
	my ($sentence, $path, $text, $want) = @_;
	my $got = said($path, $text);
	is($got, "$path:${want}\nbad", $sentence);
}

my $long = "int f(void)\n{\n" . "\tg();\n" x 71 . "}\n";
is(said('base/a.c', "/* strcpy( // */\nint f(void)\n{\n\tg(\"//\");\n}\n"),
	'good', 'comments and strings are not code');
finds('a layer is looked through', 'uast/a.c',
	"#include \"gitlayer/odb.h\"\n",
	'1: layer: uast/ may not include "gitlayer/odb.h"');
finds('a library is used outside its room', 'snapshot/a.c',
	"\n#include <git2.h>\n", '2: layer: <git2.h> belongs to gitlayer');
finds('an unknown system header', 'base/a.c', "#include <gtk.h>\n",
	'1: layer: <gtk.h> is not known here');
finds('a banned function', 'base/a.c', "void f(void)\n{\n\tstrcpy(a, b);\n}\n",
	'3: banned: strcpy(): use a ch_buf or memcpy with a checked length');
finds('a process', 'cmd/a.c', "void f(void)\n{\n\tfork();\n}\n",
	'3: banned: fork(): use nothing: the product starts no process');
finds('a print outside cmd', 'pipeline/a.c',
	"void f(void)\n{\n\tprintf(\"x\");\n}\n",
	'3: banned: printf(): use a writer: only cmd/ prints');
is(said('cmd/a.c', "void f(void)\n{\n\tprintf(\"x\");\n}\n"), 'good',
	'cmd/ may print');
finds('a function too long', 'base/a.c', $long,
	'2: size: f() has 71 lines, at most 70');
is(said('base/a.c', $long, "size base/a.c f: one row a state, read downwards\n"),
	'good', 'an exception with a reason counts');
like(said('base/a.c', $long, "size base/a.c f:\n"), qr/allow: not .*size: f/s,
	'an exception without a reason does not');
like(said('base/a.c', "int a;\n", "size base/a.c f: was long once\n"),
	qr/allow: nothing needs 'size base\/a.c f'/,
	'an exception that nothing needs is a finding');
finds('a C++ comment', 'base/a.c', "int a; // b\n", '1: comment: a // comment');
finds('a long line', 'base/a.c', "\t" . 'a' x 73 . ";\n",
	'1: columns: 82 columns');
finds('a note to oneself', 'base/a.c', '/* TO' . "DO: all */\n",
	'1: words: TO' . 'DO in the code');
finds('space at the end of a line', 'a.md', "a \n",
	'1: space: space at the end');
finds('a path of one machine', 'a.md', "see /ho" . "me/ada/x\n",
	'1: place: a path of one machine: /ho' . 'me/ada/x');
finds('a registry', 'a.sh', "curl https://regis" . "try.example.org/\n",
	'1: place: a registry\'s host: regis' . 'try.example.org');
done_testing();
