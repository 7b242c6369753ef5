#include "uast/parse.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "uast/engine.h"

#define DEFAULT_MAX_BYTES ((size_t)8 << 20)
#define LARGEST_MAX_BYTES ((size_t)1 << 30)
#define OPERATIONS_PER_BYTE 64
#define OPERATIONS_BASE 1000000
/* tree-sitter asks once in so many operations whether to go on. */
#define OPERATIONS_PER_CALL 100
/* Scratch beyond this is not kept for the next file. */
#define KEPT_NODES ((size_t)1 << 20)

/* What limits count: calls of over_limit(), and of read_text(). */
struct effort {
	uint64_t calls, pieces;
};

struct ch_parser {
	TSParser *ts;
	struct ch_rows *rows;  /* one per language, filled at first use */
	struct ch_rows **more; /* of those that are not built in */
	size_t nmore, more_cap;
	struct ch_walk_state walk;
	struct ch_blanks blanks;
	struct ch_cuts cuts;
	struct ch_buf text; /* the source with its blanks */
	enum ch_parse_way way;
	struct effort effort; /* that the tree takes when made from nothing */
	/*
	 * Of the parse before: its nodes, and the number of its tree.  What
	 * changed since, where the tree was made from that one.
	 */
	struct ch_flat before;
	uint64_t before_tree, last_tree;
	struct ch_blanks dirty;
	TSRange *ranges; /* around the holes */
	size_t nranges, ranges_cap;
};

/*
 * Edits need line and column of old positions, and blanks that moved are
 * edits too: both stay with the tree, the old source does not.
 */
struct ch_tree {
	TSTree *ts;
	const struct ch_lang *lang;
	uint64_t number; /* of the parser's trees; 0: none */
	bool has_error;
	struct effort effort; /* at most, had it been made from nothing */
	size_t bytes;
	uint32_t *lines;
	size_t nlines;
	struct ch_blank *blanks;
	size_t nblanks;
	uint32_t *cuts;
	size_t ncuts;
	/* Of the version, to take over what did not change. */
	uint64_t path; /* its hash */
	struct ch_str source;
	struct ch_facts facts;
	struct ch_piece *pieces;
	size_t npieces;
};

/* What one ch_parse() is about. */
struct job {
	const struct ch_rows *rows;
	struct ch_str path, source;
	struct effort most;
	const struct ch_tree *old;
	const struct ch_edit *edits;
	size_t nedits;
	const struct ch_hole *holes;
	size_t nholes;
};

struct ch_parser *ch_parser_new(void)
{
	struct ch_parser *p = ch_calloc(1, sizeof(*p));

	p->ts = ts_parser_new();
	p->rows = ch_calloc(ch_lang_count(), sizeof(*p->rows));
	return p;
}

void ch_parser_free(struct ch_parser *p)
{
	if (!p)
		return;
	ts_parser_delete(p->ts);
	for (size_t i = 0; i < ch_lang_count(); i++)
		ch_rows_release(&p->rows[i]);
	for (size_t i = 0; i < p->nmore; i++) {
		ch_rows_release(p->more[i]);
		free(p->more[i]);
	}
	free(p->more);
	free(p->rows);
	ch_walk_release(&p->walk);
	ch_blanks_release(&p->blanks);
	ch_blanks_release(&p->dirty);
	free(p->cuts.at);
	ch_flat_release(&p->before);
	ch_buf_release(&p->text);
	free(p->ranges);
	free(p);
}

enum ch_parse_way ch_parser_way(const struct ch_parser *p)
{
	return p->way;
}

void ch_tree_free(struct ch_tree *tree)
{
	if (!tree)
		return;
	ts_tree_delete(tree->ts);
	free(tree->lines);
	free(tree->blanks);
	free(tree->cuts);
	free(tree->pieces);
	free(tree);
}

static int more_rows(struct ch_parser *p, const struct ch_lang *lang,
	const struct ch_rows **out, struct ch_err *err)
{
	struct ch_rows *rows;
	int rc;

	for (size_t i = 0; i < p->nmore; i++)
		if (p->more[i]->lang == lang) {
			*out = p->more[i];
			return 0;
		}
	rows = ch_calloc(1, sizeof(*rows));
	rc = ch_rows_init(rows, lang, err);
	if (rc) {
		ch_rows_release(rows);
		free(rows);
		return rc;
	}
	CH_GROW(p->more, p->nmore, p->more_cap);
	p->more[p->nmore++] = rows;
	*out = rows;
	return 0;
}

static int rows_for(struct ch_parser *p, const struct ch_lang *lang,
	const struct ch_rows **out, struct ch_err *err)
{
	for (size_t i = 0; i < ch_lang_count(); i++) {
		if (ch_lang_at(i) != lang)
			continue;
		*out = &p->rows[i];
		if (p->rows[i].lang)
			return 0;
		ch_rows_release(&p->rows[i]);
		return ch_rows_init(&p->rows[i], lang, err);
	}
	return more_rows(p, lang, out, err);
}

/* ---- edits -------------------------------------------------------------- */

static TSPoint point_at(const uint32_t *lines, size_t nlines, uint32_t byte)
{
	size_t low = 0, high = nlines;
	TSPoint p;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (lines[mid] <= byte)
			low = mid;
		else
			high = mid;
	}
	p.row = (uint32_t)low;
	p.column = byte - lines[low];
	return p;
}

/* Are the edits sorted, apart and inside both texts? */
static bool edits_are_sane(const struct ch_tree *old, size_t bytes,
	const struct ch_edit *edits, size_t n)
{
	uint32_t at = 0, now = 0;

	for (size_t i = 0; i < n; i++) {
		const struct ch_edit *e = &edits[i];

		if (e->start < at || e->old_end < e->start ||
			e->old_end > old->bytes || e->new_end > bytes ||
			e->new_end < now + (e->start - at))
			return false;
		at = e->old_end;
		now = e->new_end;
	}
	return bytes - now == old->bytes - at;
}

/*
 * How many bytes before 'at' may be the beginning of a character that goes on
 * there.  A token that ends before one has looked at all of it, of which
 * tree-sitter notes the first byte.
 */
static uint32_t part_of_character(
	struct ch_str text, uint32_t at, uint32_t most)
{
	uint32_t n = 0;

	while (n < 3 && n < most && (unsigned char)text.ptr[at - n - 1] >= 0x80)
		n++;
	return n;
}

/*
 * Last edit first: what is before it is then still in old coordinates, and
 * so are the points.
 */
static void apply_edits(
	TSTree *ts, const struct ch_flat *now, const struct job *job)
{
	const struct ch_tree *old = job->old;
	const struct ch_edit *edits = job->edits;

	for (size_t i = job->nedits; i-- > 0;) {
		uint32_t same = edits[i].start - (i ? edits[i - 1].old_end : 0);
		uint32_t begin = (i ? edits[i - 1].new_end : 0) + same;
		uint32_t back = part_of_character(job->source, begin, same);
		uint32_t start = edits[i].start - back;
		TSPoint from = point_at(now->lines, now->nlines, begin - back);
		TSPoint to =
			point_at(now->lines, now->nlines, edits[i].new_end);
		TSInputEdit e = { .start_byte = start,
			.old_end_byte = edits[i].old_end,
			.new_end_byte =
				edits[i].start + edits[i].new_end - begin };

		e.start_point = point_at(old->lines, old->nlines, start);
		e.old_end_point =
			point_at(old->lines, old->nlines, edits[i].old_end);
		e.new_end_point.row = e.start_point.row + to.row - from.row;
		e.new_end_point.column =
			to.row > from.row ? to.column
					  : e.start_point.column + to.column -
						    from.column;
		ts_tree_edit(ts, &e);
	}
}

/* Bytes in place that read differently because a blank came or went. */
static void touch(struct ch_parser *p, TSTree *ts, uint32_t from, uint32_t to)
{
	const struct ch_flat *now = &p->walk.flat;
	TSInputEdit e = {
		.start_byte = from, .old_end_byte = to, .new_end_byte = to
	};

	e.start_point = point_at(now->lines, now->nlines, from);
	e.old_end_point = e.new_end_point =
		point_at(now->lines, now->nlines, to);
	ts_tree_edit(ts, &e);
	ch_blanks_add(&p->dirty, from, to);
}

/* An old byte's place in the new text; *k is the edit looked at last. */
static uint32_t moved(
	uint32_t byte, const struct ch_edit *edits, size_t n, size_t *k)
{
	while (*k < n && edits[*k].old_end <= byte)
		++*k;
	if (*k < n && edits[*k].start < byte)
		return edits[*k].new_end;
	if (!*k)
		return byte;
	return byte - edits[*k - 1].old_end + edits[*k - 1].new_end;
}

static void touch_blanks(struct ch_parser *p, TSTree *ts,
	const struct ch_tree *old, const struct ch_edit *edits, size_t n)
{
	const struct ch_blanks *blanks = &p->blanks;
	size_t k = 0, i = 0, j = 0;

	for (; i < old->nblanks; i++) {
		uint32_t from = moved(old->blanks[i].start, edits, n, &k);
		uint32_t to = moved(old->blanks[i].end, edits, n, &k);

		while (j < blanks->n && blanks->ranges[j].start < from) {
			touch(p, ts, blanks->ranges[j].start,
				blanks->ranges[j].end);
			j++;
		}
		if (j < blanks->n && blanks->ranges[j].start == from &&
			blanks->ranges[j].end == to &&
			blanks->ranges[j].as == old->blanks[i].as)
			j++;
		else if (from < to)
			touch(p, ts, from, to);
	}
	for (; j < blanks->n; j++)
		touch(p, ts, blanks->ranges[j].start, blanks->ranges[j].end);
}

/* ---- parsing ------------------------------------------------------------ */

/*
 * Operations do not count how far a scanner looks ahead: one that looks for
 * the end of a comment at every token reads the rest of the file each time.
 * So the text is handed out in pieces, and pieces are counted.
 */
#define PIECE_BYTES 512
#define PIECES_PER_PIECE 400
#define PIECES_BASE 20000

struct meter {
	struct ch_str text;
	struct effort spent, most;
};

static bool over_limit(TSParseState *state)
{
	struct meter *m = state->payload;

	return ++m->spent.calls > m->most.calls ||
	       m->spent.pieces > m->most.pieces;
}

static const char *read_text(
	void *payload, uint32_t byte, TSPoint point, uint32_t *len)
{
	struct meter *m = payload;
	size_t left = byte < m->text.len ? m->text.len - byte : 0;

	(void)point;
	/* over_limit() stops it soon; until then there is nothing to read */
	if (++m->spent.pieces > m->most.pieces)
		left = 0;
	*len = (uint32_t)(left < PIECE_BYTES ? left : PIECE_BYTES);
	return left ? m->text.ptr + byte : "";
}

static struct effort most_effort(
	const struct ch_parse_options *options, size_t bytes)
{
	uint64_t operations = options ? options->max_operations : 0;
	struct effort most;

	if (!operations)
		operations =
			(uint64_t)OPERATIONS_PER_BYTE * bytes + OPERATIONS_BASE;
	most.calls = operations / OPERATIONS_PER_CALL + 1;
	most.pieces = bytes / PIECE_BYTES * PIECES_PER_PIECE + PIECES_BASE;
	return most;
}

/*
 * Would the version perhaps not be parsed from nothing?  What it took to make
 * a tree in part, and the trees that it was made from, is more than one parse
 * of it all takes: parts that are gone are still counted.
 */
static bool is_near_limit(const struct effort *e, const struct effort *most)
{
	return e->calls > most->calls / 2 || e->pieces > most->pieces / 2;
}

static void add_range(struct ch_parser *p, uint32_t from, uint32_t to)
{
	const struct ch_flat *f = &p->walk.flat;

	CH_GROW(p->ranges, p->nranges, p->ranges_cap);
	p->ranges[p->nranges++] =
		(TSRange){ .start_point = point_at(f->lines, f->nlines, from),
			.end_point = point_at(f->lines, f->nlines, to),
			.start_byte = from,
			.end_byte = to };
}

/* The parser sees what stands around the holes. */
static void set_ranges(struct ch_parser *p, const struct job *job)
{
	uint32_t from = 0;

	p->nranges = 0;
	for (size_t i = 0; i < job->nholes; i++) {
		add_range(p, from, job->holes[i].start);
		from = job->holes[i].end;
	}
	if (from)
		add_range(p, from, (uint32_t)job->source.len);
	ts_parser_set_included_ranges(p->ts, p->ranges, (uint32_t)p->nranges);
}

static TSTree *run_parser(struct ch_parser *p, const TSTree *old,
	struct ch_str text, const struct job *job)
{
	struct meter m = { .text = text, .most = job->most };
	TSInput input = { .payload = &m,
		.read = read_text,
		.encoding = TSInputEncodingUTF8 };
	TSParseOptions options = { .payload = &m,
		.progress_callback = over_limit };
	TSTree *tree;

	set_ranges(p, job);
	tree = ts_parser_parse_with_options(p->ts, old, input, options);

	/* what was read after the limit is not the file */
	if (tree && m.spent.pieces > job->most.pieces) {
		ts_tree_delete(tree);
		tree = NULL;
	}
	if (!tree)
		ts_parser_reset(p->ts);
	p->effort = m.spent;
	return tree;
}

/* May it be parsed from the tree before? */
static enum ch_parse_way way_from(const struct job *job)
{
	const struct ch_tree *old = job->old;

	if (!old)
		return CH_PARSE_NO_TREE;
	if (old->lang != job->rows->lang ||
		!edits_are_sane(old, job->source.len, job->edits, job->nedits))
		return CH_PARSE_OTHER;
	if (is_near_limit(&old->effort, &job->most))
		return CH_PARSE_NEAR_LIMIT;
	return old->has_error ? CH_PARSE_OLD_ERROR : CH_PARSE_IN_PART;
}

/* Blank what the edits touched, where the version before can be cut. */
static bool blank_again(
	struct ch_parser *p, const struct job *job, struct ch_str text)
{
	const struct ch_tree *old = job->old;
	struct ch_blanked before = { 0 };

	if (p->way == CH_PARSE_NO_TREE || p->way == CH_PARSE_OTHER)
		return false;
	before.blanks = old->blanks;
	before.nblanks = old->nblanks;
	before.cuts = old->cuts;
	before.ncuts = old->ncuts;
	before.bytes = old->bytes;
	return ch_blank_again(job->rows->lang->blank_part, text, &before,
		job->edits, job->nedits, &p->blanks, &p->cuts);
}

/* A copy of the source in p->text. */
static struct ch_str copy_text(struct ch_parser *p, const struct job *job)
{
	ch_buf_clear(&p->text);
	ch_buf_add_str(&p->text, job->source);
	return ch_buf_str(&p->text);
}

/* The source, or a copy with its holes. */
static struct ch_str text_with_holes(struct ch_parser *p, const struct job *job)
{
	if (!job->nholes)
		return job->source;
	copy_text(p, job);
	for (size_t i = 0; i < job->nholes; i++)
		memset(p->text.ptr + job->holes[i].start, ' ',
			job->holes[i].end - job->holes[i].start);
	return ch_buf_str(&p->text);
}

/* What the grammar reads: the source, or a copy with its blanks. */
static struct ch_str visible_text(struct ch_parser *p, const struct job *job)
{
	const struct ch_lang *lang = job->rows->lang;
	struct ch_str text = text_with_holes(p, job);

	ch_blanks_clear(&p->blanks);
	p->cuts.n = 0;
	if (lang->blank)
		lang->blank(text, &p->blanks);
	if (lang->blank_part && !blank_again(p, job, text)) {
		ch_blanks_clear(&p->blanks);
		p->cuts.n = 0;
		lang->blank_part(text, &p->blanks, &p->cuts);
	}
	ch_blanks_sort(&p->blanks);
	if (p->blanks.n) {
		if (!job->nholes)
			text = copy_text(p, job);
		ch_blanks_apply(&p->blanks, p->text.ptr);
	}
	return text;
}

/* An empty range is dirty, too: something is gone there. */
static void add_dirty(struct ch_blanks *dirty, uint32_t from, uint32_t to)
{
	CH_GROW(dirty->ranges, dirty->n, dirty->cap);
	dirty->ranges[dirty->n++] =
		(struct ch_blank){ .start = from, .end = to };
}

/*
 * Where the new text or its structure is another than before: the edits, what
 * blanks touched, and what the grammar sees otherwise because of them.
 */
static void find_dirty(struct ch_parser *p, const TSTree *old,
	const TSTree *now, const struct ch_edit *edits, size_t n)
{
	uint32_t nranges = 0, begin;
	TSRange *ranges = ts_tree_get_changed_ranges(old, now, &nranges);

	for (uint32_t i = 0; i < nranges; i++)
		add_dirty(&p->dirty, ranges[i].start_byte, ranges[i].end_byte);
	free(ranges);
	for (size_t i = 0; i < n; i++) {
		begin = (i ? edits[i - 1].new_end : 0) + edits[i].start -
			(i ? edits[i - 1].old_end : 0);
		add_dirty(&p->dirty, begin, edits[i].new_end);
	}
	ch_blanks_sort(&p->dirty);
}

/* May the facts of old pieces be those of this version? */
static bool may_fold(const struct ch_parser *p, const struct job *job)
{
	const struct ch_tree *old = job->old;

	return !p->walk.want_names && !p->walk.want_uses &&
	       (!p->walk.want_metrics || old->facts.metrics) &&
	       old->path == ch_hash(job->path.ptr, job->path.len);
}

static void fill_in_part(
	struct ch_parser *p, const TSTree *tree, const struct job *job)
{
	const struct ch_tree *old = job->old;
	bool is_last = old->number == p->before_tree && old->number;
	struct ch_flat_before before = { .flat = is_last ? &p->before : NULL,
		.comments = old->facts.comments,
		.ncomments = old->facts.ncomments,
		.edits = job->edits,
		.nedits = job->nedits,
		.dirty = p->dirty.ranges,
		.ndirty = p->dirty.n };

	if (may_fold(p, job)) {
		before.pieces = old->pieces;
		before.npieces = old->npieces;
	}
	p->walk.old_facts = &old->facts;
	p->walk.old_source = old->source;
	ch_flat_fill(&p->walk.flat, job->rows, tree, job->source, &before);
}

/* Parse from the tree before; NULL: over the limit. */
static TSTree *parse_in_part(
	struct ch_parser *p, const struct job *job, struct ch_str text)
{
	TSTree *edited = ts_tree_copy(job->old->ts), *tree;

	apply_edits(edited, &p->walk.flat, job);
	ch_blanks_clear(&p->dirty);
	touch_blanks(p, edited, job->old, job->edits, job->nedits);
	tree = run_parser(p, edited, text, job);
	/* less than a call is not seen */
	p->effort.calls += job->old->effort.calls + 1;
	p->effort.pieces += job->old->effort.pieces;
	if (tree) {
		find_dirty(p, edited, tree, job->edits, job->nedits);
		fill_in_part(p, tree, job);
	}
	ts_tree_delete(edited);
	return tree;
}

/*
 * Parse and flatten.  After an error the parser's choices depend on what it
 * could reuse, so a tree with errors is made again from nothing: facts must
 * not differ.  Errors that are no node are none: what the C grammar misses at
 * the end of "#include <x.h> " is a line end that it does not show.
 */
static TSTree *parse_text(struct ch_parser *p, const struct job *job)
{
	struct ch_str text;
	TSTree *tree;

	p->way = way_from(job);
	text = visible_text(p, job);
	if (p->way == CH_PARSE_IN_PART) {
		tree = parse_in_part(p, job, text);
		if (!tree || is_near_limit(&p->effort, &job->most))
			p->way = CH_PARSE_NEAR_LIMIT;
		else if (p->walk.flat.nerrors)
			p->way = CH_PARSE_NEW_ERROR;
		else
			return tree;
		ts_tree_delete(tree);
	}
	tree = run_parser(p, NULL, text, job);
	if (tree)
		ch_flat_fill(&p->walk.flat, job->rows, tree, job->source, NULL);
	return tree;
}

static void *copy_of(const void *from, size_t n, size_t size)
{
	void *to = ch_calloc(n, size);

	if (n)
		memcpy(to, from, n * size);
	return to;
}

static struct ch_tree *keep_tree(const struct ch_parser *p,
	const struct job *job, TSTree *ts, const struct ch_facts *facts)
{
	struct ch_tree *tree = ch_calloc(1, sizeof(*tree));
	const struct ch_flat *flat = &p->walk.flat;

	tree->ts = ts;
	tree->number = p->last_tree;
	tree->lang = job->rows->lang;
	tree->bytes = job->source.len;
	tree->effort = p->effort;
	tree->has_error = flat->nerrors > 0;
	tree->nlines = flat->nlines;
	tree->lines = copy_of(flat->lines, flat->nlines, sizeof(*flat->lines));
	tree->nblanks = p->blanks.n;
	tree->blanks = copy_of(
		p->blanks.ranges, p->blanks.n, sizeof(*p->blanks.ranges));
	tree->ncuts = p->cuts.n;
	tree->cuts = copy_of(p->cuts.at, p->cuts.n, sizeof(*p->cuts.at));
	tree->path = ch_hash(job->path.ptr, job->path.len);
	tree->source = job->source;
	tree->facts = *facts;
	tree->npieces = facts->truncated ? 0 : flat->npieces;
	tree->pieces =
		copy_of(flat->pieces, tree->npieces, sizeof(*flat->pieces));
	return tree;
}

static uint32_t count_lines(const struct ch_flat *f, struct ch_str source)
{
	bool open = source.len && source.ptr[source.len - 1] != '\n';

	return (uint32_t)(f->nlines - 1 + open);
}

/* The nodes of this tree are those before the next one. */
static void turn_over(struct ch_parser *p)
{
	struct ch_flat flat = p->before;

	p->before = p->walk.flat;
	p->walk.flat = flat;
	p->before_tree = p->last_tree;
	if (p->walk.flat.nodes_cap > KEPT_NODES)
		ch_walk_release(&p->walk);
	if (p->before.nodes_cap > KEPT_NODES) {
		ch_flat_release(&p->before);
		p->before_tree = 0;
	}
}

int ch_parse(struct ch_parser *p, const struct ch_lang *lang,
	struct ch_str path, struct ch_str source,
	const struct ch_parse_options *options, const struct ch_tree *old,
	const struct ch_edit *edits, size_t nedits, struct ch_arena *arena,
	struct ch_facts *out, struct ch_tree **keep, struct ch_err *err)
{
	size_t max = options && options->max_bytes ? options->max_bytes
						   : DEFAULT_MAX_BYTES;
	struct job job = { .path = path,
		.source = source.ptr ? source : CH_STR(""),
		.most = most_effort(options, source.len),
		.old = old,
		.edits = edits,
		.nedits = nedits,
		.holes = options ? options->holes : NULL,
		.nholes = options ? options->nholes : 0 };
	TSTree *tree;
	int rc;

	memset(out, 0, sizeof(*out));
	if (keep)
		*keep = NULL;
	if (source.len > max || source.len > LARGEST_MAX_BYTES)
		return ch_fail(err, CH_ELIMIT,
			"%zu bytes are too many to parse", source.len);
	rc = rows_for(p, lang, &job.rows, err);
	if (rc)
		return rc;
	if (!ts_parser_set_language(p->ts, job.rows->grammar))
		return ch_fail(err, CH_EFAIL, "%s: grammar of another ABI",
			lang->name);
	p->walk.rows = job.rows;
	p->walk.blanks = &p->blanks;
	p->walk.want_names = options && options->names;
	p->walk.want_metrics = options && options->metrics;
	p->walk.want_uses = options && options->uses;
	ch_flat_lines(&p->walk.flat, job.source);
	p->walk.flat.holes = job.holes;
	p->walk.flat.nholes = job.nholes;
	out->bytes = (uint32_t)source.len;
	out->lines = count_lines(&p->walk.flat, job.source);
	tree = parse_text(p, &job);
	if (!tree) {
		out->truncated = true;
		p->way = CH_PARSE_LIMIT;
		return 0;
	}
	p->last_tree++;
	ch_walk_run(&p->walk, path, job.source, arena, out);
	if (keep)
		*keep = keep_tree(p, &job, tree, out);
	else
		ts_tree_delete(tree);
	turn_over(p);
	return 0;
}
