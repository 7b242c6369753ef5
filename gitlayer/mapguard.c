#include "gitlayer/mapguard.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>

struct guard {
	sigjmp_buf env;
	struct guard *outer;
};

/*
 * A signal handler gets no context pointer, so the innermost guard of each
 * thread is reachable only like this.
 */
static _Thread_local struct guard *volatile innermost;

static void on_sigbus(int sig)
{
	struct sigaction sa;

	if (innermost)
		siglongjmp(innermost->env, 1);
	/* Not ours: the access is repeated and meets the default action. */
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = SIG_DFL;
	sigaction(sig, &sa, NULL);
}

int ch_mapguard_install(struct ch_err *err)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_sigbus;
	sigemptyset(&sa.sa_mask);
	/* The jump leaves the mask as it is, so SIGBUS must not be blocked. */
	sa.sa_flags = SA_NODEFER;
	if (sigaction(SIGBUS, &sa, NULL))
		return ch_fail(err, CH_EIO, "sigaction: %s", strerror(errno));
	return 0;
}

int ch_guarded(ch_guarded_fn *fn, void *data)
{
	struct guard g;
	int code;

	g.outer = innermost;
	if (sigsetjmp(g.env, 0)) {
		innermost = g.outer;
		return CH_EIO;
	}
	innermost = &g;
	code = fn(data);
	innermost = g.outer;
	return code;
}
