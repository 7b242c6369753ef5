/*
 * temp_repo.h - repositories that a unit test builds with git, fixed dates.
 *
 * Every function aborts the test when git fails.  temp_done() removes all.
 */
#ifndef CH_TESTS_LIB_TEMP_REPO_H
#define CH_TESTS_LIB_TEMP_REPO_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "gitlayer/oid.h"

struct temp {
	char dir[256];
	char out[65536]; /* what the last command printed, without the end */
};

static inline void temp_init(struct temp *t)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(t->dir, sizeof(t->dir), "%s/codehist.XXXXXX",
		tmp ? tmp : "/tmp");
	if (!mkdtemp(t->dir))
		abort();
	unsetenv("GIT_CONFIG_GLOBAL");
	setenv("HOME", t->dir, 1);
	setenv("XDG_CONFIG_HOME", t->dir, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_AUTHOR_NAME", "A U Thor", 1);
	setenv("GIT_AUTHOR_EMAIL", "author@example.com", 1);
	setenv("GIT_AUTHOR_DATE", "1112911993 +0200", 1);
	setenv("GIT_COMMITTER_NAME", "C O Mitter", 1);
	setenv("GIT_COMMITTER_EMAIL", "committer@example.com", 1);
	setenv("GIT_COMMITTER_DATE", "1112911993 +0200", 1);
}

/* Run shell lines in the directory; what they print is in t->out. */
__attribute__((format(printf, 2, 3))) static inline void temp_run(
	struct temp *t, const char *fmt, ...)
{
	struct ch_buf cmd = { 0 };
	char line[8192];
	va_list ap;
	size_t n;
	FILE *f;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	ch_buf_printf(&cmd, "set -e; cd %s; %s", t->dir, line);
	f = popen(ch_buf_z(&cmd), "r");
	if (!f)
		abort();
	n = fread(t->out, 1, sizeof(t->out) - 1, f);
	while (n && t->out[n - 1] == '\n')
		n--;
	t->out[n] = '\0';
	if (pclose(f)) {
		fprintf(stderr, "failed: %s\n", ch_buf_z(&cmd));
		abort();
	}
	ch_buf_release(&cmd);
}

/* The id that a command prints. */
#define temp_oid(t, oid, ...)        \
	(temp_run((t), __VA_ARGS__), \
		ch_oid_from_hex((oid), (t)->out) ? (void)0 : abort())

static inline const char *temp_path(struct temp *t, const char *name)
{
	snprintf(t->out, sizeof(t->out), "%s/%s", t->dir, name);
	return t->out;
}

static inline void temp_done(struct temp *t)
{
	temp_run(t, "chmod -R u+w .; cd /; rm -rf '%s'", t->dir);
}

#endif
