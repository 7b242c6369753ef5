/*
 * sink.h - where output goes: a descriptor, a file replaced as a whole, or
 * memory.
 *
 * Writing never fails at the call: the first error is kept, later bytes are
 * dropped, and ch_sink_close() tells.  A file is written beside its name and
 * renamed into place by ch_sink_close(), so on any error the old one is kept.
 * What is not a regular file (/dev/null, a pipe) is written to directly.
 *
 *   struct ch_sink out = { 0 };
 *   code = ch_sink_open(&out, path, err);
 *   ch_sink_write(&out, bytes, len);
 *   code = ch_sink_close(&out, err);     (or ch_sink_abort(&out))
 */
#ifndef CH_BASE_SINK_H
#define CH_BASE_SINK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* All-zero is a closed sink. */
struct ch_sink {
	struct ch_buf buf; /* not written yet */
	char *path;	   /* what errors name; the final name of a file */
	char *temp;	   /* the file being written, or NULL */
	int fd;		   /* < 0: memory, everything stays in buf */
	int failed;	   /* errno of the first failed write */
	bool owns_fd;
	bool is_open;
};

/* 'path' NULL: standard output.  Errors: CH_EIO naming the file. */
int ch_sink_open(struct ch_sink *sink, const char *path, struct ch_err *err);
/* An open descriptor that stays the caller's; 'name' is for errors. */
void ch_sink_fd(struct ch_sink *sink, int fd, const char *name);
/* Everything stays in sink->buf. */
void ch_sink_memory(struct ch_sink *sink);

void ch_sink_write(struct ch_sink *sink, const void *p, size_t len);
void ch_sink_str(struct ch_sink *sink, struct ch_str s);
void ch_sink_z(struct ch_sink *sink, const char *s);
void ch_sink_printf(struct ch_sink *sink, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Hand on what is buffered, also at the end of a step a reader waits for. */
void ch_sink_flush(struct ch_sink *sink);
/* True once a write failed: going on is pointless. */
bool ch_sink_has_failed(const struct ch_sink *sink);

/*
 * Flush, put the file in its place, close.  A closed sink is fine.
 * Errors: CH_EPIPE when the reader went away, CH_EIO naming the file.
 */
int ch_sink_close(struct ch_sink *sink, struct ch_err *err);
/* Close without replacing the file. */
void ch_sink_abort(struct ch_sink *sink);

#endif
