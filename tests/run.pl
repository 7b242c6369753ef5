#!/usr/bin/perl
# run.pl - run the tests it is given, side by side, and say how many passed.
#
#   run.pl [options] KIND:PATH...
#
# Kinds:
#   unit:PROGRAM   a cmocka program, or any that prints TAP
#   tap:SCRIPT     a bash or perl script that prints TAP (tests/oracle/*.t);
#                  its arguments are the repositories to judge
#   cli:DIR        a command-line case: DIR/cmd is run with bash in a copy of
#                  DIR; stdout, stderr and exit are what it must give (absent:
#                  nothing, nothing, 0)
#   fuzz:PROGRAM   a libFuzzer program: its saved corpus, then --fuzz-runs
#                  inputs more
#
# Options:
#   --codehist FILE   the program under test ($CODEHIST)
#   --testdata DIR    repositories built by testdata/build.sh ($TESTDATA)
#   --helpers DIR     programs built from tests/oracle/*.c ($HELPERS)
#   --repo DIR        judge this repository instead of those in --testdata
#   --corpus DIR      saved corpora, one folder a fuzz program
#   --fuzz-runs N     inputs a fuzz program makes up (default 2000)
#   --jobs N          at once (default 2)
#   --timeout S       a test that takes longer has failed (default 300)
#   --accept          write what cli cases gave into their expectations
#   --verbose         print every check, not only every file
#
# A test that crashes, hangs, leaves out checks it announced, checks nothing or
# makes a sanitizer speak has failed.  The last line is "N passed, N failed";
# the exit status is 1 when anything failed or nothing ran.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(basename dirname);
use File::Copy qw(copy);
use File::Path qw(remove_tree);
use File::Temp qw(tempdir);
use Getopt::Long qw(GetOptions);
use POSIX qw(WNOHANG setpgid);
use Time::HiRes qw(sleep time);

my %opt = (jobs => 2, timeout => 300, 'fuzz-runs' => 2000);
GetOptions(\%opt, 'codehist=s', 'testdata=s', 'helpers=s', 'repo=s',
	'corpus=s', 'fuzz-runs=i', 'jobs=i', 'timeout=i', 'accept', 'verbose')
	or exit 2;

my $here = dirname(abs_path($0));
my $work = tempdir('codehist-test-XXXXXX', TMPDIR => 1, CLEANUP => 1);
$work = abs_path($work);
my %total = (passed => 0, failed => 0, skipped => 0);
my @failures;

sub slurp {
	my ($path) = @_;
	open(my $in, '<:raw', $path) or return '';
	local $/;
	my $text = <$in>;
	return defined $text ? $text : '';
}

sub spew {
	my ($path, $text) = @_;
	open(my $out, '>:raw', $path) or die "$path: $!\n";
	print $out $text;
	close($out) or die "$path: $!\n";
}

sub absolute {
	my ($path) = @_;
	return defined $path ? abs_path($path) || $path : undef;
}

# The environment of every test: nothing of the user's comes through.
sub set_environment {
	my ($job) = @_;
	my %keep = map { $_ => $ENV{$_} } grep { defined $ENV{$_} } qw(PATH BLAME_FILES);
	my $log = "log_path=$job->{dir}/sanitizer";
	my $codehist = absolute($opt{codehist});
	my $testdata = absolute($opt{testdata});
	my $helpers = absolute($opt{helpers});

	%ENV = (%keep,
		LC_ALL => 'C', TZ => 'UTC', HOME => "$job->{dir}/home",
		TMPDIR => "$job->{dir}/tmp",
		# A file of its own, not /dev/null: git config --global renames
		# over it, and root may.
		GIT_CONFIG_NOSYSTEM => 1,
		GIT_CONFIG_GLOBAL => "$job->{dir}/gitconfig",
		GIT_CONFIG_COUNT => 1, GIT_CONFIG_KEY_0 => 'safe.directory',
		GIT_CONFIG_VALUE_0 => '*',
		CMOCKA_MESSAGE_OUTPUT => 'TAP',
		ASAN_OPTIONS => "handle_segv=2:detect_leaks=1:exitcode=99:$log",
		UBSAN_OPTIONS => "print_stacktrace=1:halt_on_error=1:$log",
		LSAN_OPTIONS => "print_suppressions=0:" .
			"suppressions=$here/lib/lsan.supp",
		TSAN_OPTIONS => "halt_on_error=0:exitcode=99:$log",
		BASH_ENV => "$here/lib/cli.sh", PERL5LIB => "$here/lib",
		TESTS => $here);
	$ENV{CODEHIST} = $codehist if defined $codehist;
	$ENV{TESTDATA} = $testdata if defined $testdata;
	$ENV{HELPERS} = $helpers if defined $helpers;
}

# The repositories a tap script is to judge.
sub repositories {
	return (absolute($opt{repo})) if defined $opt{repo};
	return () unless defined $opt{testdata};
	my $dir = absolute($opt{testdata});
	return map { "$dir/$_" } split /\n/, slurp("$dir/repositories");
}

sub script_command {
	my ($path) = @_;
	my $first = (split /\n/, slurp($path), 2)[0] // '';
	my @interpreter = $first =~ /perl/ ? ($^X) : ('bash');
	return (@interpreter, absolute($path), repositories());
}

sub corpus_of {
	my ($program) = @_;
	return undef unless defined $opt{corpus};
	my $dir = "$opt{corpus}/" . basename($program);
	return -d $dir ? absolute($dir) : undef;
}

# A list of jobs for one argument: {name, kind, command, cwd, dir, case}.
sub jobs_of {
	my ($argument) = @_;
	my ($kind, $path) = $argument =~ /^(unit|tap|cli|fuzz):(.+)$/
		or die "run.pl: '$argument' is not KIND:PATH\n";
	my $name = "$kind/" . basename($path);
	my $job = { name => $name, kind => $kind, path => $path };

	if ($kind eq 'unit') {
		$job->{command} = [absolute($path)];
	} elsif ($kind eq 'tap') {
		$job->{command} = [script_command($path)];
	} elsif ($kind eq 'cli') {
		$job->{command} = ['bash', './cmd'];
	} else {
		return fuzz_jobs($job);
	}
	return ($job);
}

sub fuzz_jobs {
	my ($job) = @_;
	my $corpus = corpus_of($job->{path});
	my @options = ('-timeout=20', '-rss_limit_mb=3072', '-seed=1');
	my @jobs;

	if (defined $corpus) {
		push @jobs, { %$job, name => "$job->{name} corpus", command =>
			[absolute($job->{path}), @options, '-runs=0', $corpus] };
	}
	push @jobs, { %$job, name => "$job->{name} new inputs", command =>
		[absolute($job->{path}), @options, "-runs=$opt{'fuzz-runs'}",
			'-artifact_prefix=./', 'made',
			defined $corpus ? ($corpus) : ()] };
	return @jobs;
}

sub copy_tree {
	my ($from, $to) = @_;
	system('cp', '-R', '--', $from, $to) == 0
		or die "run.pl: cannot copy $from\n";
}

sub start {
	my ($job) = @_;
	our $serial;
	$job->{dir} = "$work/" . ++$serial;
	mkdir $job->{dir} or die "$job->{dir}: $!\n";
	mkdir "$job->{dir}/$_" for qw(home tmp);
	open(my $config, '>', "$job->{dir}/gitconfig")
		or die "$job->{dir}/gitconfig: $!\n";
	close($config);
	$job->{cwd} = "$job->{dir}/cwd";
	if ($job->{kind} eq 'cli') {
		copy_tree($job->{path}, $job->{cwd});
		unlink map { "$job->{cwd}/$_" } qw(stdout stderr exit);
	} else {
		mkdir $job->{cwd};
		mkdir "$job->{cwd}/made" if $job->{kind} eq 'fuzz';
	}
	$job->{cwd} = dirname($here) if $job->{kind} eq 'unit';
	$job->{started} = time;
	my $pid = fork();
	die "fork: $!\n" unless defined $pid;
	if ($pid == 0) {
		setpgid(0, 0);
		set_environment($job);
		chdir $job->{cwd} or die "$job->{cwd}: $!\n";
		open(STDIN, '<', '/dev/null');
		open(STDOUT, '>', "$job->{dir}/stdout");
		open(STDERR, '>', "$job->{dir}/stderr");
		{ exec { $job->{command}[0] } @{ $job->{command} } }
		print STDERR "cannot run $job->{command}[0]: $!\n";
		POSIX::_exit(127);
	}
	$job->{pid} = $pid;
}

# Counts of one job: passed, failed, skipped and what to tell.
sub judge {
	my ($job) = @_;
	my $result = { passed => 0, failed => 0, skipped => 0, notes => [] };
	my @logs = glob("$job->{dir}/sanitizer*");

	if ($job->{late}) {
		fail($result, "took longer than $opt{timeout} s, killed");
		note($result, slurp("$job->{dir}/stdout"));
		note($result, slurp("$job->{dir}/stderr"));
	} elsif ($job->{kind} eq 'cli') {
		judge_case($job, $result);
	} elsif ($job->{kind} eq 'fuzz') {
		judge_fuzz($job, $result);
	} else {
		judge_tap($job, $result);
	}
	if (@logs) {
		$result->{passed} = 0 if $job->{kind} eq 'cli';
		fail($result, 'a sanitizer spoke') unless $result->{failed};
		note($result, join('', map { slurp($_) } @logs));
	}
	return $result;
}

sub fail {
	my ($result, $why) = @_;
	$result->{failed}++;
	push @{ $result->{notes} }, $why;
}

sub note {
	my ($result, $text) = @_;
	my @lines = split /\n/, $text;
	splice(@lines, 80, @lines - 80, '...') if @lines > 81;
	push @{ $result->{notes} }, map { "  $_" } @lines;
}

sub exit_text {
	my ($status) = @_;
	my $signal = $status & 127;
	return $signal ? "signal $signal" : 'exit ' . ($status >> 8);
}

sub judge_tap {
	my ($job, $result) = @_;
	my ($planned, $ran, $bad, $skip_all) = (0, 0, 0, 0);
	my @tell;

	for my $line (split /\n/, slurp("$job->{dir}/stdout")) {
		if ($line =~ /^1\.\.(\d+)(?:\s*#\s*skip\b(.*))?/i) {
			$planned += $1;
			$skip_all = 1 if $1 == 0 && defined $2;
		} elsif ($line =~ /^(?:not )?ok\b.*#\s*skip\b/i) {
			$result->{skipped}++, $ran++;
		} elsif ($line =~ /^ok\b/) {
			$result->{passed}++, $ran++;
		} elsif ($line =~ /^not ok\b/) {
			$bad++, $ran++, push @tell, $line;
		} elsif ($line =~ /^\s*#/ && @tell) {
			push @tell, $line;
		}
	}
	$result->{failed} += $bad;
	note($result, join("\n", @tell));
	if ($skip_all && !$ran) {
		$result->{skipped}++;
	} elsif ($ran != $planned) {
		fail($result, "$planned checks were planned, $ran ran");
	} elsif ($ran == 0) {
		fail($result, 'checked nothing');
	}
	if ($job->{status} != 0 && $result->{failed} == 0) {
		fail($result, exit_text($job->{status}));
	}
	note($result, slurp("$job->{dir}/stderr")) if $result->{failed};
}

sub judge_fuzz {
	my ($job, $result) = @_;
	my $said = slurp("$job->{dir}/stderr");

	if ($job->{status} == 0 && $said =~ /^Done \d+ runs|^#\d+\s+DONE/m) {
		$result->{passed}++;
		return;
	}
	fail($result, exit_text($job->{status}));
	note($result, $said);
	for my $input (glob("$job->{cwd}/{crash,leak,timeout,oom}-*")) {
		my $kept = "$job->{path}." . basename($input);
		copy($input, $kept);
		push @{ $result->{notes} }, "input kept: $kept";
	}
}

# Machine-dependent directories become the names of their variables.
sub without_places {
	my ($text, $job) = @_;
	my $testdata = absolute($opt{testdata});
	$text =~ s/\Q$job->{cwd}\E/\$PWD/g;
	$text =~ s/\Q$testdata\E/\$TESTDATA/g if defined $testdata;
	return $text;
}

sub expected {
	my ($case, $what) = @_;
	return slurp("$case/$what") if -e "$case/$what";
	return $what eq 'exit' ? "0\n" : '';
}

sub judge_case {
	my ($job, $result) = @_;
	my $status = $job->{status};
	my $bad = 0;
	my %got = (
		stdout => without_places(slurp("$job->{dir}/stdout"), $job),
		stderr => without_places(slurp("$job->{dir}/stderr"), $job),
		exit => ($status & 127 ? 128 + ($status & 127) : $status >> 8)
			. "\n",
	);

	if (!-s "$job->{path}/cmd") {
		fail($result, 'has no cmd');
		return;
	}
	accept_case($job, \%got) if $opt{accept};
	for my $what (qw(exit stderr stdout)) {
		my $want = expected($job->{path}, $what);
		next if $want eq $got{$what};
		$bad = 1;
		push @{ $result->{notes} }, "$what differs:";
		note($result, difference($job, $what, $want, $got{$what}));
	}
	$result->{$bad ? 'failed' : 'passed'}++;
}

sub difference {
	my ($job, $what, $want, $got) = @_;
	spew("$job->{dir}/want.$what", $want);
	spew("$job->{dir}/got.$what", $got);
	open(my $diff, '-|', 'diff', '-a', '-u', '--label', "expected $what",
		'--label', "got $what", "$job->{dir}/want.$what",
		"$job->{dir}/got.$what") or die "diff: $!\n";
	local $/;
	return scalar <$diff>;
}

sub accept_case {
	my ($job, $got) = @_;
	return if $job->{status} & 127;
	for my $what (qw(stdout stderr exit)) {
		my $file = "$job->{path}/$what";
		my $default = $what eq 'exit' ? "0\n" : '';
		next if expected($job->{path}, $what) eq $got->{$what};
		print "accepted $file\n";
		if ($got->{$what} eq $default && $what ne 'stdout') {
			unlink $file;
		} else {
			spew($file, $got->{$what});
		}
	}
}

sub finish {
	my ($job) = @_;
	my $result = judge($job);
	my $seconds = sprintf('%.1f s', time - $job->{started});
	my $word = $result->{failed} ? 'FAILED' : $result->{passed} ? 'ok'
		: 'skipped';

	$total{$_} += $result->{$_} for qw(passed failed skipped);
	printf "%-7s %s (%d, %s)\n", $word, $job->{name}, $result->{passed},
		$seconds;
	if ($result->{failed}) {
		push @failures, $job->{name};
		print map { "    $_\n" } @{ $result->{notes} };
	}
	print slurp("$job->{dir}/stdout"), slurp("$job->{dir}/stderr")
		if $opt{verbose};
	remove_tree($job->{dir});
}

sub run_all {
	my @waiting = @_;
	my %running;

	while (@waiting || %running) {
		while (@waiting && keys %running < $opt{jobs}) {
			my $job = shift @waiting;
			start($job);
			$running{ $job->{pid} } = $job;
		}
		my $pid = waitpid(-1, WNOHANG);
		if ($pid > 0 && $running{$pid}) {
			my $job = delete $running{$pid};
			$job->{status} = $?;
			kill('KILL', -$pid); # what it left running
			finish($job);
			next;
		}
		for my $job (values %running) {
			next if time - $job->{started} < $opt{timeout};
			$job->{late} = 1;
			kill('KILL', -$job->{pid});
		}
		sleep(0.01);
	}
}

$SIG{INT} = $SIG{TERM} = sub { exit 130 };
$| = 1;
run_all(map { jobs_of($_) } @ARGV);
print "skipped: $total{skipped}\n" if $total{skipped};
print 'failed: ', join(', ', @failures), "\n" if @failures;
print "$total{passed} passed, $total{failed} failed\n";
exit($total{failed} || !($total{passed} + $total{skipped}) ? 1 : 0);
