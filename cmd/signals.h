/*
 * signals.h - leaving in order: interruption, no memory, a closed pipe.
 *
 * The first SIGINT, SIGTERM or SIGHUP only notes itself, so that a run can save
 * what it has; the second unlinks temporary files and ends the process.
 */
#ifndef CH_CMD_SIGNALS_H
#define CH_CMD_SIGNALS_H

#include <signal.h>

/* Call once, first thing; also sets the out of memory handler (exit 3). */
void ch_signals_install(void);
/* The number of the signal that came, 0 while none did. */
const volatile sig_atomic_t *ch_signals_flag(void);

/*
 * From now on the first signal ends the process: for a command that has
 * nothing to save.  What is being written is removed.
 */
void ch_signals_end_at_once(void);

#endif
