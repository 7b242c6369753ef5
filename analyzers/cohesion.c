/* cohesion - types that do more than one thing: LCOM4 over the tree. */
#include "analyzers/cohesion.h"

#include <stdlib.h>

#include "analyzers/measures.h"
#include "analyzers/types.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"

/* ---- One type -----------------------------------------------------------*/

/* Names and methods as one set of nodes: names first. */
struct sets {
	uint32_t *parent;
	struct ch_map names; /* 1 + index */
	size_t nnames;
};

static uint32_t root(struct sets *s, uint32_t i)
{
	while (s->parent[i] != i) {
		s->parent[i] = s->parent[s->parent[i]];
		i = s->parent[i];
	}
	return i;
}

static void join(struct sets *s, uint32_t a, uint32_t b)
{
	s->parent[root(s, a)] = root(s, b);
}

static uint32_t add_name(struct sets *s, struct ch_str name)
{
	bool added;
	uint64_t *at = ch_map_add(&s->names, name.ptr, name.len, &added);

	if (added) {
		*at = s->nnames;
		s->parent[s->nnames] = (uint32_t)s->nnames;
		s->nnames++;
	}
	return (uint32_t)*at;
}

/* All that is used through the object is a member, declared or not. */
static void add_used(struct sets *s, const struct ch_source_method *m)
{
	for (size_t i = 0; i < m->nuses; i++)
		if (m->uses[i].of_self)
			add_name(s, m->uses[i].name);
}

/* A bare name counts where it is a member's. */
static void join_uses(
	struct sets *s, uint32_t node, const struct ch_source_method *m)
{
	for (size_t i = 0; i < m->nuses; i++) {
		struct ch_str name = m->uses[i].name;
		const uint64_t *at = ch_map_get(&s->names, name.ptr, name.len);

		if (at)
			join(s, node, (uint32_t)*at);
	}
}

/* Parts that have a method with an object. */
static uint32_t count_parts(struct sets *s,
	const struct ch_source_method *const *methods, size_t n, uint32_t first)
{
	bool *seen = ch_calloc(first + n + 1, sizeof(*seen));
	uint32_t parts = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t part = root(s, first + (uint32_t)i);

		if (methods[i]->is_constructor || methods[i]->is_static)
			continue;
		parts += !seen[part];
		seen[part] = true;
	}
	free(seen);
	return parts;
}

struct ch_cohesion ch_cohesion_of(const struct ch_source_method *const *methods,
	size_t nmethods, const struct ch_str *members, size_t nmembers)
{
	struct ch_cohesion out = { 0 };
	struct sets s = { 0 };
	size_t room = nmembers;
	uint32_t nown = 0, first;

	for (size_t i = 0; i < nmethods; i++)
		room += 1 + methods[i]->nuses;
	first = (uint32_t)room;
	s.parent = ch_calloc(room + nmethods + 1, sizeof(*s.parent));
	for (size_t i = 0; i < nmethods; i++) {
		s.parent[first + i] = first + (uint32_t)i;
		if (methods[i]->is_constructor)
			continue;
		out.methods++;
		join(&s, first + (uint32_t)i, add_name(&s, methods[i]->name));
	}
	nown = (uint32_t)s.nnames;
	for (size_t i = 0; i < nmembers; i++)
		add_name(&s, members[i]);
	for (size_t i = 0; i < nmethods; i++)
		if (!methods[i]->is_constructor)
			add_used(&s, methods[i]);
	for (size_t i = 0; i < nmethods; i++)
		if (!methods[i]->is_constructor)
			join_uses(&s, first + (uint32_t)i, methods[i]);
	out.fields = (uint32_t)s.nnames - nown;
	out.lcom4 = count_parts(&s, methods, nmethods, first);
	ch_map_release(&s.names);
	free(s.parent);
	return out;
}

/* ---- All types ----------------------------------------------------------*/

struct cohesion_options {
	int64_t top;
};

struct cohesion {
	const struct ch_run_info *run;
	const struct cohesion_options *options;
	struct ch_measures measures;
	struct ch_arena parts; /* of types */
	struct ch_type *types;
	size_t ntypes;
	size_t nsplit; /* types of several parts */
};

#define AT(member) .offset = offsetof(struct cohesion_options, member)

static const struct ch_opt rows[] = {
	{ .name = "top",
		.kind = CH_OPT_INT,
		AT(top),
		.min = 0,
		.max = 1000000000,
		.dflt = "1000",
		.flags = CH_OPT_PARAMETER,
		.metavar = "N",
		.section = "cohesion",
		.help = "types that are written, 0 for all" },
};

static const struct ch_opt_table options = { .name = "cohesion",
	.rows = rows,
	.nrows = CH_ARRAY_LEN(rows),
	.size = sizeof(struct cohesion_options) };

static void *cohesion_start(const struct ch_run_info *run, const void *own)
{
	struct cohesion *s = ch_calloc(1, sizeof(*s));

	s->run = run;
	s->options = own;
	return s;
}

static void cohesion_release(void *state)
{
	struct cohesion *s = state;

	free(s->types);
	ch_arena_release(&s->parts);
	ch_measures_release(&s->measures);
	free(s);
}

static void collect_types(struct cohesion *s)
{
	const struct ch_part **parts = NULL;
	size_t n = 0, cap = 0;

	for (uint32_t p = 0; p < s->run->paths->n; p++) {
		const struct ch_source *f = s->run->end[p].source;
		struct ch_part *own;
		size_t nown = 0;

		if (!f)
			continue;
		own = ch_parts_of(f, ch_intern_str(s->run->paths, p), p,
			&s->parts, &nown);
		for (size_t i = 0; i < nown; i++) {
			CH_GROW(parts, n, cap);
			parts[n++] = &own[i];
		}
	}
	s->types = ch_types_of(parts, n, &s->ntypes);
	free(parts);
}

static int cohesion_finish(void *state, struct ch_err *err)
{
	struct cohesion *s = state;

	(void)err;
	collect_types(s);
	ch_measures_init(&s->measures, s->run, true);
	s->measures.listed = 1u << CH_CLASS_SOURCE;
	for (size_t i = 0; i < s->ntypes; i++) {
		const struct ch_type *t = &s->types[i];
		const struct ch_part *p = t->part;

		s->nsplit += t->cohesion.lcom4 > 1;
		if (t->cohesion.lcom4)
			ch_measures_add(&s->measures,
				&(struct ch_measured){ t->cohesion.lcom4,
					p->path_id, p->line, p->name, t });
	}
	ch_measures_finish(&s->measures);
	return 0;
}

/* ---- Documents ----------------------------------------------------------*/

static const struct ch_column type_columns[] = {
	{ .name = "type" },
	{ .name = "kind" },
	{ .name = "file", .kind = CH_COL_PATH },
	{ .name = "line", .kind = CH_COL_INT },
	{ .name = "lcom4", .kind = CH_COL_INT },
	{ .name = "methods", .kind = CH_COL_INT },
	{ .name = "fields", .kind = CH_COL_INT },
};
static const struct ch_table type_table = { .name = "cohesion",
	.columns = type_columns,
	.ncolumns = CH_ARRAY_LEN(type_columns) };

static const struct ch_column file_columns[] = {
	CH_FILE_COLUMNS,
	CH_SUMMARY_COLUMNS("types"),
};
static const struct ch_table file_table = { .name = "cohesion_files",
	.columns = file_columns,
	.ncolumns = CH_ARRAY_LEN(file_columns) };

static void write_type(const struct ch_measured *m, struct ch_rows *out)
{
	const struct ch_type *t = m->item;

	ch_row_str(out, t->part->name);
	ch_row_str(out, ch_str_z(ch_kind_name(t->part->kind)));
	ch_row_path(out, t->part->path);
	ch_row_int(out, t->part->line);
	ch_row_int(out, t->cohesion.lcom4);
	ch_row_int(out, t->cohesion.methods);
	ch_row_int(out, t->cohesion.fields);
	ch_row_end(out);
}

static void cohesion_write(const void *state, struct ch_rows *out)
{
	const struct cohesion *s = state;
	const struct ch_measures *m = &s->measures;
	size_t top = (size_t)s->options->top;

	ch_write_key(out->w, "totals");
	ch_write_map(out->w);
	ch_put_int(out->w, "files", (int64_t)m->nfiles);
	ch_put_summary(out->w, "types", &m->totals, true);
	ch_put_int(out->w, "split", (int64_t)s->nsplit);
	ch_write_end(out->w);
	ch_rows_table(out, "types", &type_table);
	for (size_t i = 0; i < m->n && (!top || i < top); i++)
		write_type(&m->items[i], out);
	ch_rows_end(out);
	ch_rows_table(out, "files", &file_table);
	for (size_t i = 0; i < m->nfiles; i++) {
		if (!m->files[i].summary.n)
			continue;
		ch_row_file(out, s->run, m->files[i].path);
		ch_row_summary(out, &m->files[i].summary, true);
		ch_row_end(out);
	}
	ch_rows_end(out);
	ch_measures_write_groups(m, "cohesion", "types", out);
}

/* ---- Text ---------------------------------------------------------------*/

#define TOP 20

static void text_types(const struct cohesion *s, struct ch_text_report *text)
{
	static const struct ch_column columns[] = {
		{ .name = "type" },
		{ .name = "where", .kind = CH_COL_PATH },
		{ .name = "parts", .kind = CH_COL_INT },
		{ .name = "methods", .kind = CH_COL_INT },
		{ .name = "fields", .kind = CH_COL_INT },
	};
	static const struct ch_table table = { .name = "types",
		.columns = columns,
		.ncolumns = CH_ARRAY_LEN(columns),
		.text_rows = TOP };
	struct ch_rows out = { .w = ch_text_table(text, &table),
		.table = &table };

	for (size_t i = 0; i < s->nsplit; i++) {
		const struct ch_measured *m = &s->measures.items[i];
		const struct ch_type *t = m->item;

		if (!ch_measures_is_listed(&s->measures, m->path))
			continue;
		ch_row_str(&out, m->name);
		ch_row_place(&out, s->run, m->path, m->line);
		ch_row_int(&out, t->cohesion.lcom4);
		ch_row_int(&out, t->cohesion.methods);
		ch_row_int(&out, t->cohesion.fields);
		ch_row_end(&out);
	}
	ch_text_table_end(out.w);
}

static void cohesion_text(const void *state, struct ch_text_report *text)
{
	const struct cohesion *s = state;
	const struct ch_summary *t = &s->measures.totals;
	struct ch_buf line = { 0 };

	ch_text_int(&line, (int64_t)t->n);
	ch_buf_add_z(&line, " types with methods, ");
	ch_text_int(&line, (int64_t)s->nsplit);
	if (t->n)
		ch_buf_printf(&line,
			" of them (%.1f %%) fall into parts that share nothing "
			"(LCOM4 over 1)\n",
			100.0 * (double)s->nsplit / (double)t->n);
	else
		ch_buf_add_z(&line, " of several parts\n");
	ch_sink_str(text->sink, ch_buf_str(&line));
	ch_buf_release(&line);
	ch_measures_text_note(&s->measures, text->sink);
	if (s->nsplit)
		text_types(s, text);
	ch_measures_text_groups(&s->measures, "types", text);
}

const struct ch_analyzer ch_analyzer_cohesion = {
	.name = "cohesion",
	.summary = "types whose methods share nothing (LCOM4)",
	.table = "cohesion",
	.needs = CH_NEED_END | CH_NEED_END_USES,
	.options = &options,
	.start = cohesion_start,
	.finish = cohesion_finish,
	.write = cohesion_write,
	.text = cohesion_text,
	.release = cohesion_release,
};
