#include "snapshot/params.h"

#include <string.h>

#include "base/buf.h"

#define NONE ((size_t)-1)
/* A parameter list longer than this is compared only up to here. */
#define MAX_PARAMS 256
/* Brackets deeper than this are left as they are. */
#define MAX_DEPTH 32

/* Words that say where a name lives, not what it is. */
static size_t skipped_prefix(struct ch_str s)
{
	static const char *const prefixes[] = { "typing.", "typing_extensions.",
		"t.", "te.", "cabc.", "collections.abc.", "builtins.",
		"std::", "core::", "struct " };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (ch_str_starts(s, prefixes[i]))
			return strlen(prefixes[i]);
	return 0;
}

static size_t lifetime(struct ch_str s)
{
	size_t n = 1;

	if (s.len < 2 || s.ptr[0] != '\'' || !ch_is_word(s.ptr[1]))
		return 0;
	while (n < s.len && ch_is_word(s.ptr[n]))
		n++;
	if (n < s.len && s.ptr[n] == '\'')
		return 0; /* a character literal or a quoted name */
	return n < s.len && s.ptr[n] == ' ' ? n + 1 : n;
}

enum bracket { BRACKET_PLAIN, BRACKET_OPTIONAL, BRACKET_UNION };

struct speller {
	struct ch_buf out;
	enum bracket open[MAX_DEPTH];
	int depth;
	bool literal; /* Literal['a'] is Literal["a"] */
};

/* Generic aliases of Python's typing are the classes themselves. */
static const struct {
	const char *word, *spelled;
	enum bracket bracket;
} generics[] = {
	{ "Optional[", "", BRACKET_OPTIONAL },
	{ "Union[", "", BRACKET_UNION },
	{ "List[", "list[", BRACKET_PLAIN },
	{ "Dict[", "dict[", BRACKET_PLAIN },
	{ "Set[", "set[", BRACKET_PLAIN },
	{ "FrozenSet[", "frozenset[", BRACKET_PLAIN },
	{ "Tuple[", "tuple[", BRACKET_PLAIN },
	{ "Type[", "type[", BRACKET_PLAIN },
	{ "ContextManager[", "AbstractContextManager[", BRACKET_PLAIN },
	{ "AsyncContextManager[", "AbstractAsyncContextManager[",
		BRACKET_PLAIN },
};

static void open_bracket(struct speller *sp, enum bracket kind)
{
	if (sp->depth < MAX_DEPTH)
		sp->open[sp->depth] = kind;
	sp->depth++;
}

static enum bracket innermost(const struct speller *sp)
{
	if (!sp->depth || sp->depth > MAX_DEPTH)
		return BRACKET_PLAIN;
	return sp->open[sp->depth - 1];
}

static size_t spell_generic(struct speller *sp, struct ch_str rest)
{
	for (size_t i = 0; i < sizeof(generics) / sizeof(*generics); i++) {
		if (!ch_str_starts(rest, generics[i].word))
			continue;
		ch_buf_add_z(&sp->out, generics[i].spelled);
		open_bracket(sp, generics[i].bracket);
		return strlen(generics[i].word);
	}
	return 0;
}

static void spell_char(struct speller *sp, char c, char next)
{
	struct ch_buf *out = &sp->out;
	char last = out->len ? out->ptr[out->len - 1] : '\0';

	if (c == ' ' || c == '\t' || c == '\n') {
		if (ch_is_word(last) && ch_is_word(next))
			ch_buf_add_char(out, ' ');
	} else if (c == '[') {
		open_bracket(sp, BRACKET_PLAIN);
		ch_buf_add_char(out, c);
	} else if (c == ']') {
		enum bracket kind = innermost(sp);

		sp->depth -= sp->depth > 0;
		ch_buf_add_z(out, kind == BRACKET_PLAIN	     ? "]"
				  : kind == BRACKET_OPTIONAL ? "|None"
							     : "");
	} else if (c == ',' && innermost(sp) == BRACKET_UNION) {
		ch_buf_add_char(out, '|');
	} else if (c != '"' && (c != '\'' || !sp->literal)) {
		/* a forward reference is its name */
		ch_buf_add_char(out, c);
	}
}

static void spell(struct speller *sp, struct ch_str type)
{
	for (size_t i = 0; i < type.len; i++) {
		struct ch_str rest = ch_str_sub(type, i, type.len);
		char last = i ? type.ptr[i - 1] : '\0', next = '\0';
		size_t skip = 0;

		if (!ch_is_word(last) && last != '.') {
			skip = skipped_prefix(rest);
			if (!skip)
				skip = lifetime(rest);
		}
		if (!skip && !ch_is_word(last))
			skip = spell_generic(sp, rest);
		if (skip) {
			i += skip - 1;
			continue;
		}
		for (size_t k = i + 1; k < type.len && !next; k++)
			if (type.ptr[k] != ' ' && type.ptr[k] != '\t')
				next = type.ptr[k];
		spell_char(sp, type.ptr[i], next);
	}
}

struct ch_str ch_type_next(struct ch_str *rest, const char *separators)
{
	struct ch_str part;
	int depth = 0;
	size_t i;

	for (i = 0; i < rest->len; i++) {
		char c = rest->ptr[i];

		depth += c == '[' || c == '(' || c == '<' || c == '{';
		depth -= c == ']' || c == ')' || c == '>' || c == '}';
		if (c && strchr(separators, c) && depth <= 0)
			break;
	}
	part = ch_str_trim(ch_str_sub(*rest, 0, i));
	*rest = ch_str_sub(*rest, i + (i < rest->len), rest->len);
	return part;
}

static bool has_member(struct ch_str type, struct ch_str member)
{
	while (type.len)
		if (ch_str_eq(ch_type_next(&type, "|"), member))
			return true;
	return false;
}

/* Does the union 'whole' take every member of 'part'? */
static bool takes_all(struct ch_str whole, struct ch_str part)
{
	while (part.len)
		if (!has_member(whole, ch_type_next(&part, "|")))
			return false;
	return true;
}

struct ch_str ch_type_normal(struct ch_str type, struct ch_arena *arena)
{
	struct speller sp = { .depth = 0 };
	struct ch_str s;

	type = ch_str_trim(type);
	if (type.len >= 2 && type.ptr[0] == '\'' &&
		type.ptr[type.len - 1] == '\'')
		type = ch_str_sub(type, 1, type.len - 1);
	sp.literal = ch_str_find(type, CH_STR("Literal["), 0) != NONE;
	spell(&sp, type);
	s = ch_arena_str(arena, ch_buf_str(&sp.out));
	ch_buf_release(&sp.out);
	return s;
}

bool ch_type_same(struct ch_str a, struct ch_str b)
{
	struct ch_arena arena = { 0 };
	bool same;

	if (ch_str_eq(a, b))
		return true;
	a = ch_type_normal(a, &arena);
	b = ch_type_normal(b, &arena);
	same = ch_str_eq(a, b) || (ch_str_chr(a, '|', 0) != NONE &&
					  ch_str_chr(b, '|', 0) != NONE &&
					  takes_all(a, b) && takes_all(b, a));
	ch_arena_release(&arena);
	return same;
}

bool ch_type_widens(struct ch_str from, struct ch_str to)
{
	struct ch_arena arena = { 0 };
	bool widens;

	from = ch_type_normal(from, &arena);
	to = ch_type_normal(to, &arena);
	widens = from.len && ch_str_chr(to, '|', 0) != NONE &&
		 takes_all(to, from);
	ch_arena_release(&arena);
	return widens;
}

/* Is 'type' NAME<...>, whatever path is before the name?  Its arguments. */
static bool arguments_of(
	struct ch_str type, const char *name, struct ch_str *arguments)
{
	size_t open = ch_str_chr(type, '<', 0), from;

	if (open == NONE || !ch_str_ends(type, ">"))
		return false;
	for (from = open; from && ch_is_word(type.ptr[from - 1]);)
		from--;
	if (!ch_str_is(ch_str_sub(type, from, open), name) ||
		(from && type.ptr[from - 1] != ':'))
		return false;
	*arguments = ch_str_trim(ch_str_sub(type, open + 1, type.len - 1));
	return true;
}

/* One of the bounds of "impl A + B". */
static bool awaited_of_bound(struct ch_str bound, struct ch_str *output)
{
	struct ch_str rest;

	if (arguments_of(bound, "Future", &rest)) {
		struct ch_str name = ch_type_next(&rest, "=");

		*output = ch_str_trim(rest);
		return ch_str_is(name, "Output") && output->len;
	}
	if (!arguments_of(bound, "BoxFuture", &rest) &&
		!arguments_of(bound, "LocalBoxFuture", &rest))
		return false;
	while (rest.len)
		*output = ch_type_next(&rest, ",");
	return true;
}

bool ch_type_awaited(struct ch_str type, struct ch_str *output)
{
	*output = (struct ch_str){ 0 };
	type = ch_str_trim(type);
	while (arguments_of(type, "Pin", &type) ||
		arguments_of(type, "Box", &type))
		;
	if (ch_str_starts(type, "impl ") || ch_str_starts(type, "dyn "))
		type = ch_str_sub(type, ch_str_chr(type, ' ', 0), type.len);
	while (type.len)
		if (awaited_of_bound(ch_type_next(&type, "+"), output))
			return true;
	return false;
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

/* "__x" of Python: by position only, before there was a "/" for it. */
static bool is_dunder(const struct ch_param *p)
{
	return p->kind == CH_PARAM_NORMAL && ch_str_starts(p->name, "__");
}

static bool same_kind(const struct ch_param *p, const struct ch_param *q)
{
	return p->kind == q->kind ||
	       (is_dunder(p) && q->kind == CH_PARAM_POSITIONAL_ONLY) ||
	       (is_dunder(q) && p->kind == CH_PARAM_POSITIONAL_ONLY);
}

static bool may_be_renamed(const struct ch_param *p, const struct ch_param *q)
{
	if (!same_kind(p, q))
		return false;
	if (!p->name.len != !q->name.len)
		return ch_type_same(p->type, q->type);
	if (!p->type.len && !q->type.len)
		return !p->dflt.len == !q->dflt.len;
	return ch_type_same(p->type, q->type);
}

static bool ends_word(struct ch_str s, size_t i)
{
	char c = s.ptr[i - 1];

	return i == s.len || !ch_is_word(s.ptr[i]) || s.ptr[i] == '_' ||
	       c == '_' || (ch_is_upper(s.ptr[i]) && ch_is_lower(c));
}

/* The word of "old_value" and "oldValue" that starts at 'i'. */
static struct ch_str word_at(struct ch_str s, size_t i)
{
	size_t end = i + 1;

	while (end < s.len && !ends_word(s, end))
		end++;
	return ch_str_sub(s, i, end);
}

static bool same_word(struct ch_str a, struct ch_str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if ((a.ptr[i] | 0x20) != (b.ptr[i] | 0x20))
			return false;
	return true;
}

/* "dateLeft" and "laterDate": a word of three letters or more. */
static bool share_a_word(struct ch_str a, struct ch_str b)
{
	for (size_t i = 0; i < a.len; i += word_at(a, i).len)
		for (size_t k = 0; k < b.len; k += word_at(b, k).len)
			if (word_at(a, i).len >= 3 &&
				same_word(word_at(a, i), word_at(b, k)))
				return true;
	return false;
}

/*
 * Between two pairs, parameters left over stand for each other when they
 * have the same type, or the same place in the gap and a word of their names;
 * nameless ones also when only the type changed and the gaps are equally long.
 */
static void pair_gap(
	struct list *a, int a0, int a1, struct list *b, int b0, int b1)
{
	int i = a0, j = b0;
	bool even = a1 - a0 == b1 - b0;

	while (i < a1 && j < b1) {
		const struct ch_param *p = a->items[i], *q = b->items[j];

		if (may_be_renamed(p, q) ||
			(even && !p->name.len && !q->name.len) ||
			(i - a0 == j - b0 && p->kind == q->kind &&
				share_a_word(p->name, q->name))) {
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

struct ch_str ch_param_type(const struct ch_param *p)
{
	if (ch_str_starts(p->type, "?") &&
		!ch_str_casecmp(p->dflt, CH_STR("null")))
		return ch_str_trim(ch_str_sub(p->type, 1, p->type.len));
	return p->type;
}

static bool compare_pair(const struct ch_param *p, const struct ch_param *q,
	bool moved, struct ch_param_delta *d)
{
	d->old_param = p;
	d->new_param = q;
	d->moved = moved && p->kind != CH_PARAM_KEYWORD_ONLY &&
		   q->kind != CH_PARAM_KEYWORD_ONLY;
	d->renamed = !ch_str_eq(p->name, q->name) && p->name.len &&
		     q->name.len && (p->kind == q->kind || !same_kind(p, q));
	d->retyped = p->type.len && q->type.len &&
		     !ch_type_same(ch_param_type(p), ch_param_type(q));
	d->default_changed =
		!ch_type_same(p->dflt, q->dflt) || p->optional != q->optional;
	d->kind_changed = !same_kind(p, q);
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
	deltas = ch_arena_calloc(
		arena, (size_t)a.n + (size_t)b.n, sizeof(*deltas));
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
