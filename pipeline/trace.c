#include "pipeline/trace.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/sink.h"
#include "base/stats.h"
#include "base/value.h"

struct span {
	const char *name;
	size_t worker, items;
	double from_s, to_s;
};

struct ch_trace {
	double started_s;
	pthread_mutex_t lock;
	/* Guarded by lock. */
	struct span *spans;
	size_t n, cap;
};

struct ch_trace *ch_trace_new(void)
{
	struct ch_trace *t = ch_calloc(1, sizeof(*t));

	t->started_s = ch_clock_s();
	pthread_mutex_init(&t->lock, NULL);
	return t;
}

void ch_trace_free(struct ch_trace *t)
{
	if (!t)
		return;
	pthread_mutex_destroy(&t->lock);
	free(t->spans);
	free(t);
}

void ch_trace_span(struct ch_trace *t, const char *name, size_t worker,
	double from_s, double to_s, size_t items)
{
	if (!t)
		return;
	pthread_mutex_lock(&t->lock);
	CH_GROW(t->spans, t->n, t->cap);
	t->spans[t->n++] = (struct span){ name, worker, items, from_s, to_s };
	pthread_mutex_unlock(&t->lock);
}

static void write_span(
	const struct ch_trace *t, const struct span *s, struct ch_writer *w)
{
	ch_write_map_line(w);
	ch_put_z(w, "name", s->name);
	ch_put_z(w, "ph", "X");
	ch_put_int(w, "pid", 1);
	ch_put_int(w, "tid", (int64_t)s->worker);
	ch_put_real(w, "ts", (s->from_s - t->started_s) * 1e6);
	ch_put_real(w, "dur", (s->to_s - s->from_s) * 1e6);
	ch_write_key(w, "args");
	ch_write_map_line(w);
	ch_put_int(w, "items", (int64_t)s->items);
	ch_write_end(w);
	ch_write_end(w);
}

int ch_trace_write(
	const struct ch_trace *t, const char *path, struct ch_err *err)
{
	struct ch_writer_options options = { .format = CH_FORMAT_JSON };
	struct ch_sink sink = { 0 };
	struct ch_writer *w;
	int code = ch_sink_open(&sink, path, err);

	if (code)
		return code;
	w = ch_writer_new(&options, &sink);
	ch_write_map(w);
	ch_put_z(w, "displayTimeUnit", "ms");
	ch_write_key(w, "traceEvents");
	ch_write_list(w);
	for (size_t i = 0; i < t->n; i++)
		write_span(t, &t->spans[i], w);
	ch_write_end(w);
	ch_write_end(w);
	code = ch_writer_finish(w, err);
	ch_writer_free(w);
	if (code) {
		ch_sink_abort(&sink);
		return code;
	}
	return ch_sink_close(&sink, err);
}
