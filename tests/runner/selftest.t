#!/usr/bin/perl
# The runner must say "failed" when something has: every kind of failure it
# claims to see is shown to it once.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use Test::More;

my $runner = dirname(dirname(abs_path($0))) . '/run.pl';
my $dir = tempdir(CLEANUP => 1);
my $n = 0;

sub write_file {
	my ($path, $text) = @_;
	make_path(dirname($path));
	open(my $out, '>', $path) or die "$path: $!";
	print $out $text;
	close($out);
	chmod 0755, $path;
	return $path;
}

# A case with these files; returns KIND:PATH.
sub case {
	my (%file) = @_;
	my $path = "$dir/case" . ++$n;
	write_file("$path/$_", $file{$_}) for keys %file;
	return "cli:$path";
}

sub script {
	my ($kind, $text) = @_;
	return "$kind:" . write_file("$dir/script" . ++$n, "#!/bin/bash\n$text");
}

# What the runner's last line and exit status are for these arguments.
sub run {
	my @arguments = @_;
	open(my $out, '-|', $^X, $runner, @arguments) or die "run.pl: $!";
	my @lines = <$out>;
	close($out);
	chomp(my $last = $lines[-1] // '');
	return ("$last, exit " . ($? >> 8), join('', @lines));
}

sub is_counted {
	my ($want, $sentence, @arguments) = @_;
	my ($got, $all) = run(@arguments);
	is($got, $want, $sentence) or diag($all);
}

my $good = '1 passed, 0 failed, exit 0';
my $bad = '0 passed, 1 failed, exit 1';
my $ok = "echo 1..1; echo 'ok 1 - x'\n";

is_counted($good, 'a case that gives what it must passes',
	case(cmd => 'echo a; echo b >&2; exit 3', stdout => "a\n",
		stderr => "b\n", exit => "3\n"));
is_counted($good, 'a case without expectations must be silent',
	case(cmd => 'true'));
is_counted($bad, 'another standard output fails',
	case(cmd => 'echo a', stdout => "b\n"));
is_counted($bad, 'a missing last newline fails',
	case(cmd => 'printf a', stdout => "a\n"));
is_counted($bad, 'unexpected standard output fails', case(cmd => 'echo a'));
is_counted($bad, 'unexpected standard error fails',
	case(cmd => 'echo a >&2'));
is_counted($bad, 'an unexpected exit status fails', case(cmd => 'exit 1'));
is_counted($bad, 'an expected failure that does not happen fails',
	case(cmd => 'true', exit => "1\n"));
is_counted($bad, 'a signal fails', case(cmd => 'kill -9 $$'));
is_counted($bad, 'a case without a command fails', case(stdout => ''));
is_counted($bad, 'a case that hangs fails', '--timeout', 1,
	case(cmd => 'sleep 60'));
is_counted($bad, 'a sanitizer log fails, whatever the case says',
	case(cmd => 'log=${ASAN_OPTIONS##*log_path=}; echo leak >"$log.1"'));
is_counted($good, 'a case runs in a copy of its directory',
	case(cmd => 'cat input; rm input', input => "x\n", stdout => "x\n"));
is_counted($good, 'directories of this machine do not show',
	case(cmd => 'pwd', stdout => "\$PWD\n"));
is_counted($good, 'nothing of the user is seen',
	case(cmd => 'ls -A "$HOME"; git config --global -l'));

is_counted($good, 'a script with one check passes', script(tap => $ok));
is_counted($good, 'a unit program passes', script(unit => $ok));
is_counted('1 passed, 1 failed, exit 1', 'not ok fails',
	script(tap => "echo 1..2; echo ok 1; echo not ok 2\n"));
is_counted($good, 'a skipped check is neither passed nor failed',
	script(unit => "echo 1..2; echo ok 1; echo 'not ok 2 # SKIP x'\n"));
is_counted('1 passed, 1 failed, exit 1', 'a check left out fails',
	script(tap => "echo 1..2; echo ok 1\n"));
is_counted($bad, 'a script without checks fails', script(tap => "true\n"));
is_counted('1 passed, 1 failed, exit 1', 'a bad exit status fails',
	script(unit => "$ok exit 4\n"));
is_counted('1 passed, 1 failed, exit 1', 'a crash after the checks fails',
	script(unit => "$ok kill -SEGV \$\$\n"));
is_counted('0 passed, 1 failed, exit 1', 'a program that is not there fails',
	'unit:/nonexistent');

is_counted('2 passed, 0 failed, exit 0', 'a fuzz program runs twice',
	'--corpus', do { make_path("$dir/corpus/fuzz_a"); "$dir/corpus" },
	'fuzz:' . write_file("$dir/fuzz_a",
		"#!/bin/bash\necho '#3 DONE cov: 1' >&2\n"));
is_counted($bad, 'a fuzz program that crashes fails',
	script(fuzz => "echo '==1== ERROR' >&2; exit 77\n"));
is_counted($bad, 'a fuzz program that ran nothing fails',
	script(fuzz => "exit 0\n"));

is_counted('2 passed, 1 failed, exit 1', 'counts are summed over kinds',
	script(tap => $ok), script(unit => $ok), case(cmd => 'exit 1'));
is_counted('0 passed, 0 failed, exit 1', 'nothing to run is no success');

my $wrong = case(cmd => 'echo new; exit 2', stdout => "old\n");
run('--accept', $wrong);
is_counted($good, 'accept writes what the case gave', $wrong);

done_testing();
