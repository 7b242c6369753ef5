#include "base/progress.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/terminal.h"
#include "base/text.h"

#define BAR_PERIOD_S 0.1
#define PLAIN_PERIOD_S 10
#define BAR_CELLS 20

struct ch_progress {
	int fd;
	bool is_bar, is_plain;
	bool is_drawn;
	const char *stage;
	double started_s, last_s;
	struct ch_buf line;
};

struct ch_progress *ch_progress_new(int fd, bool plain, bool quiet)
{
	struct ch_progress *p = ch_calloc(1, sizeof(*p));

	p->fd = fd;
	p->is_plain = plain && !quiet;
	p->is_bar = !plain && !quiet && ch_terminal_width(fd);
	return p;
}

void ch_progress_free(struct ch_progress *p)
{
	if (!p)
		return;
	ch_progress_clear(p);
	ch_buf_release(&p->line);
	free(p);
}

static void emit(struct ch_progress *p)
{
	/* Nothing can be done about a terminal that went away. */
	if (write(p->fd, p->line.ptr, p->line.len) < 0)
		p->is_bar = p->is_plain = false;
	ch_buf_clear(&p->line);
}

void ch_progress_clear(struct ch_progress *p)
{
	if (!p->is_drawn)
		return;
	ch_buf_add_z(&p->line, "\r\033[K");
	emit(p);
	p->is_drawn = false;
}

/* "walk  12,345 of 82,000  15 %  8,123/s  9 s left" */
static void add_figures(
	struct ch_progress *p, uint64_t done, uint64_t total, double seconds)
{
	double rate = seconds > 0 ? (double)done / seconds : 0;

	ch_text_int(&p->line, (int64_t)done);
	if (total) {
		ch_buf_add_z(&p->line, " of ");
		ch_text_int(&p->line, (int64_t)total);
	}
	ch_buf_add_z(&p->line, "  ");
	ch_text_int(&p->line, (int64_t)rate);
	ch_buf_add_z(&p->line, "/s");
	if (total <= done || rate <= 0)
		return;
	ch_buf_add_z(&p->line, "  ");
	ch_text_duration(&p->line, (double)(total - done) / rate);
	ch_buf_add_z(&p->line, " left");
}

static void add_bar(struct ch_progress *p, uint64_t done, uint64_t total)
{
	double share = done < total ? (double)done / (double)total : 1;
	size_t full = (size_t)(share * BAR_CELLS);

	if (!total)
		return;
	ch_buf_add_char(&p->line, '[');
	ch_buf_add_repeat(&p->line, '#', full);
	ch_buf_add_repeat(&p->line, '.', BAR_CELLS - full);
	ch_buf_printf(&p->line, "] %3.0f %%  ", 100 * share);
}

static void draw(struct ch_progress *p, uint64_t done, uint64_t total)
{
	double seconds = p->last_s - p->started_s;
	size_t width;

	if (p->is_plain) {
		ch_buf_printf(&p->line, "codehist: %s: ", p->stage);
		add_figures(p, done, total, seconds);
		ch_buf_add_char(&p->line, '\n');
		emit(p);
		return;
	}
	ch_buf_printf(&p->line, "\r%-8s ", p->stage);
	add_bar(p, done, total);
	add_figures(p, done, total, seconds);
	/* A line that wraps could not be wiped. */
	width = ch_terminal_width(p->fd);
	if (p->line.len > width)
		ch_buf_truncate(&p->line, width);
	ch_buf_add_z(&p->line, "\033[K");
	emit(p);
	p->is_drawn = true;
}

void ch_progress_update(struct ch_progress *p, const char *stage, uint64_t done,
	uint64_t total, double now_s)
{
	if (!p->is_bar && !p->is_plain)
		return;
	/* Plain lines count from the first stage's start. */
	if (!p->stage || (p->is_bar && strcmp(p->stage, stage) != 0))
		p->last_s = now_s;
	if (!p->stage || strcmp(p->stage, stage) != 0) {
		p->stage = stage;
		p->started_s = now_s;
	}
	if (now_s - p->last_s < (p->is_plain ? PLAIN_PERIOD_S : BAR_PERIOD_S))
		return;
	p->last_s = now_s;
	draw(p, done, total);
}
