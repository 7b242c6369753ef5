#include "cmd/signals.h"

#include <unistd.h>

#include "base/mem.h"
#include "base/tempfile.h"

/* A handler has no other way to tell. */
static volatile sig_atomic_t came, at_once;

static void interrupted(int number)
{
	static const char line[] = "codehist: error: interrupted\n";

	if (came || at_once) {
		ch_tempfile_unlink_all();
		if (!came && write(STDERR_FILENO, line, sizeof(line) - 1) < 0)
			_exit(128 + number);
		_exit(128 + number);
	}
	came = number;
}

void ch_signals_end_at_once(void)
{
	at_once = 1;
}

/* Prepared: nothing can be formatted when there is no memory. */
static void out_of_memory(void)
{
	static const char line[] =
		"codehist: error: out of memory: try a smaller "
		"--memory-budget or fewer --jobs\n";

	if (write(STDERR_FILENO, line, sizeof(line) - 1) < 0)
		_exit(3);
	ch_tempfile_unlink_all();
	_exit(3);
}

void ch_signals_install(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = interrupted };
	struct sigaction old;

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < CH_ARRAY_LEN(numbers); i++) {
		/* What nohup(1) or a shell's & ignores stays ignored. */
		if (!sigaction(numbers[i], NULL, &old) &&
			old.sa_handler == SIG_IGN)
			continue;
		sigaction(numbers[i], &action, NULL);
	}
	action.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &action, NULL);
	ch_set_oom_handler(out_of_memory);
}

const volatile sig_atomic_t *ch_signals_flag(void)
{
	return &came;
}
