#!/usr/bin/perl
# Each sample of quality says what complexity, halstead, comments and cohesion
# say of its commit, which is made from nothing there.
use strict;
use warnings;
use Test::More;
use Oracle;

# ---- A history whose types are spread over files --------------------------
# Whether there are more .c or more .cc turns every few days, and with it what
# a .h is.

# One method of T: it uses a field or calls another one.
my %method = (
	'go' => sub { "func (t *$_[0]) $_[1]() int { return t.$_[2] }\n" },
	'cc' => sub { "int $_[0]::$_[1]() { return $_[2] ? 1 : 2; }\n" },
	'cs' => sub { "partial class $_[0] { int $_[1]() { return $_[2]; } }\n" },
	'py' => sub { "class $_[0]:\n    def $_[1](self):\n" .
		"        return self.$_[2]\n" },
	'swift' => sub { "extension $_[0] { func $_[1]() { $_[2]() } }\n" },
	'c' => sub { "int $_[1](int $_[2]) { return $_[2]; }\n" },
	'h' => sub { "struct $_[0] {\n\tint a, b, c;\n" .
		"\tint $_[1]() { return $_[2] ? 1 : 2; }\n};\n" },
);
my %type = (
	'go' => sub { "type $_[0] struct {\n\ta, b, c int\n}\n" },
	'cc' => sub { "class $_[0] {\n\tint a, b, c;\n};\n" },
	'cs' => sub { "partial class $_[0] { int a, b, c; }\n" },
	'py' => sub { "class $_[0]:\n    a = b = c = 0\n" },
	'swift' => sub { "class $_[0] { var a = 0, b = 0, c = 0 }\n" },
	'c' => sub { "struct $_[0] { int a; };\n" },
	'h' => sub { "struct $_[0] { int a; };\n" },
);

sub one_of {
	return $_[int(rand(@_))];
}

sub text_of {
	my ($ext) = @_;
	my $text = $ext eq 'go' ? "package p\n" : '';
	my $name = sub { one_of('S', 'T', 'U', 'V') };

	$text .= $type{$ext}->($name->()) if rand() < 0.5;
	for (1 .. rand(4)) {
		$text .= $method{$ext}->($name->(), one_of('f' .. 'k'),
			one_of('a' .. 'c', 'f' .. 'k'));
	}
	return $text;
}

# A day's commit of fast-import's stream: files come, change, move and go.
sub day {
	my ($day, $there) = @_;
	my $when = 1500000000 + 86400 * $day;
	my $out = "commit refs/heads/main\ncommitter A <a> $when +0000\n" .
		"data 0\n";

	for (1 .. 2 + rand(3)) {
		my $name = join('/', one_of('x', 'x/y', 'z'), one_of('k', 'l',
			'm')) . '.' . one_of(sort keys %type);
		my $to = $name =~ s{^.*/}{'w/' . one_of('', 'v/')}er;
		my $what = rand();

		if ($there->{$name} && $what < 0.2) {
			$out .= "D $name\n";
			delete $there->{$name};
		} elsif ($there->{$name} && $what < 0.4) {
			$out .= "R $name $to\n";
			$there->{$to} = delete $there->{$name};
		} else {
			my $text = text_of($name =~ s/.*\.//r);
			$out .= "M 100644 inline $name\ndata " .
				length($text) . "\n$text\n";
			$there->{$name} = 1;
		}
	}
	return $out;
}

sub make_history {
	my ($dir, $days) = @_;
	my %there;

	srand(7);
	all_output('git', 'init', '-q', '--bare', '-b', 'main', $dir);
	open(my $git, '|-', 'git', '-C', $dir, 'fast-import', '--quiet')
		or die;
	print $git day($_, \%there) for 1 .. $days;
	close($git) or die 'git fast-import failed';
	return $dir;
}

# ---- What reports say -----------------------------------------------------

sub reports {
	my ($repo, $names, @options) = @_;
	my ($text, $errors, $status) = codehist($repo, 'report', $names,
		'--format=json', '--attributes=none', @options);

	is($status, 0, "$names in " . short($repo)) or diag($errors);
	return $status ? {} : json_of($text)->{reports};
}

sub numbers {
	my ($of, @names) = @_;
	return map { $_ . '=' . ($of->{$_} // 'null') } @names;
}

my @summary = qw(mean p50 p95 max);

sub of_sample {
	my ($s) = @_;
	return join(' ', numbers($s, qw(files lines comment_lines documented
		over functions)), map {
			my $n = $_;
			numbers({ map { $_ => $s->{"${n}_$_"} } @summary },
				@summary)
		} qw(cyclomatic cognitive nesting
			function_lines parameters volume difficulty effort)) . '; ' .
		join(' ', numbers({ types => $s->{types}, split => $s->{split},
			map { $_ => $s->{"lcom4_$_"} } @summary },
			'types', 'split', @summary));
}

sub of_revision {
	my ($r) = @_;
	my $cohesion = $r->{cohesion}{totals};

	return join(' ', numbers($r->{comments}{totals}, qw(files lines
		comment_lines documented)),
		numbers($r->{complexity}{totals}, qw(over functions)),
		map { numbers($_, @summary) } @{$r->{complexity}{measures}},
			@{$r->{halstead}{measures}}) . '; ' .
		join(' ', numbers($cohesion, 'types', 'split', @summary));
}

# Also by several workers, and with versions that sentiment has parsed from
# older trees.
sub check {
	my ($repo, $sampling) = @_;
	my $name = short($repo);
	my ($samples, @others) = map {
		my ($names, $jobs) = @$_;
		reports($repo, $names, $jobs, "--sampling=$sampling")->{quality}
			{samples}
	} ['quality', '-j1'], ['quality', '-j4'], ['quality,sentiment', '-j3'];
	my (%seen, @types);

	for my $other (@others) {
		is_text(join("\n", map { of_sample($_) } @$other),
			join("\n", map { of_sample($_) } @$samples),
			"quality of other runs in $name");
	}
	for my $s (@$samples) {
		next if $seen{$s->{commit}}++;
		my $r = reports($repo, 'complexity,halstead,comments,cohesion',
			"--rev=$s->{commit}");
		is_text(of_sample($s), of_revision($r),
			"$s->{date} of $name");
		push @types, $r->{cohesion}{totals}{types};
	}
	return @types;
}

my @types = check(make_history("$ENV{TMPDIR}/types.git", 90), 1);
cmp_ok(@types, '>=', 90, 'every day is a sample');
cmp_ok($types[-1], '>', 20, 'there are types');
for my $repo (repositories()) {
	next unless has_commits($repo);
	my $first = git($repo, qw(log --format=%ct --max-parents=0 HEAD));
	my $last = git($repo, qw(log --format=%ct -1 HEAD));
	my ($from) = sort { $a <=> $b } split /\n/, $first;
	my $step = int(($last - $from) / 86400 / 6);
	check($repo, $step < 1 ? 1 : $step);
}
done_testing();
