#!/usr/bin/perl
# imports.pl CODEHIST Python|Go REPO... [--show N] - by hand: the imports codehist
# finds in the files at HEAD (or of plain directories) against those that the language's own parser sees:
# Python's ast module, Go's go/parser.  A name and its line make an import.
use strict;
use warnings;
use File::Find;
use File::Spec;
use File::Temp 'tempdir';
use JSON::PP;

my $show = 20;
if (@ARGV > 2 && $ARGV[-2] eq '--show') {
	$show = pop @ARGV;
	pop @ARGV;
}
my ($codehist, $language, @repos) = @ARGV;
my %end = (Python => 'py', Go => 'go');
die "usage: imports.pl CODEHIST Python|Go REPO... [--show N]\n"
	unless @repos && $end{$language};
$codehist = File::Spec->rel2abs($codehist);
my $dir = tempdir(CLEANUP => 1);
my $n = 0;
for my $repo (@repos) {
	my $into = "$dir/" . ++$n;
	mkdir $into;
	my $from = -e "$repo/HEAD" || -e "$repo/.git"
		? "git -C '$repo' archive HEAD -- '*.$end{$language}'"
		: "tar c -C '$repo' .";
	system("$from | tar x -C $into") == 0 or die;
}

my $python = <<'P';
import ast, sys, warnings
warnings.simplefilter("ignore")
for path in sys.stdin.read().splitlines():
    try:
        tree = ast.parse(open(path, "rb").read())
    except (SyntaxError, ValueError, OSError):
        print(path, 0, "?", sep="\t")
        continue
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for a in node.names:
                print(path, node.lineno, a.name, sep="\t")
        elif isinstance(node, ast.ImportFrom):
            name = "." * node.level + (node.module or "")
            print(path, node.lineno, name, sep="\t")
P
my $go = <<'G';
package main

import (
	"bufio"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"strconv"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, in.Text(), nil, parser.ImportsOnly)
		if err != nil {
			fmt.Printf("%s\t0\t?\n", in.Text())
			continue
		}
		for _, i := range f.Imports {
			name, _ := strconv.Unquote(i.Path.Value)
			fmt.Printf("%s\t%d\t%s\n", in.Text(),
				set.Position(i.Path.Pos()).Line, name)
		}
	}
}
G

my @files;
find({ no_chdir => 1, wanted => sub {
	push @files, $_ if -f && !-l && /\.$end{$language}$/;
} }, $dir);
@files = sort @files;
open(my $list, '>', "$dir/.list") or die;
print $list map { "$_\n" } @files;
close $list;
my $judge = $language eq 'Go' ? "$dir/judge.go" : "$dir/judge.py";
open(my $program, '>', $judge) or die;
print $program $language eq 'Go' ? $go : $python;
close $program;
my $run = $language eq 'Go' ? 'go run' : 'python3';

my (%want, %bad, %got);
open(my $out, '-|', "$run $judge <$dir/.list") or die;
while (<$out>) {
	chomp;
	my ($path, $line, $name) = split /\t/;
	$name eq '?' ? $bad{$path}++ : $want{$path}{"$line $name"}++;
}
close $out or die "$run: failed\n";
my ($both, $theirs, $ours, $equal) = (0) x 4;
my @rows;
for my $path (grep { !$bad{$_} } @files) {
	open(my $parsed, '-|', $codehist, 'parse', $path, '--format', 'json')
		or die;
	my $doc = decode_json(do { local $/; <$parsed> });
	my %seen;
	$seen{"$_->{line} $_->{name}"}++ for @{ $doc->{imports} };
	my $w = $want{$path} // {};
	my @lost = grep { !$seen{$_} } sort keys %$w;
	my @more = grep { !$w->{$_} } sort keys %seen;
	(my $short = $path) =~ s{^\Q$dir\E/}{};
	push @rows, (map { "- $short:$_" } @lost), (map { "+ $short:$_" } @more);
	$theirs += keys %$w;
	$ours += keys %seen;
	$both += keys(%$w) - @lost;
	$equal += !@lost && !@more;
}
printf "%s: %d files (%d more are not valid), %d equal; %d imports there, " .
	"%d here, %d in both\n", $language, @files - keys %bad,
	scalar keys %bad, $equal, $theirs, $ours, $both;
print "$_\n" for @rows[0 .. ($show < @rows ? $show : @rows) - 1];
