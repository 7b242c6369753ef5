/*
 * err.h - errors as values: a code to branch on and one line to print.
 *
 * Functions that can fail return int (0 or a negative enum ch_code) and take
 * 'struct ch_err *err' last.  The function that detects the cause fills it
 * once with ch_fail(); callers pass the code up untouched.  A layer boundary
 * may add context with ch_err_context().  'err' may be NULL.
 */
#ifndef CH_BASE_ERR_H
#define CH_BASE_ERR_H

/* A code exists only where a caller branches on it or the exit differs. */
enum ch_code {
	CH_OK = 0,
	CH_EFAIL = -1,	   /* anything without a code of its own */
	CH_EUSAGE = -2,	   /* the user asked for something that cannot be */
	CH_ENOTFOUND = -3, /* an object, ref, file or name that is not there */
	CH_EFORMAT = -4,   /* bytes that are not what they claim to be */
	CH_ELIMIT = -5,	   /* a stated limit or the memory budget */
	CH_EIO = -6,	   /* the operating system said no */
	CH_EINTR = -7,	   /* the user interrupted */
	CH_EPIPE = -8	   /* the reader of our output went away */
};

struct ch_err {
	enum ch_code code;
	char msg[256]; /* one line, no newline, no full stop at the end */
};

/* Fill 'err' (unless NULL) and return 'code'.  Control bytes become '?'. */
int ch_fail(struct ch_err *err, enum ch_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Put "<context>: " before the message; returns err->code. */
int ch_err_context(struct ch_err *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
