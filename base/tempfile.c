#include "base/tempfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

#define NSLOTS 64
#define TRIES 100

/*
 * Signal handlers get no argument: what they must unlink has to be reachable
 * from here.  A slot is taken and given back with one atomic exchange; who gets
 * the pointer out owns it.
 */
static char *_Atomic slots[NSLOTS];

static void enrol(const char *temp)
{
	char *copy = ch_strdup(temp);

	for (size_t i = 0; i < NSLOTS; i++) {
		char *empty = NULL;

		if (atomic_compare_exchange_strong(&slots[i], &empty, copy))
			return;
	}
	free(copy); /* more than NSLOTS at once: only the tidiness is lost */
}

static void forget(const char *temp)
{
	for (size_t i = 0; i < NSLOTS; i++) {
		char *p = atomic_load(&slots[i]);

		if (!p || strcmp(p, temp) != 0)
			continue;
		if (atomic_compare_exchange_strong(&slots[i], &p, NULL))
			free(p);
		return;
	}
}

int ch_tempfile_create(
	const char *path, int *fd, char **temp, struct ch_err *err)
{
	struct ch_buf name = { 0 };

	*fd = -1;
	*temp = NULL;
	for (int i = 0; i < TRIES && *fd < 0; i++) {
		ch_buf_clear(&name);
		ch_buf_printf(&name, "%s.%ld-%d.tmp", path, (long)getpid(), i);
		*fd = open(name.ptr, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			0666);
		if (*fd < 0 && errno != EEXIST)
			break;
	}
	if (*fd < 0) {
		ch_fail(err, CH_EIO, "%s: cannot write here: %s", path,
			strerror(errno));
		ch_buf_release(&name);
		return CH_EIO;
	}
	enrol(name.ptr);
	*temp = name.ptr;
	return 0;
}

int ch_tempfile_commit(char *temp, const char *path, struct ch_err *err)
{
	int code = 0;

	if (rename(temp, path) < 0) {
		code = ch_fail(err, CH_EIO, "%s: cannot replace it: %s", path,
			strerror(errno));
		unlink(temp);
	}
	forget(temp);
	free(temp);
	return code;
}

void ch_tempfile_discard(char *temp)
{
	if (!temp)
		return;
	unlink(temp);
	forget(temp);
	free(temp);
}

void ch_tempfile_unlink_all(void)
{
	for (size_t i = 0; i < NSLOTS; i++) {
		char *p = atomic_exchange(&slots[i], NULL);

		if (!p)
			continue;
		unlink(p);
		atomic_store(&slots[i], p); /* freed by its owner */
	}
}
