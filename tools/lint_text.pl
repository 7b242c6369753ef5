#!/usr/bin/perl
# lint_text.pl - the house rules that can be read off the text.
#
#   lint_text.pl ALLOW FILE...
#
# C files: layers, third-party headers only in their room, banned functions,
# function size, comments, columns.  Every file: no paths of one machine, no
# registry hosts.  One line a finding: FILE:LINE: RULE: what.
#
# ALLOW holds the exceptions, "RULE FILE NAME: reason", NAME being the function
# or word that is let through.  One without a reason, or that nothing needs, is
# a finding itself.
use strict;
use warnings;

# A room includes itself, base and what stands here.
my %below = (
	base => [],
	gitlayer => [],
	checkpoint => [],
	uast => [],
	analyzers => [qw(gitlayer checkpoint uast)],
	pipeline => [qw(gitlayer checkpoint uast analyzers)],
	snapshot => [qw(gitlayer checkpoint uast analyzers pipeline)],
	cmd => [qw(gitlayer checkpoint uast analyzers pipeline snapshot)],
	tests => [qw(gitlayer checkpoint uast analyzers pipeline snapshot cmd)],
);

# Third-party headers, and the only rooms that see them.
my @third_party = (
	[qr/^xxhash\.h$/, qw(base)],
	[qr/^msgpack/, qw(base)],
	[qr/^git2/, qw(gitlayer)],
	[qr/^libdeflate\.h$/, qw(gitlayer)],
	[qr/^tree_sitter\//, qw(uast)],
	[qr/^(lz4|lz4frame|lz4hc|zstd)\.h$/, qw(checkpoint)],
	[qr/^pcre2\.h$/, qw(snapshot gitlayer)],
	[qr/^cmocka\.h$/, qw(tests)],
	[qr/^linguist_tables\.h$/, qw(gitlayer)],
	[qr/^grammar_versions\.h$/, qw(uast)],
);
my $system = qr/^(assert|ctype|errno|fcntl|float|inttypes|limits|locale|math|
	poll|pthread|pwd|sched|setjmp|signal|stdalign|stdarg|stdatomic|stdbool|
	stddef|stdint|stdio|stdlib|stdnoreturn|string|strings|termios|time|
	unistd|dirent|dlfcn|endian|langinfo|wchar|wctype|malloc|
	emmintrin|iconv|sys\/[a-z]+|linux\/[a-z]+|
	sanitizer\/[a-z_]+)\.h$/x;

# Word => [what to use instead, rooms and files where it is right]; tests may
# use anything.
my %banned = (
	(map { $_ => ['a ch_buf or memcpy with a checked length'] }
		qw(strcpy strcat strncpy strncat stpcpy sprintf vsprintf gets)),
	(map { $_ => ['a parser that checks its range'] }
		qw(atoi atol atoll atof scanf sscanf fscanf)),
	(map { $_ => ['a loop over a ch_str'] } qw(strtok strtok_r strsep)),
	(map { $_ => ['dates of our own: no zone, no statics'] }
		qw(gmtime localtime ctime asctime mktime strftime
		localtime_r)),
	(map { $_ => ['nothing: the product starts no process'] }
		qw(system popen fork vfork execl execlp execle execv execve
		execvp execvpe posix_spawn posix_spawnp)),
	(map { $_ => ['mkstemp'] } qw(tmpnam tempnam mktemp tmpfile)),
	(map { $_ => ['an array or an arena'] } qw(alloca)),
	(map { $_ => ['nothing: output never depends on chance'] }
		qw(rand srand random srandom drand48)),
	(map { $_ => ['an error code'] } qw(setjmp longjmp)),
	(map { $_ => ['a ch_ allocator', 'base/mem.c'] }
		qw(malloc calloc realloc strdup strndup reallocarray)),
	(map { $_ => ['a writer: only cmd/ prints', 'cmd'] }
		qw(printf puts putchar perror vprintf)),
	(map { $_ => ['an error code: only cmd/ ends the run', 'cmd',
		'base/mem.c'] } qw(exit _exit _Exit quick_exit abort)),
	(map { $_ => ['sigaction'] } qw(signal)),
	(map { $_ => ['the options of cmd/', 'cmd'] }
		qw(getenv secure_getenv setenv putenv)),
	(map { $_ => ['a parameter: the clock is for progress and run',
		'pipeline', 'cmd'] }
		qw(time gettimeofday clock)),
	(map { $_ => ['a queue or a condition variable'] }
		qw(sleep usleep nanosleep)),
);
my $max_function = 70;
my $max_columns = 80;

my (%allowed, %used, $findings);

sub finding {
	my ($file, $line, $rule, $name, $what) = @_;
	my $key = "$rule $file $name";
	if (exists $allowed{$key}) {
		$used{$key} = 1;
		return;
	}
	print "$file:$line: $rule: $what\n";
	$findings++;
}

sub read_allowed {
	my ($path) = @_;
	open(my $in, '<', $path) or return;
	while (my $line = <$in>) {
		next if $line =~ /^\s*(#|$)/;
		if ($line =~ /^(\S+ \S+ [^\s:]+): (\S.{9,})$/) {
			$allowed{$1} = $.;
		} else {
			print "$path:$.: allow: not 'RULE FILE NAME: reason'\n";
			$findings++;
		}
	}
}

# The text with comments and literals blanked, lines kept; // is reported.
sub code_of {
	my ($file, $text) = @_;
	my $code = '';
	while ($text =~ m{\G(?:
		(?<comment>/\*.*?(?:\*/|\z)) |
		(?<line>//[^\n]*) |
		(?<literal>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*') |
		(?<rest>[^/"']+|.))}gsx) {
		if (defined $+{rest}) {
			$code .= $+{rest};
			next;
		}
		if (defined $+{line}) {
			finding($file, 1 + ($code =~ tr/\n//), 'comment', '//',
				'a // comment');
		}
		my $literal = $+{literal};
		my $blank = $&;
		$blank =~ tr/\n/ /c;
		# The name of an include stays: the layers are read off it.
		my $before = substr($code, rindex($code, "\n") + 1);
		$blank = $literal if defined $literal
			&& $before =~ /^\s*#\s*include\s*\z/;
		$code .= $blank;
	}
	return $code;
}

sub check_includes {
	my ($file, $room, $lines) = @_;
	my %may = map { $_ => 1 } $room, 'base', @{ $below{$room} };

	for my $i (0 .. $#$lines) {
		if ($lines->[$i] =~ /^\s*#\s*include\s*"([^"]+)"/) {
			my $header = $1;
			my ($other) = $header =~ m{^([a-z]+)/};
			next if defined $other && $may{$other};
			if ($header =~ /^(linguist_tables|grammar_versions)\.h$/) {
				check_system_header($file, $i + 1, $room,
					$header);
				next;
			}
			finding($file, $i + 1, 'layer', $header,
				"$room/ may not include \"$header\"");
		} elsif ($lines->[$i] =~ /^\s*#\s*include\s*<([^>]+)>/) {
			check_system_header($file, $i + 1, $room, $1);
		}
	}
}

sub check_system_header {
	my ($file, $line, $room, $header) = @_;
	for my $entry (@third_party) {
		my ($pattern, @rooms) = @$entry;
		next unless $header =~ $pattern;
		return if $room eq 'tests' || grep { $_ eq $room } @rooms;
		finding($file, $line, 'layer', $header,
			"<$header> belongs to " . join(', ', @rooms));
		return;
	}
	return if $header =~ $system;
	finding($file, $line, 'layer', $header, "<$header> is not known here");
}

sub check_banned {
	my ($file, $room, $lines) = @_;
	for my $i (0 .. $#$lines) {
		while ($lines->[$i] =~ /(?<![\w.>])([a-z_]\w*)\s*\(/gi) {
			my $word = $1;
			my $entry = $banned{$word} or next;
			my ($instead, @where) = @$entry;
			next if grep { $_ eq $room || $_ eq $file } @where;
			finding($file, $i + 1, 'banned', $word,
				"$word(): use $instead");
		}
	}
}

sub check_functions {
	my ($file, $lines) = @_;
	my ($start, $name);

	for my $i (0 .. $#$lines) {
		if ($lines->[$i] =~ /^\w.*?(\w+)\(/ && !defined $start) {
			$name = $1;
		} elsif ($lines->[$i] =~ /^\{/) {
			$start = $i;
		} elsif ($lines->[$i] =~ /^\}/ && defined $start) {
			my $size = $i - $start - 1;
			finding($file, $start + 1, 'size', $name // '?',
				"$name() has $size lines, at most $max_function")
				if defined $name && $size > $max_function;
			undef $start;
			undef $name;
		}
	}
}

sub columns {
	my ($line) = @_;
	1 while $line =~ s/^([^\t]*)(\t+)/$1 . ' ' x
		(8 * length($2) - length($1) % 8)/e;
	utf8::decode($line);
	return length $line;
}

sub check_lines {
	my ($file, $lines) = @_;
	for my $i (0 .. $#$lines) {
		my $width = columns($lines->[$i]);
		finding($file, $i + 1, 'columns', $i + 1, "$width columns")
			if $width > $max_columns;
		finding($file, $i + 1, 'words', $1, "$1 in the code")
			if $lines->[$i] =~ /\b(TODO|FIXME|XXX)\b/;
	}
}

sub check_c_file {
	my ($file, $text) = @_;
	my ($room) = $file =~ m{^([a-z]+)/};
	my $code = code_of($file, $text);
	my @lines = split /\n/, $code, -1;

	check_lines($file, [split /\n/, $text]);
	if (!defined $room || !$below{$room}) {
		finding($file, 1, 'layer', 'room', 'not in a room');
		return;
	}
	check_includes($file, $room, \@lines);
	check_banned($file, $room, \@lines) unless $room eq 'tests';
	check_functions($file, \@lines);
}

# Text of any kind.  The patterns are written so that they miss themselves.
sub check_any_file {
	my ($file, $text) = @_;
	my @lines = split /\n/, $text, -1;
	for my $i (0 .. $#lines) {
		finding($file, $i + 1, 'place', $2, "a path of one machine: $2")
			if $lines[$i] =~
			m{(^|[\s"'=(:])(/(?:work|root|home/\w+|Users/\w+)/\w)};
		finding($file, $i + 1, 'place', $1, "a registry's host: $1")
			if $lines[$i] =~ m{https?://([\w.-]*\bregistry[\w.-]*)};
		finding($file, $i + 1, 'space', $i + 1, 'space at the end')
			if $lines[$i] =~ /[ \t]$/ && $file !~ m{^tests/cli/};
	}
	finding($file, scalar @lines, 'space', 'end', 'no newline at the end')
		if $text ne '' && $text !~ /\n\z/ && $file !~ m{^tests/};
}

my ($allow, @files) = @ARGV;
$findings = 0;
read_allowed($allow);
for my $file (@files) {
	open(my $in, '<:raw', $file) or die "$file: $!\n";
	my $text = do { local $/; <$in> } // '';
	next if $text =~ /\0/;
	check_any_file($file, $text) if $file ne 'tools/npm/package-lock.json';
	check_c_file($file, $text) if $file =~ /\.[ch]$/;
}
for my $key (sort keys %allowed) {
	next if $used{$key};
	print "$allow:$allowed{$key}: allow: nothing needs '$key'\n";
	$findings++;
}
exit($findings ? 1 : 0);
