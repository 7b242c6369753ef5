/*
 * syntax REPO check SEED [JOBS [REV]] - facts of every version.
 * syntax REPO facts [whole | part] [JOBS [REV]]
 *
 *	check	each version's facts, as the engine gives them, against those
 *		of a parse from scratch; lineages are cut at random places
 *	facts	nothing but the facts, to be timed; whole: never from an older
 *		tree
 *	REV	only what it reaches, or a range; HEAD unless given
 *
 * Prints how many versions there were and, for check, which differ.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/people.h"
#include "base/mem.h"
#include "gitlayer/range.h"
#include "pipeline/engine.h"
#include "uast/parse.h"

struct probe {
	const struct ch_run_info *run;
	struct ch_parser *parser; /* of a worker that checks */
	struct ch_arena arena;
	size_t versions, symbols, differ;
};

static bool checking;

/* ---- Are all facts equal? -----------------------------------------------*/

static bool same_params(const struct ch_symbol *a, const struct ch_symbol *b)
{
	for (uint32_t i = 0; i < a->nparams; i++) {
		const struct ch_param *p = &a->params[i], *q = &b->params[i];

		if (!ch_str_eq(p->name, q->name) ||
			!ch_str_eq(p->type, q->type) ||
			!ch_str_eq(p->dflt, q->dflt) || p->kind != q->kind ||
			p->optional != q->optional)
			return false;
	}
	return true;
}

static const char *symbol_difference(
	const struct ch_symbol *a, const struct ch_symbol *b)
{
#define TEXT(m)                     \
	if (!ch_str_eq(a->m, b->m)) \
		return #m;
#define NUMBER(m)         \
	if (a->m != b->m) \
		return #m;
	TEXT(name)
	TEXT(qualified)
	TEXT(signature)
	TEXT(doc)
	TEXT(result)
	TEXT(value)
	TEXT(bases)
	TEXT(generics)
	TEXT(throws)
	TEXT(attributes)
	NUMBER(kind)
	NUMBER(visibility)
	NUMBER(flags)
	NUMBER(parent)
	NUMBER(start_byte)
	NUMBER(end_byte)
	NUMBER(start_line)
	NUMBER(end_line)
	NUMBER(name_byte)
	NUMBER(name_line)
	NUMBER(body_start)
	NUMBER(body_end)
	NUMBER(decisions)
	NUMBER(nparams)
	NUMBER(body_hash)
	NUMBER(text_hash)
#undef TEXT
#undef NUMBER
	return same_params(a, b) ? NULL : "params";
}

static const char *list_difference(
	const struct ch_facts *a, const struct ch_facts *b)
{
	for (size_t i = 0; i < a->nimports; i++)
		if (!ch_str_eq(a->imports[i].name, b->imports[i].name) ||
			a->imports[i].kind != b->imports[i].kind ||
			a->imports[i].line != b->imports[i].line ||
			a->imports[i].reexport != b->imports[i].reexport)
			return "an import";
	if (a->ncomments && memcmp(a->comments, b->comments,
				    a->ncomments * sizeof(*a->comments)))
		return "a comment";
	if (a->nsymbols && memcmp(a->metrics, b->metrics,
				   a->nsymbols * sizeof(*a->metrics)))
		return "metrics";
	return NULL;
}

static const char *difference(
	const struct ch_facts *a, const struct ch_facts *b)
{
	if (a->nsymbols != b->nsymbols)
		return "the number of symbols";
	if (a->nimports != b->nimports || a->ncomments != b->ncomments)
		return "the number of imports or comments";
	if (a->bytes != b->bytes || a->lines != b->lines ||
		a->ntokens != b->ntokens || a->error_bytes != b->error_bytes ||
		a->truncated != b->truncated)
		return "what it says of the file";
	for (size_t i = 0; i < a->nsymbols; i++) {
		const char *d =
			symbol_difference(&a->symbols[i], &b->symbols[i]);

		if (d)
			return d;
	}
	return list_difference(a, b);
}

/* ---- The analyzer -------------------------------------------------------*/

static void *probe_start(const struct ch_run_info *run, const void *options)
{
	struct probe *p = ch_calloc(1, sizeof(*p));

	(void)options;
	p->run = run;
	return p;
}

static void *probe_fork(const void *state)
{
	struct probe *p = ch_calloc(1, sizeof(*p));

	*p = *(const struct probe *)state;
	p->parser = ch_parser_new();
	return p;
}

static void check(struct probe *p, const struct ch_version *v,
	const struct ch_facts *got, const struct ch_lang *lang, uint32_t path,
	struct ch_str text)
{
	struct ch_parse_options options = { .metrics = true };
	struct ch_str name = ch_intern_str(p->run->paths, path);
	char hex[CH_OID_HEX + 1];
	struct ch_facts whole;
	const char *d;

	if (!got)
		return;
	ch_arena_reset(&p->arena);
	if (ch_parse(p->parser, lang, name, text, &options, NULL, NULL, 0,
		    &p->arena, &whole, NULL, NULL))
		d = "whether it can be parsed";
	else
		d = difference(got, &whole);
	if (!d)
		return;
	p->differ++;
	printf("%.*s of %s: %s differs\n", (int)name.len, name.ptr,
		ch_oid_hex(
			&p->run->history->commits[v->change->commit].oid, hex),
		d);
}

static void probe_change(void *worker, const struct ch_version *v)
{
	struct probe *p = worker;
	const struct ch_file_change *c = v->change;

	if (!v->new_facts && !v->old_facts)
		return;
	p->versions += v->new_facts != NULL;
	p->symbols += v->new_facts ? v->new_facts->nsymbols : 0;
	if (!checking)
		return;
	check(p, v, v->old_facts, v->old_language,
		c->old_path == CH_NO_ID ? c->path : c->old_path, v->old_text);
	check(p, v, v->new_facts, v->new_language, c->path, v->new_text);
}

static void probe_release(void *state)
{
	struct probe *p = state;

	ch_parser_free(p->parser);
	ch_arena_release(&p->arena);
	free(p);
}

static void probe_merge(void *state, void *worker)
{
	struct probe *a = state, *b = worker;

	a->versions += b->versions;
	a->symbols += b->symbols;
	a->differ += b->differ;
	probe_release(b);
}

static const struct ch_analyzer facts = {
	.name = "facts",
	.needs = CH_NEED_CHANGES | CH_NEED_MERGES | CH_NEED_SYNTAX,
	.start = probe_start,
	.fork = probe_fork,
	.change = probe_change,
	.merge = probe_merge,
	.release = probe_release,
};

/* ---- The run ------------------------------------------------------------*/

static unsigned also(const void *options)
{
	(void)options;
	return CH_NEED_METRICS;
}

static int run(struct ch_engine_options *o, struct ch_err *err)
{
	static struct ch_analyzer all;
	static const struct ch_analyzer *const analyzers[] = { &all };
	static const void *const none[] = { NULL };
	struct ch_engine *e;
	const struct probe *p;
	int code;

	all = facts;
	if (checking)
		all.more_needs = also;
	o->analyzers = analyzers;
	o->nanalyzers = 1;
	o->own_options = none;
	e = ch_engine_new(o);
	code = ch_engine_run(e, err);
	p = ch_engine_state(e, 0);
	if (p && !code)
		printf("%zu versions, %zu symbols, %zu differ\n", p->versions,
			p->symbols, p->differ);
	if (p && !code && p->differ)
		code = CH_EFAIL;
	ch_engine_free(e);
	return code;
}

static void print_stages(const struct ch_stats *stats)
{
	for (size_t i = 0; i < stats->nstages; i++) {
		const struct ch_stage *s = &stats->stages[i];

		printf("%-26s %9llu items %12llu bytes %8.2f s %8.2f MB/s\n",
			s->name, (unsigned long long)s->items,
			(unsigned long long)s->bytes, s->seconds,
			s->seconds > 0 ? (double)s->bytes / s->seconds / 1e6
				       : 0);
	}
	printf("peak %lld MiB\n", (long long)(stats->peak_anon_bytes >> 20));
}

int main(int argc, char **argv)
{
	struct ch_analyzer_options common = { 0 };
	struct ch_stats stats = { 0 };
	struct ch_engine_options o = { .analyzer_options = &common,
		.stats = &stats };
	struct ch_arena arena = { 0 };
	struct ch_walk_tips tips;
	struct ch_linguist *linguist = NULL;
	struct ch_odb *odb = NULL;
	struct ch_err err = { 0 };
	const char *const rev[] = { argc > 5 ? argv[5] : NULL };
	int code;

	if (argc < 3)
		return 2;
	checking = !strcmp(argv[2], "check");
	if (checking)
		o.cut_seed = argc > 3 ? strtoull(argv[3], NULL, 0) | 1 : 1;
	o.whole_parses = argc > 3 && !strcmp(argv[3], "whole");
	o.jobs = argc > 4 ? strtoul(argv[4], NULL, 0) : 1;

	o.people = ch_people_new(NULL);
	code = ch_git_init(&err);
	if (!code)
		code = ch_repo_open(&o.repo, argv[1], &err);
	if (!code)
		code = ch_odb_open(&odb, o.repo, NULL, &err);
	if (!code)
		code = ch_range_tips(
			o.repo, odb, rev, argc > 5, &arena, &tips, &err);
	if (!code)
		code = ch_linguist_new(&linguist, NULL, NULL, 0, &err);
	o.tips = &tips;
	o.linguist = linguist;
	if (!code)
		code = run(&o, &err);
	if (code)
		fprintf(stderr, "syntax: %s\n", err.msg);
	else
		print_stages(&stats);
	ch_linguist_free(linguist);
	ch_odb_free(odb);
	ch_repo_free(o.repo);
	ch_people_free(o.people);
	ch_arena_release(&arena);
	return code != 0;
}
