#include "analyzers/source.h"

#include <math.h>
#include <string.h>

/* ---- Comments -----------------------------------------------------------*/

/* The line of a comment's last sign; some grammars' end with a newline. */
static uint32_t last_line(const struct ch_comment *c, struct ch_str text)
{
	uint32_t line = c->start_line, end = c->end_byte;

	while (end > c->start_byte && strchr("\r\n", text.ptr[end - 1]))
		end--;
	for (uint32_t i = c->start_byte; i < end; i++)
		line += text.ptr[i] == '\n';
	return line;
}

/* How many lines of [from, to] have a comment; they come in order. */
static uint32_t comment_lines(const struct ch_facts *f, struct ch_str text,
	uint32_t from, uint32_t to)
{
	size_t low = 0, high = f->ncomments;
	uint32_t n = 0, next = from;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (f->comments[mid].start_line >= from)
			high = mid;
		else
			low = mid + 1;
	}
	for (; low < f->ncomments && f->comments[low].start_line <= to; low++) {
		uint32_t first = f->comments[low].start_line;
		uint32_t last = last_line(&f->comments[low], text);

		if (first < next)
			first = next;
		if (last > to)
			last = to;
		if (last < first)
			continue;
		n += last - first + 1;
		next = last + 1;
	}
	return n;
}

/* ---- Functions ----------------------------------------------------------*/

static bool has_body(const struct ch_symbol *s)
{
	return ch_kind_is_callable(s->kind) && s->body_end > s->body_start;
}

static void add_function(struct ch_source *out, const struct ch_facts *facts,
	size_t i, struct ch_str text, struct ch_arena *arena)
{
	const struct ch_symbol *s = &facts->symbols[i];
	struct ch_source_function *f = &out->functions[out->nfunctions++];

	f->name = ch_arena_str(arena, s->qualified);
	f->kind = s->kind;
	f->visibility = s->visibility;
	f->is_documented = s->doc.len > 0;
	f->line = s->start_line + 1;
	f->end_line = s->end_line + 1;
	for (uint32_t p = 0; p < s->nparams; p++)
		f->parameters += s->params[p].kind != CH_PARAM_RECEIVER;
	f->cyclomatic = 1 + s->decisions;
	f->comment_lines =
		comment_lines(facts, text, s->start_line, s->end_line);
	if (facts->metrics)
		f->metrics = facts->metrics[i];
}

uint32_t ch_source_complexity(const struct ch_source *s)
{
	uint32_t sum = 0;

	for (size_t i = 0; s && i < s->nfunctions; i++)
		sum += s->functions[i].cyclomatic;
	return sum;
}

/* ---- Types --------------------------------------------------------------*/

static bool is_constructor(const struct ch_symbol *s, struct ch_str owner)
{
	static const char *const names[] = { "__init__", "__new__",
		"__post_init__", "__del__", "constructor", "init", "deinit",
		"__construct", "__destruct", "initialize", "finalize" };
	size_t at = owner.len;

	while (at && !strchr(".:#\\", owner.ptr[at - 1]))
		at--;
	owner = ch_str_sub(owner, at, owner.len);
	if (ch_str_eq(s->name, owner) || ch_str_starts(s->name, "~"))
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (ch_str_is(s->name, names[i]))
			return true;
	return false;
}

/* "#x", "$x" and "@x" are called x. */
static struct ch_str bare_name(struct ch_str name)
{
	while (name.len && strchr("$@", name.ptr[0]))
		name = ch_str_sub(name, 1, name.len);
	return name;
}

static size_t first_use(const struct ch_facts *f, uint32_t symbol)
{
	size_t low = 0, high = f->nuses;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (f->uses[mid].symbol >= symbol)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

static void add_method(struct ch_source *out, const struct ch_facts *facts,
	uint32_t symbol, struct ch_str owner, struct ch_arena *arena)
{
	const struct ch_symbol *s = &facts->symbols[symbol];
	struct ch_source_method *m = &out->methods[out->nmethods++];
	size_t from = first_use(facts, symbol), n = from;
	struct ch_use *uses;

	m->owner = owner;
	m->name = ch_arena_str(arena, bare_name(s->name));
	m->line = s->start_line + 1;
	m->is_static = s->flags & CH_SYM_STATIC;
	m->is_constructor = is_constructor(s, owner);
	while (n < facts->nuses && facts->uses[n].symbol == symbol)
		n++;
	m->nuses = n - from;
	m->uses = uses = ch_arena_memdup(
		arena, facts->uses + from, m->nuses * sizeof(*uses));
	for (size_t i = 0; i < m->nuses; i++)
		uses[i].name = ch_arena_str(arena, uses[i].name);
}

static void add_types(struct ch_source *out, const struct ch_facts *facts,
	struct ch_arena *arena)
{
	size_t n = facts->nsymbols;

	out->types = ch_arena_calloc(arena, n, sizeof(*out->types));
	out->methods = ch_arena_calloc(arena, n, sizeof(*out->methods));
	out->members = ch_arena_calloc(arena, n, sizeof(*out->members));
	for (uint32_t i = 0; i < n; i++) {
		const struct ch_symbol *s = &facts->symbols[i];
		struct ch_str owner = ch_symbol_owner(facts, i);

		if ((ch_kind_is_type(s->kind) &&
			    s->kind != CH_KIND_INTERFACE) ||
			s->kind == CH_KIND_TYPE)
			out->types[out->ntypes++] = (struct ch_source_type){
				ch_arena_str(arena, s->qualified), s->kind,
				s->start_line + 1
			};
		if (!owner.len || (!ch_kind_is_callable(s->kind) &&
					  s->kind != CH_KIND_FIELD))
			continue;
		owner = ch_arena_str(arena, owner);
		out->members[out->nmembers++] =
			(struct ch_source_member){ owner,
				ch_arena_str(arena, bare_name(s->name)) };
		if (has_body(s))
			add_method(out, facts, i, owner, arena);
	}
}

struct ch_source *ch_source_from(const struct ch_facts *facts,
	const struct ch_lang *lang, struct ch_str text, struct ch_arena *arena)
{
	struct ch_source *out = ch_arena_calloc(arena, 1, sizeof(*out));
	size_t n = 0;

	out->lang = lang;
	out->lines = facts->lines;
	out->comments = (uint32_t)facts->ncomments;
	out->comment_lines = comment_lines(facts, text, 0, UINT32_MAX - 1);
	for (size_t i = 0; i < facts->nsymbols; i++)
		n += has_body(&facts->symbols[i]);
	out->functions = ch_arena_calloc(arena, n, sizeof(*out->functions));
	for (size_t i = 0; i < facts->nsymbols; i++)
		if (has_body(&facts->symbols[i]))
			add_function(out, facts, i, text, arena);
	if (facts->uses)
		add_types(out, facts, arena);
	return out;
}

/* ---- Halstead -----------------------------------------------------------*/

double ch_halstead_volume(const struct ch_metrics *m)
{
	double vocabulary =
		(double)m->distinct_operators + m->distinct_operands;

	return vocabulary > 0
		       ? ((double)m->operators + m->operands) * log2(vocabulary)
		       : 0;
}

double ch_halstead_difficulty(const struct ch_metrics *m)
{
	return m->distinct_operands ? m->distinct_operators / 2.0 *
					      m->operands / m->distinct_operands
				    : 0;
}

double ch_halstead_effort(const struct ch_metrics *m)
{
	return ch_halstead_volume(m) * ch_halstead_difficulty(m);
}
