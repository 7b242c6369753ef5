/*
 * git_oracle.h - for tests that ask git: a scratch repository and its answers.
 *
 * Fixed names, dates and configuration; nothing of the user's is read.
 */
#ifndef CH_TESTS_GIT_ORACLE_H
#define CH_TESTS_GIT_ORACLE_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"

/* Run a shell command in 'dir'; its output without the last newline. */
__attribute__((format(printf, 2, 3))) static inline char *run_in(
	const char *dir, const char *fmt, ...)
{
	struct ch_buf cmd = { 0 }, out = { 0 };
	char text[4096];
	size_t n;
	va_list ap;
	char *line;
	FILE *f;

	va_start(ap, fmt);
	if (vasprintf(&line, fmt, ap) < 0)
		abort();
	va_end(ap);
	ch_buf_printf(&cmd, "cd '%s' && { %s; } 2>&1", dir, line);
	free(line);
	f = popen(cmd.ptr, "r");
	if (!f)
		abort();
	while ((n = fread(text, 1, sizeof(text), f)) > 0)
		ch_buf_add(&out, text, n);
	pclose(f);
	ch_buf_release(&cmd);
	ch_buf_add(&out, "", 0);
	if (out.len && out.ptr[out.len - 1] == '\n')
		ch_buf_truncate(&out, out.len - 1);
	return out.ptr;
}

/* The same, and forget what it says. */
#define do_in(...) free(run_in(__VA_ARGS__))

/* A new empty repository in a directory of its own; remove_repo() it. */
static inline char *scratch_repo(void)
{
	const char *tmp = getenv("TMPDIR");
	char *dir;

	if (asprintf(&dir, "%s/codehist-test-XXXXXX", tmp ? tmp : "/tmp") < 0 ||
		!mkdtemp(dir))
		abort();
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("GIT_ATTR_NOSYSTEM", "1", 1);
	setenv("HOME", dir, 1);
	setenv("XDG_CONFIG_HOME", dir, 1);
	setenv("TZ", "UTC", 1);
	setenv("LC_ALL", "C", 1);
	setenv("GIT_AUTHOR_NAME", "A U Thor", 1);
	setenv("GIT_AUTHOR_EMAIL", "author@example.com", 1);
	setenv("GIT_COMMITTER_NAME", "C O Mitter", 1);
	setenv("GIT_COMMITTER_EMAIL", "committer@example.com", 1);
	setenv("GIT_AUTHOR_DATE", "1700000000 +0000", 1);
	setenv("GIT_COMMITTER_DATE", "1700000000 +0000", 1);
	do_in(dir, "git init -q -b main .");
	return dir;
}

static inline void remove_repo(char *dir)
{
	do_in("/", "rm -rf '%s'", dir);
	free(dir);
}

/* A file of the working tree, its directories made. */
static inline void write_file(
	const char *dir, const char *path, const char *text)
{
	struct ch_buf full = { 0 };
	char *slash;
	FILE *f;

	ch_buf_printf(&full, "%s/%s", dir, path);
	slash = strrchr(full.ptr, '/');
	*slash = '\0';
	do_in("/", "mkdir -p '%s'", full.ptr);
	*slash = '/';
	f = fopen(full.ptr, "wb");
	if (!f || fputs(text, f) < 0 || fclose(f))
		abort();
	ch_buf_release(&full);
}

#endif
