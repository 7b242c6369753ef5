/*
 * render_json.c - a pack for programs: everything that is known, as members.
 *
 * Under a budget each list keeps its best; the largest share that fits is
 * found by halving, and the finished text is what is counted.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/value.h"
#include "snapshot/params.h"
#include "snapshot/rank.h"
#include "snapshot/redact.h"
#include "snapshot/render.h"

/* Shares are counted in steps of this. */
#define WHOLE 1024

struct ranked {
	uint64_t weight;
	size_t at;
};

/* Which items of one list are kept: the first rank[at] < keep. */
struct list {
	size_t *rank;
	size_t n, keep;
};

struct doc {
	struct ch_pack *pack;
	struct ch_writer *w;
	struct ch_arena arena; /* reset for every rendering */
	struct list symbols, groups, files, people;
};

static int by_weight(const void *pa, const void *pb)
{
	const struct ranked *a = pa, *b = pb;

	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

typedef uint64_t weight_fn(const struct ch_pack *p, size_t at);

static void rank_list(
	const struct ch_pack *p, struct list *l, size_t n, weight_fn *weight)
{
	struct ranked *order = ch_calloc(n, sizeof(*order));

	l->n = n;
	l->rank = ch_calloc(n, sizeof(*l->rank));
	for (size_t i = 0; i < n; i++) {
		order[i].at = i;
		order[i].weight = weight(p, i);
	}
	if (n)
		qsort(order, n, sizeof(*order), by_weight);
	for (size_t i = 0; i < n; i++)
		l->rank[order[i].at] = i;
	free(order);
}

static uint64_t symbol_weight(const struct ch_pack *p, size_t at)
{
	return p->diff.items[at].weight;
}

static uint64_t group_weight(const struct ch_pack *p, size_t at)
{
	return ch_rank_group(&p->log, &p->log.groups[at], p->touch, &p->diff);
}

static uint64_t file_weight(const struct ch_pack *p, size_t at)
{
	const struct ch_compare_file *f = &p->delta.files[at];

	return ((uint64_t)f->added + f->removed + 1) *
	       (f->class == CH_CLASS_SOURCE ? 10 : 1);
}

static uint64_t person_weight(const struct ch_pack *p, size_t at)
{
	return p->log.people[at].commits;
}

static bool kept(const struct list *l, size_t at)
{
	return l->rank[at] < l->keep;
}

static struct ch_str clean(struct doc *d, struct ch_str text)
{
	return ch_redact_into(text, &d->arena, &d->pack->secrets);
}

static void put_text(struct doc *d, const char *key, struct ch_str text)
{
	ch_put_str(d->w, key, clean(d, text));
}

static void write_end_point(struct doc *d, const char *key, enum ch_side side)
{
	const struct ch_pack *p = d->pack;
	const struct ch_oid *oid = side == CH_OLD ? &p->span.a : &p->span.b;

	ch_write_key(d->w, key);
	if (side == CH_OLD && p->span.from_roots) {
		ch_write_null(d->w);
		return;
	}
	ch_write_map_line(d->w);
	ch_put_str(
		d->w, "name", side == CH_OLD ? p->span.a_name : p->span.b_name);
	ch_put_oid(d->w, "commit", oid->id, CH_OID_BYTES);
	if (p->when_s[side] == CH_NO_TIME)
		ch_put_null(d->w, "date");
	else
		ch_put_time(d->w, "date", p->when_s[side]);
	ch_write_end(d->w);
}

static void write_range(struct doc *d)
{
	const struct ch_pack *p = d->pack;

	ch_write_key(d->w, "range");
	ch_write_map(d->w);
	write_end_point(d, "a", CH_OLD);
	write_end_point(d, "b", CH_NEW);
	ch_put_bool(d->w, "chosen", p->span.a_chosen);
	ch_put_bool(d->w, "merge_base", p->span.symmetric);
	ch_put_bool(d->w, "ancestor", !p->history.nahead);
	ch_put_int(d->w, "only_a", (int64_t)p->history.nahead);
	ch_write_end(d->w);
}

static void write_parameters(struct doc *d, struct ch_str encoding)
{
	const struct ch_pack_options *o = &d->pack->opt;

	ch_write_key(d->w, "parameters");
	ch_write_map(d->w);
	ch_put_int(d->w, "budget", (int64_t)o->budget);
	ch_put_str(d->w, "encoding", encoding);
	ch_put_int(d->w, "margin", o->margin);
	ch_put_z(d->w, "strategy", ch_strategy_name(o->strategy));
	ch_put_z(d->w, "diff_algorithm",
		o->algorithm == CH_DIFF_GIT ? "git" : "fast");
	ch_write_key(d->w, "paths");
	ch_write_list_line(d->w);
	for (size_t i = 0; i < o->npaths; i++)
		ch_write_z(d->w, o->paths[i]);
	ch_write_end(d->w);
	ch_write_end(d->w);
}

static void write_changes(struct doc *d, const char *key, bool shown)
{
	size_t n[CH_CHANGE_RENAMED + 1];

	ch_render_changes(d->pack, shown, n);
	ch_write_key(d->w, key);
	ch_write_map_line(d->w);
	for (int i = 0; i <= CH_CHANGE_RENAMED; i++)
		ch_put_int(d->w,
			ch_symbol_change_name((enum ch_symbol_change)i),
			(int64_t)n[i]);
	ch_write_end(d->w);
}

/* The numbers of a page's header, and how many more the lists have. */
static void write_totals(struct doc *d)
{
	const struct ch_pack *p = d->pack;
	size_t bots = 0;

	for (size_t i = 0; i < p->log.npeople; i++)
		bots += p->log.people[i].bot;
	ch_write_key(d->w, "totals");
	ch_write_map(d->w);
	ch_put_int(d->w, "commits", (int64_t)p->history.ncommits);
	ch_put_int(d->w, "merges", (int64_t)p->nmerges);
	ch_put_int(d->w, "people", (int64_t)ch_log_humans(&p->log));
	ch_put_int(d->w, "bots", (int64_t)bots);
	ch_put_int(d->w, "files", (int64_t)p->delta.nfiles);
	ch_put_int(d->w, "lines_added", (int64_t)p->delta.added);
	ch_put_int(d->w, "lines_removed", (int64_t)p->delta.removed);
	write_changes(d, "symbols", true);
	write_changes(d, "other_symbols", false);
	ch_write_end(d->w);
}

static void write_param(
	struct doc *d, const char *key, const struct ch_param *p)
{
	ch_write_key(d->w, key);
	if (!p) {
		ch_write_null(d->w);
		return;
	}
	ch_write_map_line(d->w);
	put_text(d, "name", p->name);
	put_text(d, "type", p->type);
	ch_put_str(d->w, "default",
		ch_redact_value(
			p->name, p->dflt, &d->arena, &d->pack->secrets));
	ch_put_z(d->w, "kind", ch_param_kind_name(p->kind));
	ch_write_end(d->w);
}

/* What came, went or changed in the parameter list. */
static void write_params(struct doc *d, const struct ch_symbol_delta *s)
{
	struct ch_param_delta *deltas = NULL;
	size_t n = 0;

	if (s->side[CH_OLD].symbol && s->side[CH_NEW].symbol &&
		s->overload == CH_OVERLOAD_NONE)
		n = ch_params_compare(ch_symbol_api(&s->side[CH_OLD]),
			ch_symbol_api(&s->side[CH_NEW]), &d->arena, &deltas);
	ch_write_key(d->w, "params");
	ch_write_list(d->w);
	for (size_t i = 0; i < n; i++) {
		ch_write_map(d->w);
		write_param(d, "old", deltas[i].old_param);
		write_param(d, "new", deltas[i].new_param);
		ch_write_end(d->w);
	}
	ch_write_end(d->w);
}

static void write_rules(struct doc *d, const struct ch_symbol_delta *s)
{
	ch_write_key(d->w, "rules");
	ch_write_list(d->w);
	for (size_t i = 0; i < s->nhits; i++) {
		const struct ch_rule_hit *h = &s->hits[i];

		ch_write_map_line(d->w);
		ch_put_z(d->w, "rule", ch_rule_name(h->rule));
		ch_put_z(d->w, "severity", ch_severity_name(h->severity));
		ch_put_z(d->w, "confidence", ch_confidence_name(h->confidence));
		put_text(d, "detail", h->detail);
		ch_write_end(d->w);
	}
	ch_write_end(d->w);
}

static void write_commit_refs(struct doc *d, const struct ch_symbol_delta *s)
{
	const struct ch_log *log = &d->pack->log;
	uint32_t last = 0;

	ch_write_key(d->w, "commits");
	ch_write_list_line(d->w);
	for (size_t i = 0; i < s->ncommits; i++) {
		struct ch_str id =
			ch_arena_printf(&d->arena, "c%u", s->commits[i] + 1);

		ch_write_str(d->w, id);
	}
	ch_write_end(d->w);
	ch_write_key(d->w, "prs");
	ch_write_list_line(d->w);
	for (size_t i = 0; i < s->ncommits; i++) {
		const struct ch_log_group *g =
			&log->groups[log->commits[s->commits[i]].group];

		if (!g->nnumbers || g->numbers[0] == last)
			continue;
		last = g->numbers[0];
		ch_write_int(d->w, last);
	}
	ch_write_end(d->w);
}

static struct ch_str side_path(
	const struct ch_pack *p, uint32_t file, enum ch_side side)
{
	return ch_compare_path(&p->delta.files[file], side);
}

/* A declaration whose definition is not among the changed files. */
static const char *kind_of(const struct ch_symbol *s)
{
	if (s->kind == CH_KIND_FUNCTION && (s->flags & CH_SYM_DECLARATION))
		return "prototype";
	return ch_kind_name(s->kind);
}

static void put_signature(
	struct doc *d, const char *key, const struct ch_symbol_side *side)
{
	if (side->symbol)
		put_text(d, key, ch_symbol_api(side)->signature);
	else
		ch_put_null(d->w, key);
}

/* The whole declaration as it stands in the file; null on the other side. */
static void put_source(struct doc *d, const char *key,
	const struct ch_symbol_side *side, enum ch_side which)
{
	const struct ch_symbol *s = side->symbol;
	struct ch_str text;

	if (!s) {
		ch_put_null(d->w, key);
		return;
	}
	text = d->pack->delta.files[side->file].text[which];
	put_text(d, key, ch_str_sub(text, s->start_byte, s->end_byte));
}

static void write_symbol(struct doc *d, size_t at)
{
	const struct ch_pack *p = d->pack;
	const struct ch_symbol_delta *s = &p->diff.items[at];
	const struct ch_symbol_side *shown = ch_symbol_shown(s);
	enum ch_side which = shown == &s->side[CH_NEW] ? CH_NEW : CH_OLD;
	const struct ch_symbol_side *old = &s->side[CH_OLD];

	ch_write_map(d->w);
	ch_put_str(d->w, "id", ch_arena_printf(&d->arena, "S%u", s->id));
	put_text(d, "name", shown->symbol->name);
	put_text(d, "qualified", shown->symbol->qualified);
	ch_put_path(d->w, "path", side_path(p, shown->file, which));
	if (shown->decl)
		ch_put_path(d->w, "declared_in",
			side_path(p, shown->decl_file, which));
	ch_put_int(d->w, "line", shown->symbol->name_line + 1);
	ch_put_z(d->w, "kind", kind_of(shown->symbol));
	ch_put_z(d->w, "change", ch_symbol_change_name(s->change));
	if (old->symbol && which == CH_NEW && old->file != CH_NO_FILE) {
		ch_put_path(d->w, "old_path", side_path(p, old->file, CH_OLD));
		put_text(d, "old_name", old->symbol->name);
		if (!ch_str_eq(
			    old->symbol->qualified, shown->symbol->qualified))
			put_text(d, "old_qualified", old->symbol->qualified);
	}
	if (s->overload != CH_OVERLOAD_NONE) /* the other one is its nearest */
		ch_put_z(d->w, "overload",
			s->overload == CH_OVERLOAD_CAME ? "added" : "removed");
	put_signature(d, "old", old);
	put_signature(d, "new", &s->side[CH_NEW]);
	write_params(d, s);
	write_rules(d, s);
	write_commit_refs(d, s);
	/* A type's source is its members' again. */
	if (p->opt.strategy == CH_STRATEGY_FULL &&
		!ch_kind_is_type(shown->symbol->kind) &&
		shown->symbol->kind != CH_KIND_MODULE) {
		put_source(d, "old_source", old, CH_OLD);
		put_source(d, "new_source", &s->side[CH_NEW], CH_NEW);
	}
	ch_put_int(d->w, "lines", s->lines);
	ch_put_int(d->w, "users", s->dependents);
	ch_put_z(d->w, "visibility", ch_visibility_name(s->visibility));
	ch_put_bool(d->w, "test", s->test);
	ch_put_bool(d->w, "only_a", s->alone);
	ch_write_end(d->w);
}

/* Members move with their type: only what else happened to them is told. */
static bool moved_along(
	const struct ch_pack *p, const struct ch_symbol_delta *s)
{
	enum ch_kind kind = ch_symbol_shown(s)->symbol->kind;

	(void)p;
	if (s->change != CH_CHANGE_MOVED && s->change != CH_CHANGE_RENAMED)
		return false;
	return !ch_kind_is_callable(kind) && !ch_kind_is_type(kind) &&
	       kind != CH_KIND_MACRO && s->parent != CH_NO_SYMBOL;
}

/* The leaner the strategy, the fewer symbols: breaks, signatures, all. */
static bool told(const struct ch_pack *p, const struct ch_symbol_delta *s)
{
	if (p->opt.strategy == CH_STRATEGY_SUMMARY)
		return s->nhits > 0;
	return p->opt.strategy > CH_STRATEGY_SIGNATURE ||
	       s->change != CH_CHANGE_BODY;
}

static void write_symbols(struct doc *d)
{
	ch_write_key(d->w, "symbols");
	ch_write_list(d->w);
	for (size_t i = 0; i < d->symbols.n; i++)
		if (kept(&d->symbols, i) &&
			told(d->pack, &d->pack->diff.items[i]) &&
			!moved_along(d->pack, &d->pack->diff.items[i]))
			write_symbol(d, i);
	ch_write_end(d->w);
}

static const char *class_name(enum ch_log_class class)
{
	static const char *const names[] = { "normal", "noise", "bump", "merge",
		"revert", "reverted" };

	return names[class];
}

static void write_commit(struct doc *d, uint32_t at)
{
	const struct ch_log_commit *c = &d->pack->log.commits[at];
	const struct ch_log_person *who = &d->pack->log.people[c->person];

	ch_write_map(d->w);
	ch_put_str(d->w, "id", ch_arena_printf(&d->arena, "c%u", at + 1));
	ch_put_oid(d->w, "oid", c->commit.oid.id, CH_OID_BYTES);
	put_text(d, "subject", c->subject);
	ch_put_z(d->w, "class", class_name(c->class));
	ch_put_bool(d->w, "merge", c->merge);
	ch_put_bool(d->w, "breaking", c->breaking);
	ch_put_str(d->w, "author", clean(d, who->name));
	if (c->commit.committer.has_time)
		ch_put_time(d->w, "date", c->commit.committer.when_s);
	else
		ch_put_null(d->w, "date");
	ch_write_key(d->w, "numbers");
	ch_write_list_line(d->w);
	for (size_t i = 0; i < c->nnumbers; i++)
		ch_write_int(d->w, c->numbers[i]);
	ch_write_end(d->w);
	ch_put_str(d->w, "mainline",
		ch_arena_printf(&d->arena, "c%u",
			d->pack->log.groups[c->group].head + 1));
	if (c->told_by != CH_NO_COMMIT)
		ch_put_str(d->w, "told_by",
			ch_arena_printf(&d->arena, "c%u", c->told_by + 1));
	ch_put_int(d->w, "files", d->pack->touch[at].files);
	ch_put_bool(d->w, "in_a", d->pack->touch[at].in_a);
	ch_write_end(d->w);
}

static void write_commits(struct doc *d)
{
	const struct ch_log *log = &d->pack->log;

	ch_write_key(d->w, "commits");
	ch_write_list(d->w);
	for (uint32_t i = 0; i < log->ncommits; i++)
		if (kept(&d->groups, log->commits[i].group))
			write_commit(d, i);
	ch_write_end(d->w);
}

static void write_people(struct doc *d)
{
	static const struct ch_column columns[] = { { .name = "name" },
		{ .name = "email" }, { .name = "commits", .kind = CH_COL_INT },
		{ .name = "merges", .kind = CH_COL_INT },
		{ .name = "coauthored", .kind = CH_COL_INT },
		{ .name = "bot", .kind = CH_COL_BOOL },
		{ .name = "first", .kind = CH_COL_BOOL } };
	static const struct ch_table table = { "people", NULL, columns,
		CH_ARRAY_LEN(columns), 0 };

	ch_write_key(d->w, "people");
	ch_write_table(d->w, &table);
	for (size_t i = 0; i < d->people.n; i++) {
		const struct ch_log_person *p = &d->pack->log.people[i];

		if (!kept(&d->people, i))
			continue;
		ch_write_str(d->w, p->name);
		ch_write_str(d->w, p->email);
		ch_write_int(d->w, p->commits);
		ch_write_int(d->w, p->merges);
		ch_write_int(d->w, p->coauthored);
		ch_write_bool(d->w, p->bot);
		ch_write_bool(d->w, p->first && !p->alias_before);
	}
	ch_write_end(d->w);
}

static const char *file_change(const struct ch_change *c)
{
	if (!c->old_mode)
		return "added";
	if (!c->new_mode)
		return "removed";
	return c->old_path.ptr ? "renamed" : "modified";
}

static void write_file(struct doc *d, const struct ch_compare_file *f)
{
	ch_write_map_line(d->w);
	ch_put_path(d->w, "path", f->change.path);
	if (f->change.old_path.ptr)
		ch_put_path(d->w, "old_path", f->change.old_path);
	ch_put_z(d->w, "change", file_change(&f->change));
	ch_put_z(d->w, "class", ch_path_class_name(f->class));
	ch_put_z(d->w, "language", ch_compare_language(f));
	if (f->odd & CH_ODD_BINARY) {
		ch_put_null(d->w, "lines_added");
		ch_put_null(d->w, "lines_removed");
	} else {
		ch_put_int(d->w, "lines_added", f->added);
		ch_put_int(d->w, "lines_removed", f->removed);
	}
	ch_write_end(d->w);
}

static void write_files(struct doc *d)
{
	ch_write_key(d->w, "files");
	ch_write_list(d->w);
	for (size_t i = 0; i < d->files.n; i++)
		if (kept(&d->files, i))
			write_file(d, &d->pack->delta.files[i]);
	ch_write_end(d->w);
}

static void write_omission(
	struct doc *d, const char *what, const struct list *l)
{
	if (l->keep >= l->n)
		return;
	ch_write_map_line(d->w);
	ch_put_z(d->w, "list", what);
	ch_put_int(d->w, "items", (int64_t)(l->n - l->keep));
	ch_put_z(d->w, "reason", "budget");
	ch_write_end(d->w);
}

static void write_odd(struct doc *d, unsigned bits, const char *reason)
{
	size_t n = 0;

	for (size_t i = 0; i < d->pack->delta.nfiles; i++)
		n += (d->pack->delta.files[i].odd & bits) != 0;
	if (!n)
		return;
	ch_write_map_line(d->w);
	ch_put_z(d->w, "list", "files");
	ch_put_int(d->w, "items", (int64_t)n);
	ch_put_z(d->w, "reason", reason);
	ch_write_end(d->w);
}

static void write_omitted(struct doc *d)
{
	ch_write_key(d->w, "omitted");
	ch_write_list(d->w);
	write_omission(d, "symbols", &d->symbols);
	write_omission(d, "mainline commits", &d->groups);
	write_omission(d, "files", &d->files);
	write_omission(d, "people", &d->people);
	write_odd(d, CH_ODD_BINARY, "binary: no lines");
	write_odd(d, CH_ODD_MISSING, "missing object");
	write_odd(d, CH_ODD_TOO_LARGE, "larger than --max-blob-size");
	write_odd(d, CH_ODD_ERRORS, "more than 1 % did not parse");
	write_odd(d, CH_ODD_UNPARSED, "parser limit");
	ch_write_end(d->w);
}

static void write_repository(struct doc *d)
{
	struct ch_buf name = { 0 };

	ch_render_name(&name, d->pack);
	ch_write_key(d->w, "repository");
	ch_write_map_line(d->w);
	ch_put_str(d->w, "name", ch_buf_str(&name));
	ch_put_path(d->w, "path", ch_str_z(ch_repo_path(d->pack->repo)));
	ch_write_end(d->w);
	ch_buf_release(&name);
}

static void write_document(struct doc *d)
{
	static const char *const encodings[] = { "o200k", "cl100k", "bytes" };

	ch_write_map(d->w);
	ch_put_z(d->w, "schema", "codehist.pack/1");
	write_repository(d);
	write_range(d);
	write_parameters(d, ch_str_z(encodings[d->pack->opt.encoding]));
	write_totals(d);
	write_symbols(d);
	write_commits(d);
	if (d->pack->opt.strategy >= CH_STRATEGY_STRUCTURAL) {
		write_people(d);
		write_files(d);
	}
	write_omitted(d);
	ch_put_int(d->w, "redacted", (int64_t)d->pack->secrets.seen.n);
	ch_write_end(d->w);
}

static int render(
	struct doc *d, size_t share, struct ch_buf *out, struct ch_err *err)
{
	struct ch_writer_options opt = { .format = CH_FORMAT_JSON };
	struct list *lists[] = { &d->symbols, &d->groups, &d->files,
		&d->people };
	struct ch_sink sink = { 0 };
	int rc;

	for (size_t i = 0; i < CH_ARRAY_LEN(lists); i++)
		lists[i]->keep = lists[i]->n * share / WHOLE;
	ch_secrets_clear(&d->pack->secrets);
	ch_sink_memory(&sink);
	d->w = ch_writer_new(&opt, &sink);
	write_document(d);
	rc = ch_writer_finish(d->w, err);
	ch_writer_free(d->w);
	ch_buf_clear(out);
	ch_buf_add_str(out, ch_buf_str(&sink.buf));
	ch_sink_abort(&sink);
	ch_arena_reset(&d->arena);
	return rc;
}

/* The budget whose own digits are in the document that is left. */
static size_t smallest_budget(struct doc *d, struct ch_tokens *tokens,
	struct ch_buf *out, size_t used)
{
	struct ch_pack_options *o = &d->pack->opt;
	size_t given = o->budget, percent = 100 - o->margin, needed = 0;

	for (int i = 0; i < 8; i++) {
		needed = (used * 100 + percent - 1) / percent;
		if (needed == o->budget)
			break;
		o->budget = needed;
		if (render(d, 0, out, NULL) < 0)
			break;
		used = ch_tokens_count(tokens, ch_buf_str(out));
	}
	o->budget = given;
	return needed;
}

/* The largest share of every list that fits. */
static int fit(struct doc *d, struct ch_tokens *tokens, struct ch_buf *out,
	size_t *used, struct ch_err *err)
{
	const struct ch_pack_options *o = &d->pack->opt;
	size_t limit = o->budget / 100 * (100 - o->margin) +
		       o->budget % 100 * (100 - o->margin) / 100;
	size_t low = 0, high = WHOLE, share = o->budget ? 0 : WHOLE;
	int rc = render(d, share, out, err);

	*used = ch_tokens_count(tokens, ch_buf_str(out));
	if (rc < 0 || !o->budget)
		return rc;
	if (*used > limit)
		return ch_fail(err, CH_EUSAGE,
			"--budget %zu is below the smallest possible here, %zu",
			o->budget, smallest_budget(d, tokens, out, *used));
	while (rc >= 0 && high - low > 1) {
		share = low + (high - low) / 2;
		rc = render(d, share, out, err);
		/* No text of eight bytes a token is worth counting. */
		if (out->len / 24 > limit ||
			ch_tokens_count(tokens, ch_buf_str(out)) > limit)
			high = share;
		else
			low = share;
	}
	if (rc >= 0 && high == WHOLE) {
		rc = render(d, WHOLE, out, err);
		*used = ch_tokens_count(tokens, ch_buf_str(out));
		if (*used <= limit)
			return rc;
	}
	if (rc >= 0)
		rc = render(d, low, out, err);
	*used = ch_tokens_count(tokens, ch_buf_str(out));
	return rc;
}

int ch_render_json(struct ch_pack *pack, struct ch_buf *out,
	struct ch_pack_summary *summary, struct ch_err *err)
{
	struct doc d = { .pack = pack };
	struct ch_tokens *tokens = NULL;
	int rc = ch_tokens_new(&tokens, pack->opt.encoding, err);

	if (rc < 0)
		return rc;
	rank_list(pack, &d.symbols, pack->diff.n, symbol_weight);
	rank_list(pack, &d.groups, pack->log.ngroups, group_weight);
	rank_list(pack, &d.files, pack->delta.nfiles, file_weight);
	rank_list(pack, &d.people, pack->log.npeople, person_weight);
	memset(summary, 0, sizeof(*summary));
	rc = fit(&d, tokens, out, &summary->tokens, err);
	summary->budget = pack->opt.budget;
	summary->nitems = d.symbols.n + d.groups.n + d.files.n + d.people.n;
	summary->nleft = summary->nitems - d.symbols.keep - d.groups.keep -
			 d.files.keep - d.people.keep;
	free(d.symbols.rank);
	free(d.groups.rank);
	free(d.files.rank);
	free(d.people.rank);
	ch_arena_release(&d.arena);
	ch_tokens_free(tokens);
	return rc;
}
