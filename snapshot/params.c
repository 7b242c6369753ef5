#include "snapshot/params.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"

/* A parameter list longer than this is compared only up to here. */
#define MAX_PARAMS 256

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

/* Words that say where a name lives, not what it is. */
static size_t skipped_prefix(struct ch_str s)
{
	static const char *const prefixes[] = { "typing.", "typing_extensions.",
		"t.", "std::", "core::", "struct ", "builtins.",
		"collections.abc." };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (ch_str_starts(s, prefixes[i]))
			return strlen(prefixes[i]);
	return 0;
}

static size_t lifetime(struct ch_str s)
{
	size_t n = 1;

	if (s.len < 2 || s.ptr[0] != '\'' || !is_word(s.ptr[1]))
		return 0;
	while (n < s.len && is_word(s.ptr[n]))
		n++;
	if (n < s.len && s.ptr[n] == '\'')
		return 0; /* a character literal */
	return n < s.len && s.ptr[n] == ' ' ? n + 1 : n;
}

/* typing.List[X] is list[X]. */
static bool is_old_generic(struct ch_str s)
{
	static const char *const names[] = { "List[", "Dict[", "Tuple[", "Set[",
		"Type[" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (ch_str_starts(s, names[i]))
			return true;
	return false;
}

static void fold_spelling(struct ch_str type, struct ch_buf *out)
{
	for (size_t i = 0; i < type.len; i++) {
		struct ch_str rest = ch_str_sub(type, i, type.len);
		char last = out->len ? out->ptr[out->len - 1] : '\0';
		size_t skip = is_word(last) ? 0 : skipped_prefix(rest);

		if (!skip)
			skip = lifetime(rest);
		if (skip) {
			i += skip - 1;
			continue;
		}
		if (type.ptr[i] == ' ' || type.ptr[i] == '\t' ||
			type.ptr[i] == '\n') {
			char next = i + 1 < type.len ? type.ptr[i + 1] : '\0';

			if (is_word(last) && is_word(next))
				ch_buf_add_char(out, ' ');
			continue;
		}
		if (!is_word(last) && is_old_generic(rest))
			ch_buf_add_char(out, (char)(type.ptr[i] + 'a' - 'A'));
		else
			ch_buf_add_char(out, type.ptr[i]);
	}
}

/* The end of the bracket that opens at 'at', or the length. */
static size_t closing(struct ch_str s, size_t at)
{
	int depth = 0;

	for (size_t i = at; i < s.len; i++) {
		depth += s.ptr[i] == '[';
		depth -= s.ptr[i] == ']';
		if (!depth)
			return i;
	}
	return s.len;
}

/* Optional[X] -> X|None, Union[A,B] -> A|B; outermost only. */
static struct ch_str unwrap_optional(struct ch_str s, struct ch_arena *arena)
{
	if (ch_str_starts(s, "Optional[") && closing(s, 8) == s.len - 1)
		return ch_arena_printf(
			arena, "%.*s|None", (int)(s.len - 10), s.ptr + 9);
	if (ch_str_starts(s, "Union[") && closing(s, 5) == s.len - 1) {
		struct ch_str inner =
			ch_arena_str(arena, ch_str_sub(s, 6, s.len - 1));
		char *p = (char *)(uintptr_t)inner.ptr;
		int depth = 0;

		for (size_t i = 0; i < inner.len; i++) {
			depth += p[i] == '[';
			depth -= p[i] == ']';
			if (p[i] == ',' && !depth)
				p[i] = '|';
		}
		return inner;
	}
	return s;
}

struct ch_str ch_type_normal(struct ch_str type, struct ch_arena *arena)
{
	struct ch_buf buf = { 0 };
	struct ch_str s;

	type = ch_str_trim(type);
	if (type.len >= 2 && (type.ptr[0] == '"' || type.ptr[0] == '\'') &&
		type.ptr[type.len - 1] == type.ptr[0])
		type = ch_str_sub(type, 1, type.len - 1);
	fold_spelling(type, &buf);
	s = ch_arena_str(arena, ch_buf_str(&buf));
	ch_buf_release(&buf);
	return unwrap_optional(s, arena);
}

bool ch_type_same(struct ch_str a, struct ch_str b)
{
	struct ch_arena arena = { 0 };
	bool same;

	if (ch_str_eq(a, b))
		return true;
	same = ch_str_eq(ch_type_normal(a, &arena), ch_type_normal(b, &arena));
	ch_arena_release(&arena);
	return same;
}

struct ch_str ch_param_text(const struct ch_param *p, struct ch_arena *arena)
{
	struct ch_buf b = { 0 };
	struct ch_str s;

	if (p->kind == CH_PARAM_VARIADIC && p->name.len &&
		p->name.ptr[0] != '*' && p->name.ptr[0] != '.')
		ch_buf_add_z(&b, p->type.len ? "..." : "*");
	if (p->kind == CH_PARAM_KEYWORD_VARIADIC && p->name.len &&
		p->name.ptr[0] != '*')
		ch_buf_add_z(&b, "**");
	ch_buf_add_str(&b, p->name);
	if (p->type.len) {
		if (b.len)
			ch_buf_add_z(&b, ": ");
		ch_buf_add_str(&b, p->type);
	}
	if (p->dflt.len) {
		ch_buf_add_z(&b, " = ");
		ch_buf_add_str(&b, p->dflt);
	}
	s = ch_arena_str(arena, ch_buf_str(&b));
	ch_buf_release(&b);
	return s;
}

struct list {
	const struct ch_param *items[MAX_PARAMS];
	int other[MAX_PARAMS]; /* index in the other list, or -1 */
	int n;
};

static void take(struct list *l, const struct ch_symbol *s)
{
	l->n = 0;
	for (uint32_t i = 0; i < s->nparams && l->n < MAX_PARAMS; i++) {
		if (s->params[i].kind == CH_PARAM_RECEIVER)
			continue;
		l->items[l->n] = &s->params[i];
		l->other[l->n++] = -1;
	}
}

static void pair_by_name(struct list *a, struct list *b)
{
	for (int j = 0; j < b->n; j++) {
		for (int i = 0; b->items[j]->name.len && i < a->n; i++) {
			if (a->other[i] >= 0 || !ch_str_eq(a->items[i]->name,
							b->items[j]->name))
				continue;
			a->other[i] = j;
			b->other[j] = i;
			break;
		}
	}
}

static bool may_be_renamed(const struct ch_param *p, const struct ch_param *q)
{
	if (p->kind != q->kind)
		return false;
	if (!p->name.len != !q->name.len)
		return ch_type_same(p->type, q->type);
	if (!p->type.len && !q->type.len)
		return !p->dflt.len == !q->dflt.len;
	return ch_type_same(p->type, q->type);
}

/*
 * Between two pairs, parameters left over stand for each other when they
 * have the same type; nameless ones also when only the type changed and the
 * gaps are equally long.
 */
static void pair_gap(
	struct list *a, int a0, int a1, struct list *b, int b0, int b1)
{
	int i = a0, j = b0;
	bool even = a1 - a0 == b1 - b0;

	while (i < a1 && j < b1) {
		const struct ch_param *p = a->items[i], *q = b->items[j];

		if (may_be_renamed(p, q) ||
			(even && !p->name.len && !q->name.len)) {
			a->other[i] = j;
			b->other[j] = i;
			i++;
			j++;
		} else if (even) {
			i++;
			j++;
		} else if (a1 - i > b1 - j) {
			i++;
		} else {
			j++;
		}
	}
}

static void pair_by_place(struct list *a, struct list *b)
{
	int i = 0, j = 0;

	while (i < a->n || j < b->n) {
		int i1 = i, j1 = j;

		while (i1 < a->n && a->other[i1] < 0)
			i1++;
		while (j1 < b->n && b->other[j1] < 0)
			j1++;
		if (i1 > i && j1 > j)
			pair_gap(a, i, i1, b, j, j1);
		i = i1 + 1;
		j = j1 + 1;
	}
}

/* Kept parameters outside the longest run that keeps its order have moved. */
static void mark_moved(const struct list *b, bool *moved)
{
	int best[MAX_PARAMS], from[MAX_PARAMS], top = -1;

	for (int j = 0; j < b->n; j++) {
		best[j] = b->other[j] >= 0;
		from[j] = -1;
		moved[j] = b->other[j] >= 0;
		for (int k = 0; k < j && b->other[j] >= 0; k++)
			if (b->other[k] >= 0 && b->other[k] < b->other[j] &&
				best[k] + 1 > best[j]) {
				best[j] = best[k] + 1;
				from[j] = k;
			}
		if (b->other[j] >= 0 && (top < 0 || best[j] > best[top]))
			top = j;
	}
	for (; top >= 0; top = from[top])
		moved[top] = false;
}

static bool compare_pair(const struct ch_param *p, const struct ch_param *q,
	bool moved, struct ch_param_delta *d)
{
	d->old_param = p;
	d->new_param = q;
	d->moved = moved && p->kind != CH_PARAM_KEYWORD_ONLY &&
		   q->kind != CH_PARAM_KEYWORD_ONLY;
	d->renamed = !ch_str_eq(p->name, q->name) && p->name.len && q->name.len;
	d->retyped =
		p->type.len && q->type.len && !ch_type_same(p->type, q->type);
	d->default_changed =
		!ch_type_same(p->dflt, q->dflt) || p->optional != q->optional;
	d->kind_changed = p->kind != q->kind;
	return d->moved || d->renamed || d->retyped || d->default_changed ||
	       d->kind_changed;
}

size_t ch_params_compare(const struct ch_symbol *old_symbol,
	const struct ch_symbol *new_symbol, struct ch_arena *arena,
	struct ch_param_delta **out)
{
	struct ch_param_delta *deltas;
	struct list a, b;
	bool moved[MAX_PARAMS];
	size_t n = 0;
	int i = 0;

	take(&a, old_symbol);
	take(&b, new_symbol);
	pair_by_name(&a, &b);
	pair_by_place(&a, &b);
	mark_moved(&b, moved);
	deltas = ch_arena_calloc(arena, (size_t)(a.n + b.n), sizeof(*deltas));
	for (int j = 0; j < b.n; j++) {
		for (; i < a.n && (a.other[i] < 0 || i <= b.other[j]); i++)
			if (a.other[i] < 0)
				deltas[n++].old_param = a.items[i];
		if (b.other[j] < 0)
			deltas[n++].new_param = b.items[j];
		else if (compare_pair(a.items[b.other[j]], b.items[j], moved[j],
				 &deltas[n]))
			n++;
		else
			memset(&deltas[n], 0, sizeof(deltas[n]));
	}
	for (; i < a.n; i++)
		if (a.other[i] < 0)
			deltas[n++].old_param = a.items[i];
	*out = deltas;
	return n;
}
