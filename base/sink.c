#include "base/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/tempfile.h"

#define FLUSH_AT ((size_t)64 << 10)

static void start(struct ch_sink *sink, int fd, const char *name)
{
	memset(sink, 0, sizeof(*sink));
	sink->fd = fd;
	sink->path = ch_strdup(name);
	sink->is_open = true;
}

void ch_sink_fd(struct ch_sink *sink, int fd, const char *name)
{
	start(sink, fd, name);
}

void ch_sink_memory(struct ch_sink *sink)
{
	start(sink, -1, "memory");
}

static int open_special(
	struct ch_sink *sink, const char *path, struct ch_err *err)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return ch_fail(err, CH_EIO, "%s: %s", path, strerror(errno));
	start(sink, fd, path);
	sink->owns_fd = true;
	return 0;
}

/* The new file takes the mode of the one it replaces, and a link stays one. */
static int open_file(struct ch_sink *sink, const char *path,
	const struct stat *old, struct ch_err *err)
{
	char *target = old ? realpath(path, NULL) : NULL;
	const char *name = target ? target : path;
	char *temp;
	int fd;
	int code = ch_tempfile_create(name, &fd, &temp, err);

	if (code)
		goto out;
	if (old && fchmod(fd, old->st_mode & 07777) < 0)
		errno = 0; /* not ours: the umask's mode has to do */
	start(sink, fd, name);
	sink->temp = temp;
	sink->owns_fd = true;
out:
	free(target);
	return code;
}

int ch_sink_open(struct ch_sink *sink, const char *path, struct ch_err *err)
{
	struct stat st;

	if (!path) {
		ch_sink_fd(sink, STDOUT_FILENO, "standard output");
		return 0;
	}
	if (stat(path, &st) < 0)
		return open_file(sink, path, NULL, err);
	if (S_ISDIR(st.st_mode))
		return ch_fail(err, CH_EIO, "%s: is a directory", path);
	if (!S_ISREG(st.st_mode))
		return open_special(sink, path, err);
	return open_file(sink, path, &st, err);
}

void ch_sink_flush(struct ch_sink *sink)
{
	size_t done = 0;

	if (sink->fd < 0)
		return;
	while (done < sink->buf.len && !sink->failed) {
		ssize_t n = write(
			sink->fd, sink->buf.ptr + done, sink->buf.len - done);

		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			sink->failed = errno;
	}
	ch_buf_clear(&sink->buf);
}

void ch_sink_write(struct ch_sink *sink, const void *p, size_t len)
{
	if (sink->failed)
		return;
	ch_buf_add(&sink->buf, p, len);
	if (sink->buf.len >= FLUSH_AT)
		ch_sink_flush(sink);
}

void ch_sink_str(struct ch_sink *sink, struct ch_str s)
{
	ch_sink_write(sink, s.ptr, s.len);
}

void ch_sink_z(struct ch_sink *sink, const char *s)
{
	ch_sink_write(sink, s, strlen(s));
}

void ch_sink_printf(struct ch_sink *sink, const char *fmt, ...)
{
	struct ch_buf line = { 0 };
	va_list ap;

	va_start(ap, fmt);
	ch_buf_vprintf(&line, fmt, ap);
	va_end(ap);
	ch_sink_str(sink, ch_buf_str(&line));
	ch_buf_release(&line);
}

bool ch_sink_has_failed(const struct ch_sink *sink)
{
	return sink->failed != 0;
}

static void release(struct ch_sink *sink)
{
	if (sink->owns_fd)
		close(sink->fd);
	ch_tempfile_discard(sink->temp);
	free(sink->path);
	ch_buf_release(&sink->buf);
	memset(sink, 0, sizeof(*sink));
}

static int put_in_place(struct ch_sink *sink, struct ch_err *err)
{
	char *temp = sink->temp;

	sink->temp = NULL;
	return ch_tempfile_commit(temp, sink->path, err);
}

int ch_sink_close(struct ch_sink *sink, struct ch_err *err)
{
	int code = 0;

	if (!sink->is_open)
		return 0;
	ch_sink_flush(sink);
	/* A full disk or a quota may show only here. */
	if (sink->temp && !sink->failed && fsync(sink->fd) < 0 &&
		errno != EINVAL && errno != EROFS)
		sink->failed = errno;
	if (sink->failed == EPIPE)
		code = ch_fail(err, CH_EPIPE, "%s: nobody reads it any more",
			sink->path);
	else if (sink->failed)
		code = ch_fail(err, CH_EIO, "%s: cannot write: %s", sink->path,
			strerror(sink->failed));
	else if (sink->temp)
		code = put_in_place(sink, err);
	release(sink);
	return code;
}

void ch_sink_abort(struct ch_sink *sink)
{
	if (sink->is_open)
		release(sink);
}
