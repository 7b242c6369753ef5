#include "gitlayer/rename.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "gitlayer/spanhash.h"

#define DEFAULT_MIN_SCORE 30000
#define DEFAULT_LIMIT ((size_t)1000 * 1000)
/* The best sources remembered for a target. */
#define NCANDIDATES 4
/* Equal contents looked at for one with the same name. */
#define MAX_ALIKE 101
#define NONE UINT32_MAX

/* A deleted or added path. */
struct file {
	uint32_t change; /* index into the changes */
	struct ch_oid oid;
	uint32_t mode;
	struct ch_str path;
	bool has_size, is_bad; /* bad: cannot be read */
	bool has_spans;
	bool used; /* part of a pair */
	uint64_t size;
	struct ch_spanhash spans;
	uint32_t next_alike; /* source with the same oid, in path order */
};

struct candidate {
	uint32_t target, source; /* target NONE: free */
	uint16_t score;
	bool same_name;
};

struct search {
	struct ch_odb *odb;
	struct ch_spancache *cache; /* or NULL */
	struct ch_changes *changes; /* NULL: nothing is paired up */
	struct file *sources, *targets;
	size_t nsources, ntargets; /* unused sources move to the front */
	size_t all_sources;	   /* of which memory is held */
	size_t nfound;
	struct ch_arena scratch;
};

static struct ch_str base_name(struct ch_str path)
{
	const char *slash = path.len ? memrchr(path.ptr, '/', path.len) : NULL;

	if (!slash)
		return path;
	return ch_str_sub(path, (size_t)(slash - path.ptr) + 1, path.len);
}

static bool is_regular(uint32_t mode)
{
	return mode == CH_MODE_BLOB || mode == CH_MODE_EXEC;
}

static void pair_up(struct search *s, struct file *source, struct file *target,
	uint16_t score)
{
	struct ch_change *added = &s->changes->items[target->change];
	struct ch_change *deleted = &s->changes->items[source->change];

	source->used = target->used = true;
	added->old_path = deleted->path;
	added->old_oid = deleted->old_oid;
	added->old_mode = deleted->old_mode;
	added->score = score;
	s->nfound++;
}

/* ---- Collecting ---------------------------------------------------------*/

static bool is_added(const struct ch_change *c)
{
	return !c->old_mode && c->new_mode;
}

static bool is_deleted(const struct ch_change *c)
{
	return c->old_mode && !c->new_mode;
}

static void collect(struct search *s, const struct ch_changes *c)
{
	size_t i, added = 0, deleted = 0;

	for (i = 0; i < c->n; i++) {
		added += is_added(&c->items[i]);
		deleted += is_deleted(&c->items[i]);
	}
	if (!added || !deleted)
		return;
	s->targets = ch_calloc(added, sizeof(*s->targets));
	s->sources = ch_calloc(deleted, sizeof(*s->sources));
	for (i = 0; i < c->n; i++) {
		const struct ch_change *change = &c->items[i];
		struct file f = { .change = (uint32_t)i,
			.path = change->path,
			.next_alike = NONE };

		if (is_added(change)) {
			f.oid = change->new_oid;
			f.mode = change->new_mode;
			s->targets[s->ntargets++] = f;
		} else if (is_deleted(change)) {
			f.oid = change->old_oid;
			f.mode = change->old_mode;
			s->sources[s->nsources++] = f;
		}
	}
	s->all_sources = s->nsources;
}

/* Sources that are in no pair, in their order, at the front. */
static void forget_used_sources(struct search *s)
{
	size_t kept = 0, i;

	for (i = 0; i < s->nsources; i++) {
		struct file f = s->sources[i];

		if (f.used)
			continue;
		s->sources[i] = s->sources[kept];
		s->sources[kept++] = f;
	}
	s->nsources = kept;
}

/* ---- The same content ---------------------------------------------------*/

/*
 * The first unused source of the list at '*head' with the target's name, else
 * the first of all; takes used ones out on the way.
 */
static struct file *best_alike(
	struct search *s, uint64_t *head, const struct file *target)
{
	struct file *best = NULL;
	struct ch_str name = base_name(target->path);
	uint32_t at = (uint32_t)*head - 1;
	struct file *before = NULL;
	int looked = 0;

	for (; at != NONE && looked <= MAX_ALIKE;
		at = s->sources[at].next_alike) {
		struct file *source = &s->sources[at];

		if (source->used) {
			if (before)
				before->next_alike = source->next_alike;
			else
				*head = (uint64_t)source->next_alike + 1;
			continue;
		}
		before = source;
		if ((!is_regular(source->mode) || !is_regular(target->mode)) &&
			source->mode != target->mode)
			continue;
		if (ch_str_eq(base_name(source->path), name))
			return source;
		if (!best)
			best = source;
		looked++;
	}
	return best;
}

/* oid -> index + 1 of the first source that has it. */
static void map_oids(struct search *s, struct ch_map *by_oid)
{
	for (size_t i = s->nsources; i > 0; i--) {
		struct file *source = &s->sources[i - 1];
		bool added;
		uint64_t *head = ch_map_add(
			by_oid, source->oid.id, CH_OID_BYTES, &added);

		source->next_alike = added ? NONE : (uint32_t)*head - 1;
		*head = i;
	}
}

static void find_exact(struct search *s)
{
	struct ch_map by_oid = { 0 };
	size_t i;

	map_oids(s, &by_oid);
	for (i = 0; i < s->ntargets; i++) {
		struct file *target = &s->targets[i];
		uint64_t *head =
			ch_map_get(&by_oid, target->oid.id, CH_OID_BYTES);
		struct file *source = head ? best_alike(s, head, target) : NULL;

		if (source)
			pair_up(s, source, target, CH_MAX_SCORE);
	}
	ch_map_release(&by_oid);
	forget_used_sources(s);
}

/* ---- Similar content ----------------------------------------------------*/

static bool know_size(struct search *s, struct file *f)
{
	enum ch_obj_type type;
	size_t size;

	if (!f->has_size && s->cache)
		f->has_size = ch_spancache_size(s->cache, &f->oid, &f->size);
	if (!f->has_size && !f->is_bad) {
		f->is_bad =
			ch_odb_header(s->odb, &f->oid, &type, &size, NULL) ||
			type != CH_OBJ_BLOB;
		f->has_size = !f->is_bad;
		f->size = f->is_bad ? 0 : size;
	}
	return !f->is_bad;
}

static bool know_spans(struct search *s, struct file *f)
{
	struct ch_object object;

	if (!f->has_spans && s->cache)
		f->has_spans = ch_spancache_take(s->cache, &f->oid, &f->spans);
	if (f->has_spans)
		return true;
	if (f->is_bad ||
		ch_odb_read(s->odb, &f->oid, &s->scratch, &object, NULL)) {
		f->is_bad = true;
		return false;
	}
	ch_spanhash_init(&f->spans, ch_str_n(object.data, object.size));
	f->has_spans = true;
	ch_arena_reset(&s->scratch);
	return true;
}

static void let_go_of_spans(struct search *s, struct file *f)
{
	if (s->cache && f->has_spans)
		ch_spancache_give(s->cache, &f->oid, f->size, &f->spans);
	else
		ch_spanhash_release(&f->spans);
	f->has_spans = false;
}

/* Could contents of these sizes reach 'min_score'? */
static bool sizes_allow(uint64_t a, uint64_t b, uint16_t min_score)
{
	uint64_t most = a > b ? a : b, least = a < b ? a : b;

	return most * (uint64_t)(CH_MAX_SCORE - min_score) >=
	       (most - least) * CH_MAX_SCORE;
}

static uint16_t score_of(const struct ch_spanhash *a, uint64_t a_size,
	const struct ch_spanhash *b, uint64_t b_size)
{
	uint64_t most = a_size > b_size ? a_size : b_size;

	if (!b_size)
		return 0;
	return (uint16_t)(ch_spanhash_shared(a, b) * CH_MAX_SCORE / most);
}

static uint16_t estimate(struct search *s, struct file *source,
	struct file *target, uint16_t min_score)
{
	if (!is_regular(source->mode) || !is_regular(target->mode) ||
		!know_size(s, source) || !know_size(s, target) ||
		!sizes_allow(source->size, target->size, min_score) ||
		!know_spans(s, source) || !know_spans(s, target))
		return 0;
	return score_of(
		&source->spans, source->size, &target->spans, target->size);
}

uint16_t ch_similarity(struct ch_str a, struct ch_str b)
{
	struct ch_spanhash x, y;
	uint16_t score;

	ch_spanhash_init(&x, a);
	ch_spanhash_init(&y, b);
	score = score_of(&x, a.len, &y, b.len);
	ch_spanhash_release(&x);
	ch_spanhash_release(&y);
	return score;
}

/* ---- The same name, once on each side -----------------------------------*/

/* name -> index + 1 of the only file that has it, UINT64_MAX if several do. */
static void map_names(struct ch_map *map, const struct file *files, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct ch_str name = base_name(files[i].path);
		uint64_t *value;
		bool added;

		if (files[i].used)
			continue;
		value = ch_map_add(map, name.ptr, name.len, &added);
		*value = added ? i + 1 : UINT64_MAX;
	}
}

/* Half-way between the wanted score and certainty. */
static uint16_t least_by_name(uint16_t min_score)
{
	return (uint16_t)(min_score + (CH_MAX_SCORE - min_score) / 2);
}

static void find_by_name(struct search *s, uint16_t min_score)
{
	uint16_t least = least_by_name(min_score);
	struct ch_map sources = { 0 }, targets = { 0 };
	size_t i;

	map_names(&sources, s->sources, s->nsources);
	map_names(&targets, s->targets, s->ntargets);
	for (i = 0; i < s->nsources; i++) {
		struct ch_str name = base_name(s->sources[i].path);
		uint64_t *source = ch_map_get(&sources, name.ptr, name.len);
		uint64_t *target = ch_map_get(&targets, name.ptr, name.len);
		struct file *f;
		uint16_t score;

		if (!target || *source == UINT64_MAX || *target == UINT64_MAX)
			continue;
		f = &s->targets[*target - 1];
		score = estimate(s, &s->sources[i], f, least);
		if (score >= least)
			pair_up(s, &s->sources[i], f, score);
	}
	ch_map_release(&sources);
	ch_map_release(&targets);
	forget_used_sources(s);
}

/* ---- Every source with every target -------------------------------------*/

/* Free ones last, then by score, then by name. */
static int compare_candidates(
	const struct candidate *a, const struct candidate *b)
{
	if (a->target == NONE)
		return b->target != NONE;
	if (b->target == NONE)
		return -1;
	if (a->score != b->score)
		return (int)b->score - (int)a->score;
	return (int)b->same_name - (int)a->same_name;
}

static void keep_if_better(struct candidate *best, const struct candidate *c)
{
	struct candidate *worst = best;
	int i;

	for (i = 1; i < NCANDIDATES; i++)
		if (compare_candidates(&best[i], worst) > 0)
			worst = &best[i];
	if (compare_candidates(worst, c) > 0)
		*worst = *c;
}

static void fill_row(
	struct search *s, uint32_t t, uint16_t min_score, struct candidate *row)
{
	struct file *target = &s->targets[t];
	struct ch_str name = base_name(target->path);
	uint32_t j;
	int i;

	for (i = 0; i < NCANDIDATES; i++)
		row[i].target = NONE;
	for (j = 0; j < s->nsources; j++) {
		struct file *source = &s->sources[j];
		struct candidate c = { t, j,
			estimate(s, source, target, min_score),
			ch_str_eq(base_name(source->path), name) };

		keep_if_better(row, &c);
	}
	let_go_of_spans(s, target);
}

/* The place in the table breaks ties, so the order is the same everywhere. */
struct sortable {
	struct candidate c;
	size_t at;
};

static int compare_sortables(const void *a, const void *b)
{
	const struct sortable *x = a, *y = b;
	int cmp = compare_candidates(&x->c, &y->c);

	return cmp ? cmp : (x->at > y->at) - (x->at < y->at);
}

static void find_similar(struct search *s, uint16_t min_score)
{
	size_t open = s->ntargets - s->nfound, n = open * NCANDIDATES, i;
	struct sortable *table = ch_calloc(n, sizeof(*table));
	struct candidate row[NCANDIDATES];
	size_t at = 0;
	uint32_t t;
	int k;

	for (t = 0; t < s->ntargets; t++) {
		if (s->targets[t].used)
			continue;
		fill_row(s, t, min_score, row);
		for (k = 0; k < NCANDIDATES; k++) {
			table[at].c = row[k];
			table[at].at = at;
			at++;
		}
	}
	qsort(table, n, sizeof(*table), compare_sortables);
	for (i = 0; i < n; i++) {
		const struct candidate *c = &table[i].c;

		if (c->target == NONE || c->score < min_score)
			break;
		if (!s->targets[c->target].used && !s->sources[c->source].used)
			pair_up(s, &s->sources[c->source],
				&s->targets[c->target], c->score);
	}
	free(table);
}

/* ---- One target at a time -----------------------------------------------*/

struct following {
	struct search s;
	struct ch_map by_oid, by_name;
	uint16_t min_score;
	size_t budget; /* pairs of contents that may still be compared */
};

static struct file *follow_same(struct following *f, const struct file *target)
{
	uint64_t *head = ch_map_get(&f->by_oid, target->oid.id, CH_OID_BYTES);

	return head ? best_alike(&f->s, head, target) : NULL;
}

static struct file *follow_name(struct following *f, struct file *target)
{
	struct ch_str name = base_name(target->path);
	uint64_t *source = ch_map_get(&f->by_name, name.ptr, name.len);
	uint16_t least = least_by_name(f->min_score);

	if (!source || *source == UINT64_MAX ||
		estimate(&f->s, &f->s.sources[*source - 1], target, least) <
			least)
		return NULL;
	return &f->s.sources[*source - 1];
}

static struct file *follow_similar(struct following *f, uint32_t target)
{
	struct candidate row[NCANDIDATES], *best = row;

	if (f->s.nsources > f->budget)
		return NULL;
	f->budget -= f->s.nsources;
	fill_row(&f->s, target, f->min_score, row);
	for (int i = 1; i < NCANDIDATES; i++)
		if (compare_candidates(&row[i], best) < 0)
			best = &row[i];
	if (best->target == NONE || best->score < f->min_score)
		return NULL;
	return &f->s.sources[best->source];
}

static struct file *follow(struct following *f, uint32_t target)
{
	struct file *t = &f->s.targets[target];
	struct file *source = follow_same(f, t);

	if (!source && f->min_score < CH_MAX_SCORE)
		source = follow_name(f, t);
	if (!source && f->min_score < CH_MAX_SCORE)
		source = follow_similar(f, target);
	return source;
}

/* ---- From outside -------------------------------------------------------*/

static void drop_sources(struct ch_changes *c, const struct search *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->all_sources; i++)
		if (s->sources[i].used)
			c->items[s->sources[i].change].path.ptr = NULL;
	for (i = 0; i < c->n; i++)
		if (c->items[i].path.ptr)
			c->items[n++] = c->items[i];
	c->n = n;
}

static void release(struct search *s)
{
	size_t i;

	for (i = 0; i < s->all_sources; i++)
		let_go_of_spans(s, &s->sources[i]);
	for (i = 0; i < s->ntargets; i++)
		let_go_of_spans(s, &s->targets[i]);
	free(s->sources);
	free(s->targets);
	ch_arena_release(&s->scratch);
}

static bool too_many(const struct search *s, size_t limit)
{
	size_t product;

	return __builtin_mul_overflow(
		       s->ntargets - s->nfound, s->nsources, &product) ||
	       product > limit;
}

static uint16_t min_score_of(const struct ch_rename_options *opt)
{
	uint16_t score =
		opt && opt->min_score ? opt->min_score : DEFAULT_MIN_SCORE;

	return score < CH_MAX_SCORE ? score : CH_MAX_SCORE;
}

static size_t limit_of(const struct ch_rename_options *opt)
{
	return opt && opt->limit ? opt->limit : DEFAULT_LIMIT;
}

uint32_t *ch_renames_follow(struct ch_odb *odb,
	const struct ch_changes *changes, const struct ch_rename_options *opt,
	struct ch_arena *arena)
{
	struct following f = { .s = { .odb = odb,
				       .cache = opt ? opt->cache : NULL },
		.min_score = min_score_of(opt),
		.budget = limit_of(opt) };
	uint32_t *found =
		ch_arena_alloc(arena, (changes->n + 1) * sizeof(*found));

	for (size_t i = 0; i < changes->n; i++)
		found[i] = CH_NO_SOURCE;
	collect(&f.s, changes);
	map_oids(&f.s, &f.by_oid);
	map_names(&f.by_name, f.s.sources, f.s.nsources);
	for (uint32_t t = 0; t < f.s.ntargets; t++) {
		const struct file *source = NULL;

		if (is_regular(f.s.targets[t].mode))
			source = follow(&f, t);
		if (source && is_regular(source->mode))
			found[f.s.targets[t].change] = source->change;
	}
	ch_map_release(&f.by_oid);
	ch_map_release(&f.by_name);
	release(&f.s);
	return found;
}

int ch_renames_find(struct ch_odb *odb, struct ch_changes *changes,
	const struct ch_rename_options *opt, struct ch_arena *arena,
	bool *skipped_by_limit, struct ch_err *err)
{
	struct search s = {
		.odb = odb, .cache = opt ? opt->cache : NULL, .changes = changes
	};
	uint16_t min_score = min_score_of(opt);
	size_t limit = limit_of(opt);

	(void)arena;
	(void)err;
	if (skipped_by_limit)
		*skipped_by_limit = false;
	collect(&s, changes);
	if (!s.ntargets || !s.nsources)
		goto out;
	find_exact(&s);
	if (min_score < CH_MAX_SCORE)
		find_by_name(&s, min_score);
	if (min_score == CH_MAX_SCORE || !s.nsources || s.nfound == s.ntargets)
		goto out;
	if (!too_many(&s, limit))
		find_similar(&s, min_score);
	else if (skipped_by_limit)
		*skipped_by_limit = true;
out:
	if (s.nfound)
		drop_sources(changes, &s);
	release(&s);
	return 0;
}
