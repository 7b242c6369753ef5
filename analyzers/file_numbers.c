#include "analyzers/file_numbers.h"

#include <stdlib.h>

static double number_of(const struct ch_source_function *f, enum ch_number n)
{
	switch (n) {
	case CH_CYCLOMATIC:
		return f->cyclomatic;
	case CH_COGNITIVE:
		return f->metrics.cognitive;
	case CH_VOLUME:
		return ch_halstead_volume(&f->metrics);
	case CH_NESTING:
		return f->metrics.nesting;
	case CH_FUNCTION_LINES:
		return f->end_line - f->line + 1;
	case CH_PARAMETERS:
		return f->parameters;
	case CH_DIFFICULTY:
		return ch_halstead_difficulty(&f->metrics);
	case CH_EFFORT:
		return ch_halstead_effort(&f->metrics);
	case CH_NNUMBERS:
		break;
	}
	return 0;
}

static void add_functions(struct ch_numbers *out,
	const struct ch_source *source, struct ch_arena *arena)
{
	size_t n = source->nfunctions;

	out->nfunctions = (uint32_t)n;
	for (size_t i = 0; i < n; i++)
		out->documented += source->functions[i].is_documented;
	for (int k = 0; k < CH_NNUMBERS; k++) {
		double *values = ch_arena_calloc(arena, n, sizeof(*values));

		for (size_t i = 0; i < n; i++)
			values[i] = number_of(
				&source->functions[i], (enum ch_number)k);
		out->values[k] = values;
	}
}

static void add_whole_types(struct ch_numbers *out, const struct ch_part *parts,
	size_t n, struct ch_arena *scratch, struct ch_arena *arena)
{
	const struct ch_part **list =
		ch_arena_calloc(scratch, n, sizeof(const void *));
	struct ch_type *types;
	uint32_t *lcom4;
	size_t ntypes;

	for (size_t i = 0; i < n; i++)
		list[i] = &parts[i];
	types = ch_types_of(list, n, &ntypes);
	out->lcom4 = lcom4 = ch_arena_calloc(arena, ntypes, sizeof(*lcom4));
	for (size_t i = 0; i < ntypes; i++)
		if (types[i].cohesion.lcom4)
			lcom4[out->nlcom4++] = types[i].cohesion.lcom4;
	free(types);
}

static int smaller(const void *p, const void *q)
{
	uint32_t a = *(const uint32_t *)p, b = *(const uint32_t *)q;

	return (a > b) - (a < b);
}

static void add_parts(struct ch_numbers *out, const struct ch_part *parts,
	size_t n, struct ch_kept_parts *kept, struct ch_arena *arena)
{
	uint32_t *ids = ch_arena_calloc(arena, n, sizeof(*ids));

	for (size_t i = 0; i < n; i++)
		ids[i] = ch_part_keep(kept, &parts[i]);
	if (n)
		qsort(ids, n, sizeof(*ids), smaller);
	out->kept = kept;
	out->parts = ids;
	out->nparts = (uint32_t)n;
}

bool ch_numbers_have(const struct ch_numbers *numbers, uint32_t part)
{
	return numbers->nparts &&
	       bsearch(&part, numbers->parts, numbers->nparts, sizeof(part),
		       smaller);
}

struct ch_numbers *ch_numbers_of(const struct ch_source *source,
	struct ch_kept_parts *kept, struct ch_arena *scratch,
	struct ch_arena *arena)
{
	struct ch_numbers *out = ch_arena_calloc(arena, 1, sizeof(*out));
	struct ch_arena_mark mark = ch_arena_mark(scratch);
	struct ch_part *parts;
	size_t n;

	out->lang = source->lang;
	out->lines = source->lines;
	out->comment_lines = source->comment_lines;
	add_functions(out, source, arena);
	parts = ch_parts_of(source, ch_str_z(""), 0, scratch, &n);
	if (ch_types_are_whole(source->lang))
		add_whole_types(out, parts, n, scratch, arena);
	else
		add_parts(out, parts, n, kept, arena);
	ch_arena_rewind(scratch, mark);
	return out;
}
