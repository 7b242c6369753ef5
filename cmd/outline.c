#include "cmd/outline.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/terminal.h"
#include "base/text.h"

const char *const ch_outline_formats[] = { "text", "json", "symbols", NULL };

/*
 * Symbols come in source order with the index of their parent; children need
 * not follow it at once.  Linked by index they can be walked without recursion.
 */
struct links {
	uint32_t *first; /* child of i; [n] is the file itself */
	uint32_t *next;	 /* sibling of i */
};

static struct links link_symbols(
	const struct ch_facts *f, struct ch_arena *arena)
{
	size_t n = f->nsymbols;
	struct links l;

	l.first = ch_arena_alloc(arena, (n + 1) * sizeof(*l.first));
	l.next = ch_arena_alloc(arena, (n + 1) * sizeof(*l.next));
	memset(l.first, 0xff, (n + 1) * sizeof(*l.first));
	l.next[n] = CH_NO_SYMBOL;
	for (size_t i = n; i-- > 0;) {
		uint32_t parent = f->symbols[i].parent;
		size_t at = parent < i ? parent : n;

		l.next[i] = l.first[at];
		l.first[at] = (uint32_t)i;
	}
	return l;
}

/*
 * Calls enter() for every symbol before its children and leave() after them.
 */
typedef void visit_fn(void *to, const struct ch_symbol *s, size_t depth);

static void walk(const struct ch_facts *f, struct ch_arena *arena, void *to,
	visit_fn *enter, visit_fn *leave)
{
	struct links l = link_symbols(f, arena);
	uint32_t at = l.first[f->nsymbols];
	size_t depth = 0;

	while (at != CH_NO_SYMBOL) {
		enter(to, &f->symbols[at], depth);
		if (l.first[at] != CH_NO_SYMBOL) {
			at = l.first[at];
			depth++;
			continue;
		}
		leave(to, &f->symbols[at], depth);
		while (l.next[at] == CH_NO_SYMBOL && depth) {
			at = f->symbols[at].parent;
			leave(to, &f->symbols[at], --depth);
		}
		at = l.next[at];
	}
}

static void put_or_null(struct ch_writer *w, const char *key, struct ch_str s)
{
	if (s.len)
		ch_put_str(w, key, s);
	else
		ch_put_null(w, key);
}

static void write_parameters(struct ch_writer *w, const struct ch_symbol *s)
{
	ch_write_key(w, "parameters");
	ch_write_list(w);
	for (size_t i = 0; i < s->nparams; i++) {
		const struct ch_param *p = &s->params[i];

		ch_write_map_line(w);
		put_or_null(w, "name", p->name);
		put_or_null(w, "type", p->type);
		put_or_null(w, "default", p->dflt);
		ch_put_z(w, "kind", ch_param_kind_name(p->kind));
		ch_write_end(w);
	}
	ch_write_end(w);
}

static void enter_json(void *to, const struct ch_symbol *s, size_t depth)
{
	struct ch_writer *w = to;

	(void)depth;
	ch_write_map(w);
	ch_put_str(w, "name", s->name);
	ch_put_str(w, "qualified", s->qualified);
	ch_put_z(w, "kind", ch_kind_name(s->kind));
	ch_put_z(w, "visibility", ch_visibility_name(s->visibility));
	ch_put_str(w, "signature", s->signature);
	put_or_null(w, "doc", s->doc);
	ch_put_int(w, "start_line", (int64_t)s->start_line + 1);
	ch_put_int(w, "end_line", (int64_t)s->end_line + 1);
	ch_put_int(w, "start_byte", s->start_byte);
	ch_put_int(w, "end_byte", s->end_byte);
	ch_put_int(w, "decisions", s->decisions);
	write_parameters(w, s);
	ch_write_key(w, "children");
	ch_write_list(w);
}

static void leave_json(void *to, const struct ch_symbol *s, size_t depth)
{
	(void)s, (void)depth;
	ch_write_end(to); /* children */
	ch_write_end(to);
}

static double error_share(const struct ch_facts *f)
{
	return f->bytes ? (double)f->error_bytes / f->bytes : 0;
}

static void write_imports(struct ch_writer *w, const struct ch_facts *f)
{
	ch_write_key(w, "imports");
	ch_write_list(w);
	for (size_t i = 0; i < f->nimports; i++) {
		ch_write_map_line(w);
		ch_put_str(w, "name", f->imports[i].name);
		ch_put_z(w, "kind", ch_import_kind_name(f->imports[i].kind));
		ch_put_int(w, "line", (int64_t)f->imports[i].line + 1);
		ch_write_end(w);
	}
	ch_write_end(w);
}

static int write_json(struct ch_run_context *ctx, const struct ch_outline *o,
	struct ch_err *err)
{
	const struct ch_facts *f = &o->facts;
	struct ch_writer *w;
	int code = ch_run_writer(ctx, CH_FORMAT_JSON, NULL, &w, err);

	if (code)
		return code;
	ch_write_map(w);
	ch_put_z(w, "schema", "codehist.parse/1");
	ch_put_path(w, "path", o->path);
	ch_put_z(w, "language", o->language);
	ch_put_int(w, "bytes", f->bytes);
	ch_put_int(w, "lines", f->lines);
	ch_put_int(w, "tokens", f->ntokens);
	ch_put_real(w, "error_share", error_share(f));
	write_imports(w, f);
	ch_put_int(w, "comments", (int64_t)f->ncomments);
	ch_write_key(w, "symbols");
	ch_write_list(w);
	walk(f, &ctx->arena, w, enter_json, leave_json);
	ch_write_end(w);
	ch_run_write_warnings(ctx, w);
	ch_write_end(w);
	code = ch_writer_finish(w, err);
	ch_writer_free(w);
	return code;
}

/* Lines of text, for both formats that are lines. */
struct lines {
	struct ch_sink *out;
	struct ch_buf line;
	struct ch_str path;
	size_t width; /* of the terminal, 0: no limit */
};

static void end_line(struct lines *l)
{
	struct ch_buf cut = { 0 };

	if (l->width)
		ch_text_elide(&cut, ch_buf_str(&l->line), l->width);
	else
		ch_buf_add_str(&cut, ch_buf_str(&l->line));
	ch_buf_add_char(&cut, '\n');
	ch_sink_str(l->out, ch_buf_str(&cut));
	ch_buf_release(&cut);
	ch_buf_clear(&l->line);
}

static void enter_text(void *to, const struct ch_symbol *s, size_t depth)
{
	struct lines *l = to;

	ch_buf_add_repeat(&l->line, ' ', 2 * (depth + 1));
	ch_buf_printf(&l->line, "%s ", ch_kind_name(s->kind));
	ch_text_escape_line(&l->line, s->name);
	ch_buf_printf(&l->line, "  %" PRIu64 "-%" PRIu64 "  ",
		(uint64_t)s->start_line + 1, (uint64_t)s->end_line + 1);
	ch_text_escape_line(&l->line, s->signature);
	end_line(l);
}

static void enter_symbols(void *to, const struct ch_symbol *s, size_t depth)
{
	struct lines *l = to;

	(void)depth;
	ch_text_path(&l->line, l->path);
	ch_buf_printf(&l->line, ":%" PRIu64 "-%" PRIu64 " %s ",
		(uint64_t)s->start_line + 1, (uint64_t)s->end_line + 1,
		ch_kind_name(s->kind));
	ch_text_escape_line(&l->line, s->qualified);
	ch_buf_add_char(&l->line, ' ');
	ch_text_escape_line(&l->line, s->signature);
	end_line(l);
}

static void leave_text(void *to, const struct ch_symbol *s, size_t depth)
{
	(void)to, (void)s, (void)depth;
}

static void add_heading(struct lines *l, const struct ch_outline *o)
{
	const struct ch_facts *f = &o->facts;

	ch_text_path(&l->line, o->path);
	ch_buf_printf(&l->line, ": %s, ", o->language);
	ch_text_int(&l->line, f->lines);
	ch_buf_add_z(&l->line, " lines, ");
	ch_text_int(&l->line, (int64_t)f->nsymbols);
	ch_buf_add_z(&l->line, " symbols, ");
	ch_text_int(&l->line, (int64_t)f->nimports);
	ch_buf_add_z(&l->line, " imports");
	if (f->error_bytes)
		ch_buf_printf(&l->line, ", %.1f %% not understood",
			100 * error_share(f));
	end_line(l);
}

static int write_lines(struct ch_run_context *ctx, const struct ch_outline *o,
	enum ch_outline_format format, struct ch_err *err)
{
	struct lines l = { .path = o->path };
	int code = ch_run_out(ctx, &l.out, err);

	if (code)
		return code;
	if (format == CH_OUTLINE_TEXT) {
		if (!ctx->globals.output)
			l.width = ch_terminal_width(STDOUT_FILENO);
		add_heading(&l, o);
		walk(&o->facts, &ctx->arena, &l, enter_text, leave_text);
	} else {
		walk(&o->facts, &ctx->arena, &l, enter_symbols, leave_text);
	}
	ch_buf_release(&l.line);
	return 0;
}

int ch_outline_write(struct ch_run_context *ctx, const struct ch_outline *o,
	enum ch_outline_format format, struct ch_err *err)
{
	if (format == CH_OUTLINE_JSON)
		return write_json(ctx, o, err);
	return write_lines(ctx, o, format, err);
}
