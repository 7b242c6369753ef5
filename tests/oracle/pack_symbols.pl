#!/usr/bin/perl
# pack_symbols.pl CODEHIST REPO A B [--show] [PATHSPEC...] - by hand: the
# symbols that a pack of A..B calls added, removed, moved or renamed against
# what universal-ctags finds at A and at B.
#
#   pack_symbols.pl build/release/codehist REPO v1.0 v2.0 --show
#
# One line: recall/precision in percent of what came and of what went, and
# how many names ctags and the pack have.  --show lists every difference:
#
#   came pack  PATH FAMILY NAME    the pack says so and ctags does not
#   went ctags PATH FAMILY NAME    ctags says so and the pack does not
#
# A name is (path, family, qualified name).  Families are callables (functions
# and methods), types (aliases too) and macros.  What makes the two comparable:
#
# - files: source files that changed, of a language both know; tests, vendored
#   and generated files are left out (the pack's files[] says which are).
# - names: nameless scopes, Go's package, template arguments and the name of
#   JavaScript's exports are dropped.  A specialization, and a C++ overload
#   that moved, count where the name itself came or went.
# - ctags: a Python "member" is a method; a JavaScript or TypeScript constant
#   that is an arrow is a function, a "class" without that word an object, an
#   "alias" of an import none.  A prototype is folded into its definition as
#   the pack does, and is none without a type or when it is in capitals (a
#   macro's call).  Rust items inside a macro call, which ctags does not see,
#   are laid open for it, and what it trips over is smoothed: Rust's where
#   clauses, TypeScript's comparisons and abstract methods.
# - the pack: what moved or got another name has gone and has come.  What
#   stands inside a type or function that got another name or scope went
#   along with it, on both sides, and is not counted, nor are aliases inside
#   a type that moved, which the pack does not list.  A function is where it
#   is defined or where it is declared, as ctags has it.
# - what stands inside a C or C++ function is left out.
#
# At least 95 % both ways is the bar.
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use IPC::Open2;
use JSON::PP;

my ($codehist, $repo, $a, $b, @paths) = @ARGV;
die "usage: pack_symbols.pl CODEHIST REPO A B [--show] [PATHSPEC...]\n"
	unless defined $b;
my $show = @paths && $paths[0] eq '--show' && shift @paths;
$codehist = "./$codehist" unless $codehist =~ m{/};

my %language = (
	c => 'C', h => 'C', cc => 'C', cpp => 'C', cxx => 'C', hpp => 'C',
	hh => 'C', hxx => 'C', inl => 'C', py => 'Python', pyi => 'Python',
	go => 'Go', rs => 'Rust', java => 'Java', js => 'JavaScript',
	mjs => 'JavaScript', cjs => 'JavaScript', jsx => 'JavaScript',
	ts => 'TypeScript', mts => 'TypeScript', cts => 'TypeScript');
my %family = (
	(map { $_ => 'callable' } qw(function func method methodSpec prototype
		generator getter setter)),
	(map { $_ => 'type' } qw(class struct union enum interface trait type
		typedef talias alias)),
	macro => 'macro');
my %alias; # keys of aliases
my $test = qr{(?i)(?:^|/)(?:tests?|testing|testdata|spec|fuzz(?:ers|ing)?|
	benches|benchmarks?|examples?|docs?|contrib|3rdparty|deps|vendor|
	third_party)(?:/|$)|_test\.|\.test\.|(?:^|/)test_}x;

sub language {
	my ($path) = @_;
	return $path =~ /\.(\w+)$/ ? $language{$1} : undef;
}

# One way of writing a name and the scopes around it.
sub plain {
	my ($path, $name) = @_;
	my $operator = $name =~ s/(?:^|(?<=::))(operator\b.*)$// ? $1 : '';
	1 while $name =~ s/<[^<>]*>//;
	$name =~ s/::/./g;
	$name =~ s/(?<=\.)__anon\w+\.//g;
	$name =~ s/^__anon\w+\.//;
	$name =~ s/^(?:module\.)?exports\.//
		if (language($path) // '') eq 'JavaScript';
	$name =~ s/[&\[\]]//g;
	$operator =~ s/^operator\s+(?=\W)/operator/;
	$operator =~ s/\s+//g unless $operator =~ /^operator \w/;
	return $name . $operator;
}

sub key {
	my ($path, $family, $name) = @_;
	return "$path $family " . plain($path, $name);
}

sub lines_of {
	open(my $in, '-|', @_) or die "$_[0]: $!\n";
	chomp(my @lines = <$in>);
	return @lines;
}

# Write the files of one revision below a directory; returns those it has.
sub check_out {
	my ($rev, $top, @files) = @_;
	my $git = open2(my $out, my $in, 'git', '-C', $repo, 'cat-file',
		'--batch');
	my @there;
	for my $path (@files) {
		print $in "$rev:$path\n";
		my $head = <$out>;
		next unless $head =~ /^\w+ blob (\d+)$/;
		read($out, my $text, $1 + 1) == $1 + 1 or die "$path: short\n";
		chop $text;
		$text = lay_open($text) if $path =~ /\.rs$/;
		$text = smooth($text) if language($path) eq 'TypeScript';
		make_path(dirname("$top/$path"));
		open(my $file, '>:raw', "$top/$path") or die "$path: $!\n";
		print $file $text;
		push @there, $path;
	}
	close $in;
	waitpid $git, 0;
	return @there;
}

my $noise = qr{//[^\n]*|/\*.*?\*/|"(?:[^"\\]|\\.)*"|\br(\#*)".*?"\g{-1}
	|'(?:[^'\\]|\\[^u]|\\u\{\w+\})'}sx;

sub spaces {
	my ($text) = @_;
	return $text =~ tr/\n/ /cr;
}

# "cfg_rt! { pub fn spawn() {} }" without the call and its two braces, and
# "impl<T> Tree<T> where T: Ord {" without the clause.
sub lay_open {
	my ($text) = @_;
	my @open;
	my $item = qr/(?:\s|\/\/[^\n]*\n|\#!?\[[^\]]*\])*
		(?:pub|fn|async|unsafe|impl|struct|enum|trait|mod|use|type
		|const|static|extern|\w+!\s*\w*\s*\{)/x;
	$text =~ s{($noise)|^([ ]*(?:pub\s+)?(?:unsafe\s+)?(?:impl|trait)\b
		(?:(?!\bwhere\b)[^;{}])*)(\bwhere\b[^;{}]*)(?=\{)}
		{$1 // $3 . spaces($4)}gemx;
	pos($text) = 0;
	while (pos($text) < length $text) {
		next if $text =~ m{\G(?:$noise|[^\w{}/"'\#]+
			|macro_rules!\s*\w+|\#)}gcsx;
		if ($text =~ m{\G(\w+!\s*)\{(?=$item)}gc) {
			my ($from, $to) = ($-[1], pos($text));
			substr($text, $from, $to - $from,
				spaces(substr($text, $from, $to - $from)));
			pos($text) = $to;
			push @open, 1;
		} elsif ($text =~ /\G\{/gc) {
			push @open, 0;
		} elsif ($text =~ /\G\}/gc) {
			my $at = pos($text);
			if (pop @open) {
				substr($text, $at - 1, 1, ' ');
				pos($text) = $at;
			}
		} else {
			$text =~ /\G(?:\w+|.)/gcs;
		}
	}
	return $text;
}

# TypeScript without signs that ctags takes for brackets of types, and with a
# body for abstract methods: it takes that of the next class.
sub smooth {
	my ($text) = @_;
	$text =~ s/(?<= )[<>](?=[ =])/,/g;
	$text =~ s/^(\s*(?:\w+[ ])*abstract\s+\w+(?:<[^<>]*>)?
		\((?:[^()]|\([^()]*\))*\)[^;{}]*);/$1 {}/mgx;
	return $text;
}

# The family of a tag; undef for what does not count.
sub family_of_tag {
	my ($t) = @_;
	my $language = language($t->{path});
	my $kind = $t->{kind} // return undef;
	my $line = $t->{pattern} // '';
	return undef if $t->{name} =~ /^(?:__anon|AnonymousFunction)/;
	return 'callable' if $kind eq 'member' && $language eq 'Python';
	if ($language =~ /Script/) {
		return 'callable' if $kind =~ /^(?:constant|variable)$/ &&
			$line =~ /=\s*(?:async\s*)?(?:\([^()]*\)|\w+)\s*
			(?::[^=]*)?=>|=\s*(?:async\s+)?function\b/x;
		return undef if $kind eq 'alias' && $line =~ /\bimport\b/;
		return $line =~ /\bclass\b/ ? 'type' :
			$line =~ /\bfunction\b/ ? 'callable' : undef
			if $kind eq 'class';
	}
	return undef if $kind eq 'prototype' && ($t->{name} =~ /^[A-Z_0-9]+$/
		|| (!$t->{typeref} && !$t->{scope}));
	return $family{$kind};
}

# {key} of what ctags finds at a revision, and {path and name} of callables.
sub tags {
	my ($rev, @files) = @_;
	my $top = tempdir(CLEANUP => 1);
	my @there = check_out($rev, $top, @files);
	my (%found, %prototype, %defined, %callable);
	open(my $list, '>', "$top/.list") or die;
	print $list "$_\n" for @there;
	close $list;
	open(my $tags, '-|', 'sh', '-c', 'cd "$0" && exec ctags --quiet ' .
		'--output-format=json --fields=+nKZet --kinds-C=+p ' .
		'--kinds-C++=+p --map-Python=+.pyi --map-JavaScript=+.cjs ' .
		'--map-TypeScript=+.mts --map-TypeScript=+.cts -L .list -f -',
		$top) or die "ctags: $!\n";
	while (<$tags>) {
		my $t = decode_json($_);
		my $path = $t->{path};
		my $family = family_of_tag($t) // next;
		my $scope = $t->{scope} // '';
		$scope =~ s/^\w+(?:\.|$)// if language($path) eq 'Go';
		my $name = plain($path, $scope eq '' ? $t->{name} :
			"${scope}::$t->{name}");
		$alias{"$path $family $name"} = 1
			if $t->{kind} =~ /^(?:typedef|t?alias)$/;
		$callable{"$path $name"} = 1 if $family eq 'callable';
		$t->{kind} eq 'prototype'
			? $prototype{"$path $family $name"} = "$family $name"
			: ($found{"$path $family $name"} =
			$defined{"$family $name"} = 1);
	}
	for (keys %prototype) {
		$found{$_} = 1 unless $defined{$prototype{$_}};
	}
	return (\%found, \%callable);
}

# The pack's keys: {where a symbol is} => where else it may be found, and the
# scopes that got another name, or another place: old one => new one.
sub packed {
	my ($pack) = @_;
	my (%came, %went, %renamed, %moved);
	for my $s (@{ $pack->{symbols} }) {
		my $family = $family{$s->{kind}} // next;
		my $change = $s->{change};
		my $name = $s->{qualified};
		my $old = $s->{old_qualified} // $name;
		my $path = $s->{path};
		my $old_path = $s->{old_path} // $path;
		my $both = $path ne $old_path ||
			$change eq 'moved' || $change eq 'renamed';
		$alias{key($old_path, $family, $old)} = 1
			if $s->{kind} eq 'type';
		my %entry = (declared => key($s->{declared_in} // $path,
			$family, $name),
			another => $name =~ /(?<!operator)</ ||
			($both && (language($path) // '') eq 'C'));
		$came{key($path, $family, $name)} = \%entry
			if $both || $change eq 'added';
		$went{key($old_path, $family, $old)} = \%entry
			if $both || $change eq 'removed';
		next unless $both;
		my ($from, $to) = ("$old_path " . plain($old_path, $old),
			"$path " . plain($path, $name));
		$moved{$from} = $to;
		$renamed{$from} = $to
			if $change eq 'renamed' || $path eq $old_path;
	}
	return (\%came, \%went, \%renamed, \%moved);
}

# Those of the pack that ctags can judge, called what ctags calls them.
sub judged {
	my ($set, $other, $tags, $file) = @_;
	my %kept;
	for my $key (keys %$set) {
		next unless $file->{(split / /, $key)[0]};
		next if $set->{$key}{another} && $tags->{$key};
		my $declared = $set->{$key}{declared};
		$kept{!$other->{$key} && $other->{$declared} ? $declared : $key}
			= 1;
	}
	return \%kept;
}

# Inside a function, which in C and C++ is nobody's business.
sub is_local {
	my ($key, $callable) = @_;
	my ($path, $family, $name) = split / /, $key, 3;
	return 0 if language($path) ne 'C';
	while ($name =~ s/\.[^.]*$//) {
		return 1 if $callable->{"$path $name"};
	}
	return 0;
}

# What went in a scope that got another name and came in that one.
sub leave_out_followers {
	my ($came, $went, $renamed, $moved) = @_;
	for my $key (keys %$went) {
		my ($path, $family, $name) = split / /, $key, 3;
		for (my $scope = $name; $scope =~ s/\.[^.]*$//;) {
			my $to = $renamed->{"$path $scope"} //
				($alias{$key} && $moved->{"$path $scope"}) //
				next;
			my ($new_path, $new_scope) = split / /, $to, 2;
			my $new = "$new_path $family $new_scope" .
				substr($name, length $scope);
			delete $went->{$key} if delete $came->{$new};
			last;
		}
	}
}

sub compare {
	my ($label, $want, $got) = @_;
	my $hit = grep { $want->{$_} } keys %$got;
	my @lines = map { "$label ctags $_" }
		grep { !$got->{$_} } sort keys %$want;
	push @lines, map { "$label pack  $_" }
		grep { !$want->{$_} } sort keys %$got;
	my ($w, $g) = (scalar keys %$want, scalar keys %$got);
	return (sprintf('%s %5.1f/%5.1f of %5d/%5d', $label,
		$w ? 100 * $hit / $w : 100, $g ? 100 * $hit / $g : 100, $w, $g),
		@lines);
}

open(my $in, '-|', $codehist, '-q', '-C', $repo, 'pack', "$a..$b", '--budget',
	'0', '--format', 'json', '--', @paths ? @paths : '.')
	or die "$codehist: $!\n";
my $pack = do { local $/; decode_json(<$in>) };
my %class = map { ($_->{path} => $_->{class},
	$_->{old_path} ? ($_->{old_path} => $_->{class}) : ()) }
	@{ $pack->{files} };
my @files = grep { language($_) && !/$test/ &&
	($class{$_} // 'source') eq 'source' }
	lines_of('git', '-C', $repo, 'diff', '--no-renames', '--name-only',
	$a, $b, '--', @paths);
my %file = map { $_ => 1 } @files;
my ($at_a, $callable_a) = tags($a, @files);
my ($at_b, $callable_b) = tags($b, @files);
my %came_tags = map { $_ => 1 } grep { !$at_a->{$_} } keys %$at_b;
my %went_tags = map { $_ => 1 } grep { !$at_b->{$_} } keys %$at_a;
my ($came, $went, $renamed, $moved) = packed($pack);
my %stays = map { $_ => 1 } grep { $at_b->{$_} } keys %$at_a;
$came = judged($came, \%came_tags, \%stays, \%file);
$went = judged($went, \%went_tags, \%stays, \%file);
for ([$came, $callable_b], [\%came_tags, $callable_b], [$went, $callable_a],
	[\%went_tags, $callable_a]) {
	my ($set, $callable) = @$_;
	delete @$set{grep { is_local($_, $callable) } keys %$set};
}
leave_out_followers($came, $went, $renamed, $moved);
leave_out_followers(\%came_tags, \%went_tags, $renamed, $moved);
my ($first, @came) = compare('came', \%came_tags, $came);
my ($second, @went) = compare('went', \%went_tags, $went);
print "$first; $second; ", scalar @files, " files\n";
print "$_\n" for $show ? (@came, @went) : ();
