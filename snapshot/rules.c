#include "snapshot/rules.h"

#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "snapshot/params.h"
#include "snapshot/redact.h"
#include "snapshot/symdiff.h"

/* More hits than this on one symbol say no more than "rewritten". */
#define MAX_HITS 24
/* Each base is looked for in all: longer lists are nobody's. */
#define MAX_BASES_BYTES 8192
/* A default or a type longer than this is cut in a detail. */
#define MAX_DETAIL 120

/* What calls with names, so that a parameter's name is part of the surface. */
enum language_trait {
	TRAIT_NAMED_ARGUMENTS = 1 << 0,
	TRAIT_LAYOUT = 1 << 1,	      /* fields make an ABI */
	TRAIT_PACKAGE_SCOPE = 1 << 2, /* a directory is the unit of import */
	TRAIT_OVERLOADS = 1 << 3,
	TRAIT_LITERALS = 1 << 4, /* values are written field by field */
	TRAIT_FUTURES = 1 << 5,	 /* async is short for a future's type */
	TRAIT_PROMISES = 1 << 6	 /* async leaves the type as it is */
};

struct judge {
	const struct ch_compare *delta;
	struct ch_symdiff *diff;
	struct ch_arena *arena;
	struct ch_secrets *secrets;
	struct ch_map names;   /* qualified names of side B that others see */
	struct ch_map gone;    /* qualified names of types that were removed */
	struct ch_map made;    /* of types that a macro makes on side B */
	struct ch_map written; /* of types that none makes on side A */
	struct ch_symbol_delta *d;
	unsigned traits;
	struct ch_rule_hit hits[MAX_HITS];
	size_t nhits;
};

const char *ch_rule_name(enum ch_rule rule)
{
	static const char *const names[] = {
#define RULE(id, name) name,
#include "snapshot/rules.def"
#undef RULE
	};

	return names[rule];
}

const char *ch_severity_name(enum ch_severity severity)
{
	static const char *const names[] = { "info", "low", "medium", "high" };

	return names[severity];
}

const char *ch_confidence_name(enum ch_confidence confidence)
{
	static const char *const names[] = { "check", "likely", "certain" };

	return names[confidence];
}

static unsigned traits_of(const struct ch_lang *lang)
{
	static const struct {
		const char *id;
		unsigned traits;
	} rows[] = { { "c", TRAIT_LAYOUT },
		{ "cpp", TRAIT_LAYOUT | TRAIT_OVERLOADS },
		{ "python", TRAIT_NAMED_ARGUMENTS },
		{ "swift", TRAIT_NAMED_ARGUMENTS },
		{ "kotlin", TRAIT_NAMED_ARGUMENTS | TRAIT_PACKAGE_SCOPE |
				    TRAIT_OVERLOADS },
		{ "java", TRAIT_OVERLOADS }, { "csharp", TRAIT_PROMISES },
		{ "dart", TRAIT_PROMISES },
		{ "typescript",
			TRAIT_OVERLOADS | TRAIT_LITERALS | TRAIT_PROMISES },
		{ "tsx", TRAIT_OVERLOADS | TRAIT_LITERALS | TRAIT_PROMISES },
		{ "rust", TRAIT_LITERALS | TRAIT_FUTURES },
		{ "go", TRAIT_PACKAGE_SCOPE | TRAIT_LITERALS } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (!strcmp(rows[i].id, ch_lang_id(lang)))
			return rows[i].traits;
	return 0;
}

/* Paired across namespaces: one of them may stand in a macro. */
static bool namespace_differs(const struct ch_symbol_delta *d)
{
	const struct ch_symbol *o = d->side[CH_OLD].symbol;
	const struct ch_symbol *n = d->side[CH_NEW].symbol;

	return o && n && ch_str_eq(o->name, n->name) &&
	       !ch_str_eq(o->qualified, n->qualified);
}

/* A module's __getattr__ of side B: it makes attributes when asked for. */
static const struct ch_symbol *getattr_of(
	const struct ch_compare *delta, uint32_t file)
{
	const struct ch_facts *f = &delta->files[file].facts[CH_NEW];

	for (size_t i = 0; i < f->nsymbols; i++)
		if (ch_str_is(f->symbols[i].qualified, "__getattr__"))
			return &f->symbols[i];
	return NULL;
}

/* "pkg/_impl.py": a module that says it is private, if nobody exports it. */
static bool is_private_module(const struct judge *j)
{
	const struct ch_symbol_side *shown = ch_symbol_shown(j->d);
	struct ch_str path = j->delta->files[shown->file].change.path;
	size_t at = 0;

	if (!(j->traits & TRAIT_NAMED_ARGUMENTS) || !ch_str_ends(path, ".py"))
		return false;
	do {
		struct ch_str part = ch_str_sub(path, at, path.len);

		if (ch_str_starts(part, "_") && !ch_str_starts(part, "__"))
			return true;
		at = ch_str_chr(path, '/', at);
	} while (at++ != (size_t)-1);
	return false;
}

/* Is the old name gone from its module, and may the module make it up? */
static bool is_answered(const struct judge *j)
{
	const struct ch_symbol_side *o = &j->d->side[CH_OLD];

	return o->symbol && o->symbol->parent == CH_NO_SYMBOL &&
	       (j->traits & TRAIT_NAMED_ARGUMENTS) &&
	       (j->d->change == CH_CHANGE_REMOVED ||
		       j->d->change == CH_CHANGE_RENAMED ||
		       j->d->change == CH_CHANGE_MOVED) &&
	       getattr_of(j->delta, o->file);
}

static enum ch_confidence confidence_of(const struct judge *j)
{
	unsigned flags = 0, odd = 0;

	for (int side = 0; side < 2; side++) {
		const struct ch_symbol_side *s = &j->d->side[side];

		if (!s->symbol)
			continue;
		flags |= s->symbol->flags | ch_symbol_api(s)->flags;
		odd |= j->delta->files[s->file].odd;
	}
	if ((flags & (CH_SYM_NEAR_ERROR | CH_SYM_MACRO_MADE)) ||
		namespace_differs(j->d) || is_answered(j) ||
		is_private_module(j))
		return CH_CONFIDENCE_CHECK;
	if ((flags & CH_SYM_CONDITIONAL) || (odd & CH_ODD_ERRORS))
		return CH_CONFIDENCE_LIKELY;
	return CH_CONFIDENCE_CERTAIN;
}

static void hit(struct judge *j, enum ch_rule rule, enum ch_severity severity,
	struct ch_str detail)
{
	struct ch_rule_hit *h;

	if (j->nhits == MAX_HITS)
		return;
	h = &j->hits[j->nhits++];
	h->rule = rule;
	h->severity = severity;
	h->confidence = confidence_of(j);
	h->detail = detail;
}

/* A secret cut in half is not known for one later: first things first. */
static struct ch_str shortened(struct judge *j, struct ch_str s)
{
	if (s.len <= MAX_DETAIL)
		return s;
	s = ch_redact_into(s, j->arena, j->secrets);
	if (s.len <= MAX_DETAIL)
		return s;
	return ch_arena_printf(j->arena, "%.*s...", MAX_DETAIL, s.ptr);
}

/* Two long texts from where they differ, a little before that. */
static void skip_equal(struct judge *j, struct ch_str *a, struct ch_str *b)
{
	size_t n = 0;

	*a = ch_redact_into(*a, j->arena, j->secrets);
	*b = ch_redact_into(*b, j->arena, j->secrets);
	while (n < a->len && n < b->len && a->ptr[n] == b->ptr[n])
		n++;
	n = n > MAX_DETAIL / 4 ? n - MAX_DETAIL / 4 : 0;
	while (n && a->ptr[n - 1] != ' ')
		n--; /* to the start of a word */
	if (!n)
		return;
	*a = ch_arena_printf(
		j->arena, "...%.*s", (int)(a->len - n), a->ptr + n);
	*b = ch_arena_printf(
		j->arena, "...%.*s", (int)(b->len - n), b->ptr + n);
}

/* "WHAT: old -> new", without what is empty. */
static struct ch_str from_to(struct judge *j, struct ch_str what,
	struct ch_str old_text, struct ch_str new_text)
{
	struct ch_buf b = { 0 };
	struct ch_str s,
		name = what.len ? what : ch_symbol_shown(j->d)->symbol->name;

	if (what.len) {
		ch_buf_add_str(&b, what);
		ch_buf_add_z(&b, ": ");
	}
	old_text = ch_redact_value(name, old_text, j->arena, j->secrets);
	new_text = ch_redact_value(name, new_text, j->arena, j->secrets);
	if (old_text.len > MAX_DETAIL && new_text.len > MAX_DETAIL)
		skip_equal(j, &old_text, &new_text);
	old_text = shortened(j, old_text);
	new_text = shortened(j, new_text);
	if (old_text.len)
		ch_buf_add_str(&b, old_text);
	else
		ch_buf_add_z(&b, "none");
	ch_buf_add_z(&b, " -> ");
	if (new_text.len)
		ch_buf_add_str(&b, new_text);
	else
		ch_buf_add_z(&b, "none");
	s = ch_arena_str(j->arena, ch_buf_str(&b));
	ch_buf_release(&b);
	return s;
}

static const struct ch_symbol *old_api(const struct judge *j)
{
	return ch_symbol_api(&j->d->side[CH_OLD]);
}

static const struct ch_symbol *new_api(const struct judge *j)
{
	return ch_symbol_api(&j->d->side[CH_NEW]);
}

static void judge_added_param(struct judge *j, const struct ch_param *p)
{
	struct ch_str text = shortened(j, ch_param_text(p, j->arena));
	bool optional = p->optional || p->dflt.len ||
			p->kind == CH_PARAM_VARIADIC ||
			p->kind == CH_PARAM_KEYWORD_VARIADIC;

	if (!optional)
		hit(j, CH_RULE_PARAM_ADDED_REQUIRED, CH_SEVERITY_HIGH, text);
	else
		hit(j, CH_RULE_PARAM_ADDED_OPTIONAL,
			j->traits & TRAIT_LAYOUT ? CH_SEVERITY_HIGH
						 : CH_SEVERITY_LOW,
			text);
}

static void judge_kept_param(struct judge *j, const struct ch_param_delta *p)
{
	const struct ch_param *o = p->old_param, *n = p->new_param;

	if (p->renamed && (j->traits & TRAIT_NAMED_ARGUMENTS) &&
		(o->kind == CH_PARAM_NORMAL ||
			o->kind == CH_PARAM_KEYWORD_ONLY))
		hit(j, CH_RULE_PARAM_RENAMED, CH_SEVERITY_HIGH,
			from_to(j, CH_STR(""), o->name, n->name));
	if (p->retyped)
		hit(j, CH_RULE_PARAM_TYPE,
			ch_type_widens(o->type, n->type) ? CH_SEVERITY_LOW
							 : CH_SEVERITY_MEDIUM,
			from_to(j, n->name, o->type, n->type));
	if (p->kind_changed)
		hit(j, CH_RULE_PARAM_MOVED, CH_SEVERITY_HIGH,
			ch_arena_printf(j->arena, "%.*s is now %s",
				(int)n->name.len, n->name.ptr,
				ch_param_kind_name(n->kind)));
	else if (p->moved)
		hit(j, CH_RULE_PARAM_MOVED, CH_SEVERITY_HIGH, n->name);
	if (!p->default_changed)
		return;
	if (o->optional && !n->optional)
		hit(j, CH_RULE_DEFAULT_REMOVED, CH_SEVERITY_MEDIUM,
			from_to(j, n->name, o->dflt, n->dflt));
	else if (o->optional && n->optional)
		hit(j, CH_RULE_DEFAULT_CHANGED, CH_SEVERITY_LOW,
			from_to(j, n->name, o->dflt, n->dflt));
}

static void judge_params(struct judge *j)
{
	struct ch_param_delta *deltas;
	size_t n = ch_params_compare(old_api(j), new_api(j), j->arena, &deltas);

	for (size_t i = 0; i < n; i++) {
		const struct ch_param_delta *p = &deltas[i];

		if (!p->new_param)
			hit(j, CH_RULE_PARAM_REMOVED, CH_SEVERITY_HIGH,
				shortened(j,
					ch_param_text(p->old_param, j->arena)));
		else if (!p->old_param)
			judge_added_param(j, p->new_param);
		else
			judge_kept_param(j, p);
	}
}

static void judge_macro(struct judge *j)
{
	const struct ch_symbol *o = old_api(j), *n = new_api(j);
	struct ch_str values = from_to(j, CH_STR(""), o->value, n->value);

	if (o->nparams != n->nparams)
		hit(j, CH_RULE_MACRO_ARITY, CH_SEVERITY_HIGH,
			ch_arena_printf(j->arena, "%u -> %u parameters",
				o->nparams, n->nparams));
	else if (!ch_str_eq(o->value, n->value))
		hit(j, CH_RULE_MACRO_VALUE, CH_SEVERITY_LOW, values);
}

/* The first of a list of bases; commas inside brackets are its own. */
static struct ch_str next_base(struct ch_str *rest)
{
	return ch_type_next(rest, ",+");
}

static bool has_base(struct ch_str list, struct ch_str base)
{
	while (list.len)
		if (ch_type_same(next_base(&list), base))
			return true;
	return false;
}

/* Each base of the old list that the new one lacks. */
static void judge_bases(struct judge *j)
{
	struct ch_str rest = old_api(j)->bases, now = new_api(j)->bases;

	if (rest.len > MAX_BASES_BYTES || now.len > MAX_BASES_BYTES)
		return;
	while (rest.len) {
		struct ch_str base = next_base(&rest);

		if (base.len && !has_base(now, base))
			hit(j, CH_RULE_BASE_REMOVED, CH_SEVERITY_MEDIUM,
				shortened(j, base));
	}
}

static void judge_flags(struct judge *j)
{
	const struct ch_symbol *o = old_api(j), *n = new_api(j);
	uint32_t changed = o->flags ^ n->flags;
	bool member = n->parent != CH_NO_SYMBOL;

	if (member && (changed & CH_SYM_STATIC))
		hit(j, CH_RULE_STATIC_CHANGED, CH_SEVERITY_HIGH,
			n->flags & CH_SYM_STATIC ? CH_STR("now static")
						 : CH_STR("no longer static"));
	if (ch_kind_is_callable(n->kind) && (changed & CH_SYM_CONST))
		hit(j, CH_RULE_CONST_CHANGED, CH_SEVERITY_MEDIUM,
			n->flags & CH_SYM_CONST ? CH_STR("now const")
						: CH_STR("no longer const"));
}

/* What those get who await a call of a Rust function; false: they cannot. */
static bool awaited(const struct ch_symbol *s, struct ch_str *gives)
{
	if (!(s->flags & CH_SYM_ASYNC))
		return ch_type_awaited(s->result, gives);
	*gives = s->result.len ? s->result : CH_STR("()");
	return true;
}

/*
 * "async fn f() -> T" has become "fn f() -> impl Future<Output = T>", or the
 * other way round.  Those who await it see no difference; those who have to
 * implement it may.
 */
static bool judge_spelled_future(struct judge *j)
{
	const struct ch_symbol *o = old_api(j), *n = new_api(j);
	struct ch_str was, now;

	if (!(j->traits & TRAIT_FUTURES) || !awaited(o, &was) ||
		!awaited(n, &now))
		return false;
	if (!ch_type_same(was, now))
		hit(j, CH_RULE_RETURN_TYPE, CH_SEVERITY_MEDIUM,
			from_to(j, CH_STR(""), was, now));
	hit(j, CH_RULE_ASYNC_CHANGED,
		n->flags & CH_SYM_ABSTRACT ? CH_SEVERITY_MEDIUM
					   : CH_SEVERITY_LOW,
		n->flags & CH_SYM_ASYNC
			? CH_STR("now async, was a future")
			: CH_STR("no longer async, still a future"));
	return true;
}

static void judge_result(struct judge *j)
{
	const struct ch_symbol *o = old_api(j), *n = new_api(j);
	bool async = (o->flags ^ n->flags) & CH_SYM_ASYNC;
	bool same = ch_type_same(o->result, n->result);

	if (async && judge_spelled_future(j))
		return;
	if (!same && o->result.len && n->result.len)
		hit(j, CH_RULE_RETURN_TYPE, CH_SEVERITY_MEDIUM,
			from_to(j, CH_STR(""), o->result, n->result));
	if (async && !(same && n->result.len && (j->traits & TRAIT_PROMISES)))
		hit(j, CH_RULE_ASYNC_CHANGED, CH_SEVERITY_HIGH,
			n->flags & CH_SYM_ASYNC ? CH_STR("now async")
						: CH_STR("no longer async"));
}

static void judge_callable(struct judge *j)
{
	const struct ch_symbol *o = old_api(j), *n = new_api(j);

	judge_params(j);
	judge_result(j);
	if (!ch_type_same(o->throws, n->throws))
		hit(j, CH_RULE_THROWS, CH_SEVERITY_MEDIUM,
			from_to(j, CH_STR(""), o->throws, n->throws));
}

/* A type with fields that a typedef names has no result of its own. */
static void judge_alias(struct judge *j)
{
	struct ch_str was = old_api(j)->result, now = new_api(j)->result;

	if (!ch_type_same(was, now))
		hit(j, CH_RULE_ALIAS_CHANGED, CH_SEVERITY_MEDIUM,
			from_to(j, CH_STR(""),
				was.len ? was : CH_STR("its own fields"),
				now.len ? now : CH_STR("its own fields")));
}

static void judge_signature(struct judge *j)
{
	const struct ch_symbol *o = old_api(j), *n = new_api(j);

	if (o->kind != n->kind) {
		hit(j, CH_RULE_KIND_CHANGED, CH_SEVERITY_MEDIUM,
			from_to(j, CH_STR(""), ch_str_z(ch_kind_name(o->kind)),
				ch_str_z(ch_kind_name(n->kind))));
		return;
	}
	if (ch_kind_is_callable(n->kind))
		judge_callable(j);
	else if (n->kind == CH_KIND_MACRO)
		judge_macro(j);
	else if (n->kind == CH_KIND_VALUE && !ch_str_eq(o->value, n->value))
		hit(j, CH_RULE_ENUM_VALUE, CH_SEVERITY_MEDIUM,
			from_to(j, CH_STR(""), o->value, n->value));
	else if (n->kind == CH_KIND_FIELD &&
		 !ch_type_same(o->result, n->result))
		hit(j, CH_RULE_FIELD_TYPE, CH_SEVERITY_MEDIUM,
			from_to(j, CH_STR(""), o->result, n->result));
	else if (n->kind == CH_KIND_TYPE)
		judge_alias(j);
	if (ch_kind_is_type(n->kind))
		judge_bases(j);
	if (!ch_type_same(o->generics, n->generics))
		hit(j, CH_RULE_GENERIC_CHANGED, CH_SEVERITY_MEDIUM,
			from_to(j, CH_STR(""), o->generics, n->generics));
	judge_flags(j);
}

static struct ch_str directory(struct ch_str path)
{
	while (path.len && path.ptr[path.len - 1] != '/')
		path.len--;
	return path;
}

static struct ch_str path_of(const struct judge *j, enum ch_side side)
{
	const struct ch_symbol_side *s = &j->d->side[side];
	uint32_t file = s->decl ? s->decl_file : s->file;

	return ch_compare_path(&j->delta->files[file], side);
}

static bool is_member(enum ch_kind kind)
{
	return kind == CH_KIND_METHOD || kind == CH_KIND_FIELD ||
	       kind == CH_KIND_VALUE;
}

/* Is there a type 'name' in the new file, and does it inherit from 'base'? */
static bool inherits(const struct judge *j, struct ch_str name,
	struct ch_str base, bool *found)
{
	const struct ch_facts *f =
		&j->delta->files[j->d->side[CH_NEW].file].facts[CH_NEW];

	*found = false;
	for (size_t i = 0; i < f->nsymbols; i++) {
		const struct ch_symbol *s = &f->symbols[i];

		if (!ch_kind_is_type(s->kind) || !ch_str_eq(s->qualified, name))
			continue;
		*found = true;
		if (ch_str_find(s->bases, base, 0) != (size_t)-1)
			return true;
	}
	return false;
}

/* To another type or namespace of its file. */
static void judge_scope(struct judge *j)
{
	struct ch_str was = old_api(j)->qualified, now = new_api(j)->qualified;
	bool there;

	if (j->d->change != CH_CHANGE_MOVED || ch_str_eq(was, now))
		return; /* the definition moved, the declaration did not */
	if (is_member(old_api(j)->kind) &&
		(inherits(j, ch_symbol_scope(was), ch_symbol_scope(now),
			 &there) ||
			!there))
		return; /* still found, or its type's removal says it */
	hit(j, CH_RULE_SYM_MOVED, CH_SEVERITY_MEDIUM,
		from_to(j, CH_STR(""), was, now));
}

/*
 * The package of "lib/src/main/kotlin/a/b/C.kt": "lib" and "a/b", whatever
 * set of sources between them; '*name' is NULL where there is none.
 */
static struct ch_str package_of(struct ch_str path, struct ch_str *name)
{
	static const char *const roots[] = { "/kotlin/", "/java/" };
	size_t module = ch_str_find(path, CH_STR("src/"), 0);

	*name = (struct ch_str){ 0 };
	for (size_t i = 0; i < CH_ARRAY_LEN(roots) && module != (size_t)-1;
		i++) {
		size_t at = ch_str_find(path, ch_str_z(roots[i]), module);

		if (at == (size_t)-1)
			continue;
		*name = directory(
			ch_str_sub(path, at + strlen(roots[i]), path.len));
		return ch_str_sub(path, 0, module);
	}
	return *name;
}

/* From src/main/ to src/jvmMain/: users import it as they did. */
static bool same_package(struct ch_str from, struct ch_str to)
{
	struct ch_str was, now;
	struct ch_str module = package_of(from, &was);

	return ch_str_eq(module, package_of(to, &now)) && was.ptr && now.ptr &&
	       ch_str_eq(was, now);
}

/* A move that its users' imports notice. */
static void judge_move(struct judge *j)
{
	struct ch_str from = path_of(j, CH_OLD), to = path_of(j, CH_NEW);

	if (ch_str_eq(from, to)) {
		judge_scope(j);
		return;
	}
	if ((j->traits & TRAIT_PACKAGE_SCOPE) &&
		(ch_str_eq(directory(from), directory(to)) ||
			same_package(from, to)))
		return;
	if (is_member(new_api(j)->kind))
		return; /* its type's move says it */
	hit(j, CH_RULE_SYM_MOVED, CH_SEVERITY_MEDIUM,
		from_to(j, CH_STR(""), from, to));
}

static void judge_rename(struct judge *j)
{
	struct ch_str was = old_api(j)->qualified;
	bool alias = ch_map_get(&j->names, was.ptr, was.len);

	if (ch_str_eq(old_api(j)->name, new_api(j)->name))
		return; /* its type got the name */
	hit(j, CH_RULE_SYM_RENAMED,
		alias ? CH_SEVERITY_MEDIUM : CH_SEVERITY_HIGH,
		from_to(j, CH_STR(""), was, new_api(j)->qualified));
}

static const struct ch_symbol_delta *parent_of(const struct judge *j)
{
	return j->d->parent == CH_NO_SYMBOL ? NULL
					    : &j->diff->items[j->d->parent];
}

/* What a name of side B is, if there is one. */
static bool kind_now(
	const struct judge *j, struct ch_str name, enum ch_kind *kind)
{
	const uint64_t *at = ch_map_get(&j->names, name.ptr, name.len);

	if (at)
		*kind = (enum ch_kind) * at;
	return at != NULL;
}

/* A type that went into a macro, which may make the members as well. */
static bool type_is_made(const struct judge *j, struct ch_str qualified)
{
	struct ch_str scope = ch_symbol_scope(qualified);

	return scope.len && ch_map_get(&j->made, scope.ptr, scope.len) &&
	       ch_map_get(&j->written, scope.ptr, scope.len);
}

/* A member of an impl block whose type is gone. */
static bool type_is_gone(const struct judge *j, struct ch_str qualified)
{
	struct ch_str scope = ch_symbol_scope(qualified);

	return scope.len && ch_map_get(&j->gone, scope.ptr, scope.len);
}

/*
 * The module's __getattr__ names it and speaks of a deprecation: it is not
 * gone yet.
 */
static bool judge_answered(struct judge *j)
{
	const struct ch_symbol *s = old_api(j), *getattr;
	const struct ch_symbol_side *o = &j->d->side[CH_OLD];
	struct ch_str body, quoted;

	if (!is_answered(j))
		return false;
	getattr = getattr_of(j->delta, o->file);
	body = ch_str_sub(j->delta->files[o->file].text[CH_NEW],
		getattr->start_byte, getattr->end_byte);
	quoted = ch_arena_printf(
		j->arena, "\"%.*s\"", (int)s->name.len, s->name.ptr);
	if (ch_str_find(body, quoted, 0) == (size_t)-1 ||
		ch_str_find(body, CH_STR("eprecat"), 0) == (size_t)-1)
		return false;
	hit(j, CH_RULE_NOW_DEPRECATED, CH_SEVERITY_INFO,
		ch_arena_printf(j->arena, "%.*s, found by __getattr__",
			(int)s->name.len, s->name.ptr));
	return true;
}

static void judge_removed(struct judge *j)
{
	const struct ch_symbol *s = old_api(j);
	const struct ch_symbol_delta *up = parent_of(j);
	enum ch_kind now;

	if (s->kind == CH_KIND_MODULE)
		return;
	if (up && up->change == CH_CHANGE_REMOVED &&
		ch_symbol_api(&up->side[CH_OLD])->kind != CH_KIND_MODULE)
		return; /* the type's removal says it */
	if (type_is_gone(j, s->qualified) || type_is_made(j, s->qualified) ||
		judge_answered(j))
		return;
	if (s->kind == CH_KIND_FIELD)
		hit(j, CH_RULE_FIELD_REMOVED, CH_SEVERITY_HIGH, CH_STR(""));
	else if (s->kind == CH_KIND_VALUE)
		hit(j, CH_RULE_ENUM_REMOVED, CH_SEVERITY_HIGH, CH_STR(""));
	else if (kind_now(j, s->qualified, &now) && now != s->kind)
		hit(j, CH_RULE_KIND_CHANGED, CH_SEVERITY_MEDIUM,
			from_to(j, CH_STR(""), ch_str_z(ch_kind_name(s->kind)),
				ch_str_z(ch_kind_name(now))));
	else if (s->kind == CH_KIND_MACRO)
		hit(j, CH_RULE_MACRO_REMOVED, CH_SEVERITY_HIGH, CH_STR(""));
	else
		hit(j, CH_RULE_SYM_REMOVED, CH_SEVERITY_HIGH, CH_STR(""));
}

static void judge_added_field(struct judge *j, const struct ch_symbol *s)
{
	if (s->flags & CH_SYM_STATIC)
		return;
	if (j->traits & TRAIT_LAYOUT)
		hit(j, CH_RULE_FIELD_ADDED, CH_SEVERITY_LOW,
			CH_STR("may change layout"));
	else if (j->traits & TRAIT_LITERALS)
		hit(j, CH_RULE_FIELD_ADDED, CH_SEVERITY_LOW,
			CH_STR("literals may lack it"));
}

/* Do they take and give the same? */
static bool same_call(const struct ch_symbol *a, const struct ch_symbol *b)
{
	if (a->nparams != b->nparams || !ch_type_same(a->result, b->result))
		return false;
	for (uint32_t i = 0; i < a->nparams; i++)
		if (!ch_str_eq(a->params[i].name, b->params[i].name) ||
			!ch_type_same(a->params[i].type, b->params[i].type))
			return false;
	return true;
}

/* Not `extension P where ...`, which is for some of those who conform. */
static bool is_for_all(const struct ch_facts *f, const struct ch_symbol *s)
{
	return s->parent != CH_NO_SYMBOL &&
	       ch_str_find(f->symbols[s->parent].signature, CH_STR(" where "),
		       0) == (size_t)-1;
}

/* Swift: an extension of the protocol has a body for it. */
static bool has_default_body(const struct judge *j, const struct ch_symbol *s)
{
	const struct ch_compare *c = j->delta;
	const struct ch_lang *lang = c->files[j->d->side[CH_NEW].file].lang;

	if (strcmp(ch_lang_id(lang), "swift"))
		return false;
	for (size_t i = 0; i < c->nfiles; i++) {
		const struct ch_facts *f = &c->files[i].facts[CH_NEW];

		for (size_t k = 0; c->files[i].lang == lang && k < f->nsymbols;
			k++) {
			const struct ch_symbol *other = &f->symbols[k];

			if (!(other->flags & CH_SYM_ABSTRACT) &&
				ch_str_eq(other->qualified, s->qualified) &&
				is_for_all(f, other) && same_call(other, s))
				return true;
		}
	}
	return false;
}

/* Adding a member can break those who implement, match or lay out a type. */
static void judge_added(struct judge *j)
{
	const struct ch_symbol *s = new_api(j);
	const struct ch_symbol *up = ch_symbol_enclosing(j->delta, j->d);
	const struct ch_symbol_delta *type = parent_of(j);
	bool rust;

	if (!up || (type && type->change == CH_CHANGE_ADDED))
		return;
	rust = !strcmp(
		ch_lang_id(j->delta->files[j->d->side[CH_NEW].file].lang),
		"rust");
	if (s->kind == CH_KIND_VALUE)
		hit(j, CH_RULE_ENUM_ADDED,
			rust && !(up->flags & CH_SYM_OPEN) ? CH_SEVERITY_HIGH
							   : CH_SEVERITY_LOW,
			CH_STR(""));
	else if (s->kind == CH_KIND_FIELD)
		judge_added_field(j, s);
	else if (ch_kind_is_callable(s->kind) && (s->flags & CH_SYM_ABSTRACT) &&
		 !(s->flags & CH_SYM_HAS_DEFAULT) && !has_default_body(j, s))
		hit(j, CH_RULE_IFACE_ADDED_REQUIRED, CH_SEVERITY_HIGH,
			CH_STR(""));
}

/*
 * One more overload breaks nobody who calls the others, unless they have to
 * implement it; one less does where a call chooses by its arguments.  A
 * second definition under another #if is no overload.
 */
static void judge_overload(struct judge *j)
{
	const struct ch_symbol_delta *d = j->d;

	if (d->overload == CH_OVERLOAD_CAME) {
		judge_added(j);
		return;
	}
	if (d->change != CH_CHANGE_SIGNATURE ||
		!(j->traits & TRAIT_OVERLOADS) ||
		!ch_kind_is_callable(old_api(j)->kind) ||
		d->side[CH_OLD].visibility < CH_VIS_PUBLIC)
		return;
	hit(j, CH_RULE_SYM_REMOVED, CH_SEVERITY_HIGH,
		ch_arena_printf(j->arena, "overload %.*s",
			(int)shortened(j, old_api(j)->signature).len,
			shortened(j, old_api(j)->signature).ptr));
}

static bool type_is_reduced(const struct judge *j)
{
	const struct ch_symbol_delta *up = parent_of(j);

	return up && up->side[CH_OLD].symbol && up->side[CH_NEW].symbol &&
	       up->side[CH_NEW].visibility < up->side[CH_OLD].visibility;
}

static void judge_both_sides(struct judge *j)
{
	const struct ch_symbol_side *o = &j->d->side[CH_OLD];
	const struct ch_symbol_side *n = &j->d->side[CH_NEW];

	if (!n->symbol || n->symbol->kind == CH_KIND_MODULE)
		return; /* a namespace or impl block: what it holds says it */
	if (judge_answered(j))
		return;
	if (n->visibility < o->visibility &&
		o->visibility >= CH_VIS_PROTECTED) {
		if (type_is_reduced(j))
			return; /* the type says it */
		if (j->d->change == CH_CHANGE_RENAMED)
			judge_rename(j);
		hit(j, CH_RULE_VIS_REDUCED,
			o->visibility == CH_VIS_PUBLIC ? CH_SEVERITY_HIGH
						       : CH_SEVERITY_MEDIUM,
			from_to(j, CH_STR(""),
				ch_str_z(ch_visibility_name(o->visibility)),
				ch_str_z(ch_visibility_name(n->visibility))));
		return;
	}
	if (o->visibility < CH_VIS_PUBLIC)
		return; /* it was nobody's before */
	if (j->d->change == CH_CHANGE_RENAMED)
		judge_rename(j);
	else
		judge_move(j);
	judge_signature(j);
	if (j->d->reordered && (j->traits & TRAIT_LAYOUT))
		hit(j, CH_RULE_FIELD_REORDERED, CH_SEVERITY_LOW,
			CH_STR("may change layout"));
	if (!(o->symbol->flags & CH_SYM_DEPRECATED) &&
		!(old_api(j)->flags & CH_SYM_DEPRECATED) &&
		((n->symbol->flags | new_api(j)->flags) & CH_SYM_DEPRECATED))
		hit(j, CH_RULE_NOW_DEPRECATED, CH_SEVERITY_INFO,
			new_api(j)->doc);
}

static void sort_hits(struct ch_rule_hit *hits, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct ch_rule_hit h = hits[i];
		size_t k = i;

		for (; k && hits[k - 1].severity < h.severity; k--)
			hits[k] = hits[k - 1];
		hits[k] = h;
	}
}

static void judge_one(struct judge *j, struct ch_symbol_delta *d)
{
	const struct ch_symbol_side *shown = ch_symbol_shown(d);
	bool both = d->side[CH_OLD].symbol && d->side[CH_NEW].symbol;

	j->d = d;
	j->nhits = 0;
	j->traits = traits_of(j->delta->files[shown->file].lang);
	if (d->test || d->alone || d->visibility < CH_VIS_PROTECTED)
		return;
	if (d->overload != CH_OVERLOAD_NONE)
		judge_overload(j);
	else if (!both && d->visibility < CH_VIS_PUBLIC)
		return;
	else if (d->change == CH_CHANGE_REMOVED)
		judge_removed(j);
	else if (d->change == CH_CHANGE_ADDED)
		judge_added(j);
	else
		judge_both_sides(j);
	sort_hits(j->hits, j->nhits);
	d->hits =
		ch_arena_memdup(j->arena, j->hits, j->nhits * sizeof(*j->hits));
	d->nhits = j->nhits;
}

/* Types by name that a macro makes, or none does, on one side. */
static void find_types(
	const struct judge *j, enum ch_side side, bool made, struct ch_map *out)
{
	for (size_t i = 0; i < j->delta->nfiles; i++) {
		const struct ch_facts *f = &j->delta->files[i].facts[side];

		if (ch_compare_is_test(&j->delta->files[i]))
			continue;
		for (size_t k = 0; k < f->nsymbols; k++) {
			const struct ch_symbol *s = &f->symbols[k];

			if (ch_kind_is_type(s->kind) &&
				made == !!(s->flags & CH_SYM_MACRO_MADE))
				ch_map_add(out, s->qualified.ptr,
					s->qualified.len, NULL);
		}
	}
}

void ch_rules_apply(const struct ch_compare *delta, struct ch_symdiff *diff,
	struct ch_arena *arena, struct ch_secrets *secrets)
{
	struct judge j = {
		.delta = delta, .diff = diff, .arena = arena, .secrets = secrets
	};

	for (size_t i = 0; i < delta->nfiles; i++) {
		const struct ch_facts *f = &delta->files[i].facts[CH_NEW];

		if (ch_compare_is_test(&delta->files[i]))
			continue;
		for (size_t k = 0; k < f->nsymbols; k++) {
			struct ch_str name = f->symbols[k].qualified;

			if (f->symbols[k].visibility >= CH_VIS_PROTECTED)
				*ch_map_add(&j.names, name.ptr, name.len,
					NULL) = (uint64_t)f->symbols[k].kind;
		}
	}
	for (size_t i = 0; i < diff->n; i++) {
		const struct ch_symbol_delta *d = &diff->items[i];
		const struct ch_symbol *s = d->side[CH_OLD].symbol;

		if (d->change == CH_CHANGE_REMOVED && !d->test &&
			ch_kind_is_type(s->kind))
			ch_map_add(&j.gone, s->qualified.ptr, s->qualified.len,
				NULL);
	}
	find_types(&j, CH_NEW, true, &j.made);
	if (j.made.n)
		find_types(&j, CH_OLD, false, &j.written);
	for (size_t i = 0; i < diff->n; i++)
		judge_one(&j, &diff->items[i]);
	ch_map_release(&j.made);
	ch_map_release(&j.written);
	ch_map_release(&j.names);
	ch_map_release(&j.gone);
}
