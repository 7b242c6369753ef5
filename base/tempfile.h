/*
 * tempfile.h - files to unlink when the program dies half way.
 *
 * A file that is written beside its final name is registered here until it is
 * renamed or unlinked.  ch_tempfile_unlink_all() is async-signal-safe: the out
 * of memory handler and a second ^C call it.
 */
#ifndef CH_BASE_TEMPFILE_H
#define CH_BASE_TEMPFILE_H

#include "base/err.h"

/*
 * Create a new file beside 'path' for writing, mode 0666 less the umask, and
 * register it.  *fd and *temp (its name, the heap's) are the caller's.
 * Errors: CH_EIO naming 'path'.
 */
int ch_tempfile_create(
	const char *path, int *fd, char **temp, struct ch_err *err);
/* Rename 'temp' to 'path' and forget it; on failure it is unlinked. */
int ch_tempfile_commit(char *temp, const char *path, struct ch_err *err);
/* Unlink 'temp', forget it, free it.  NULL is fine. */
void ch_tempfile_discard(char *temp);
void ch_tempfile_unlink_all(void);

#endif
