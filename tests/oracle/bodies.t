#!/usr/bin/perl
# Passing over the bodies that two versions share changes nothing of what is
# told of them: random edits of our own sources, and every repository.
use strict;
use warnings;
use Test::More;
use File::Basename;
use Oracle;

our $n = 0;

# One commit of fast-import's stream.
sub commit {
	my (%text) = @_;
	my $out = "commit refs/heads/main\ncommitter A <a> " .
		(1500000000 + $n++) . " +0000\ndata 0\n";

	$out .= "M 100644 inline $_\ndata " . length($text{$_}) .
		"\n$text{$_}\n" for sort keys %text;
	return $out;
}

# Where the functions are: [first line, lines], from the name's line on.
sub functions {
	my ($lines) = @_;
	my @found;

	for my $i (1 .. $#$lines) {
		next unless $lines->[$i] eq "{\n";
		my $from = $i;
		$from-- while $from && $lines->[$from - 1] =~ /\S/;
		my $end = $i;
		$end++ while $end < $#$lines && $lines->[$end] ne "}\n";
		push @found, [$from, $end - $from + 1];
	}
	return @found;
}

sub pick { return $_[int(rand(@_))]; }

# What a commit does to a function: most often to one of its lines.
sub edit {
	my ($lines) = @_;
	my $f = pick(functions($lines)) or return;
	my ($from, $count) = @$f;
	my ($line) = pick(grep { $lines->[$_] =~ /^\t.*;\n/ }
		$from .. $from + $count - 1) or return;
	my $what = int(rand(10));
	my @text = @$lines[$from .. $from + $count - 1];

	if ($what < 3) {
		splice(@$lines, $line, 0, "\tcall_it(x, \"} {\");\n");
	} elsif ($what < 5) {
		splice(@$lines, $line, 1);
	} elsif ($what == 5) { # it moves
		splice(@$lines, $from, $count);
		my $to = pick(functions($lines)) or return;
		splice(@$lines, $to->[0], 0, @text, "\n");
	} elsif ($what == 6) { # it is there twice
		splice(@$lines, $from, 0, "#ifdef X\n", @text, "#else\n");
		splice(@$lines, $from + 2 * $count + 2, 0, "#endif\n");
	} elsif ($what == 7) { # and again, elsewhere
		my $to = pick(functions($lines));
		splice(@$lines, $to->[0], 0, "#ifdef Y\n", @text,
			"#endif\n", "\n");
	} elsif ($what == 8) { # another name, everywhere
		my ($name) = join('', @text) =~ /(\w+)\(/ or return;
		s/\b$name\b/${name}_x/ for @$lines;
	} else { # another name, the same body
		my ($i) = grep { $lines->[$_] =~ /\w\(/ }
			$from .. $from + $count - 1;
		$lines->[$i] =~ s/(\w+)\(/${1}_y(/ if defined $i;
	}
}

sub make_history {
	my ($dir) = @_;
	my $top = dirname($0) . '/../..';
	my %source;

	for my $file (glob("$top/snapshot/*.c"), "$top/uast/blank_c.c") {
		open(my $in, '<:raw', $file) or die "$file: $!";
		$source{basename($file)} = [<$in>];
	}
	all_output('git', 'init', '-q', '--bare', '-b', 'main', $dir);
	open(my $git, '|-', 'git', '-C', $dir, 'fast-import', '--quiet')
		or die;
	srand(7);
	for my $version (1 .. 30) {
		my @changed = grep { rand() < 0.2 } sort keys %source;

		for my $file (@changed) {
			my @lines = @{$source{$file}};
			edit(\@lines) for 0 .. int(rand(3));
			# only some of it stays, or nothing would parse
			$source{$file} = \@lines if rand() < 0.5;
			$source{"$version.$file"} = \@lines;
		}
		my %text = map { $_ => join('', @{$source{$_}}) } keys %source;
		for (grep { /^\d/ } keys %source) {
			my ($plain) = /^\d+\.(.*)/;
			$text{$plain} = delete $text{$_};
			delete $source{$_};
		}
		print $git commit(%text);
	}
	close($git) or die 'git fast-import failed';
	return $dir;
}

sub judge {
	my ($repo, $step) = @_;
	my $trees = git($repo, 'log', '--first-parent', '--format=%T', 'HEAD');
	open(my $list, '>', 'trees') or die;
	print $list $trees;
	close($list);
	my ($out, $errors, $status) = all_output('bash', '-c',
		'"$0" "$1" "$2" <trees', "$ENV{HELPERS}/bodies", $repo, $step);
	is($status, 0, "steps of $step in " . short($repo))
		or diag("$out$errors");
	return $out =~ /^(\d+) changes.* (\d+) tokens of (\d+)$/m;
}

my $made = make_history("$ENV{TMPDIR}/bodies.git");
for my $step (1, 5) {
	my ($changes, $read, $all) = judge($made, $step);
	cmp_ok($changes, '>', 100, 'much changed');
	cmp_ok($read, '<', $all / 2, 'most bodies were passed over');
}
for my $repo (repositories()) {
	judge($repo, 3) if has_commits($repo);
}
done_testing();
