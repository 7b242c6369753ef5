/*
 * measure - what one run of a command takes, for bench.sh.
 *
 *   measure COMMAND [ARGUMENT...]
 *
 * Runs COMMAND with its output thrown away and prints one line: seconds, peak
 * resident and peak anonymous KiB.  The resident peak is the kernel's own
 * (wait4), largest process below it included; the anonymous one is looked up
 * every 2 ms in /proc, so a peak that lasts less may be missed.
 * Exit status: that of COMMAND, 127 when it cannot be run.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Anonymous KiB of a process now; 0 when it is gone. */
static long anonymous_kib(pid_t pid)
{
	char path[64], line[256];
	long kib = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	f = fopen(path, "r");
	if (!f)
		return 0;
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "RssAnon: %ld", &kib) == 1)
			break;
	fclose(f);
	return kib;
}

static void run(char **argv)
{
	int null = open("/dev/null", O_RDWR);

	if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 ||
		dup2(null, 2) < 0)
		_exit(127);
	execvp(argv[0], argv);
	_exit(127);
}

int main(int argc, char **argv)
{
	struct pollfd over = { .events = POLLIN };
	struct rusage usage = { 0 };
	double start = seconds();
	long anonymous = 0;
	int status = 0;
	pid_t pid, done;

	if (argc < 2) {
		fprintf(stderr, "usage: measure COMMAND [ARGUMENT...]\n");
		return 2;
	}
	pid = fork();
	if (pid < 0)
		return 127;
	if (pid == 0)
		run(argv + 1);
	over.fd = (int)syscall(SYS_pidfd_open, pid, 0);
	do {
		long kib = anonymous_kib(pid);

		anonymous = kib > anonymous ? kib : anonymous;
	} while (over.fd >= 0 && poll(&over, 1, 2) == 0);
	done = wait4(pid, &status, 0, &usage);
	printf("%.4f %ld %ld\n", seconds() - start, usage.ru_maxrss, anonymous);
	return done > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}
