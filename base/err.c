#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Messages quote repository data: a newline there must not end the line. */
static void make_one_line(char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = '?';
}

int ch_fail(struct ch_err *err, enum ch_code code, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return code;
	err->code = code;
	va_start(ap, fmt);
	vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	va_end(ap);
	make_one_line(err->msg);
	return code;
}

int ch_err_context(struct ch_err *err, const char *fmt, ...)
{
	char cause[sizeof(err->msg)];
	size_t used;
	va_list ap;

	if (!err)
		return CH_EFAIL;
	memcpy(cause, err->msg, sizeof(cause));
	va_start(ap, fmt);
	vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	va_end(ap);
	used = strlen(err->msg);
	snprintf(err->msg + used, sizeof(err->msg) - used, ": %s", cause);
	make_one_line(err->msg);
	return err->code;
}
