/*
 * trace.h - spans of time per worker, for chrome://tracing and its kin.
 *
 * Spans are added by any thread and written at the end.
 */
#ifndef CH_PIPELINE_TRACE_H
#define CH_PIPELINE_TRACE_H

#include <stddef.h>

#include "base/err.h"

struct ch_trace;

struct ch_trace *ch_trace_new(void);
void ch_trace_free(struct ch_trace *t);
/* 'name' is a literal, times are ch_clock_s(); NULL 't' is fine. */
void ch_trace_span(struct ch_trace *t, const char *name, size_t worker,
	double from_s, double to_s, size_t items);
/* The trace-event format, a JSON object.  Errors: CH_EIO naming the file. */
int ch_trace_write(
	const struct ch_trace *t, const char *path, struct ch_err *err);

#endif
