/*
 * imports.h - what imports.c counts, imports_edges.c resolves and
 * imports_report.c writes.
 */
#ifndef CH_ANALYZERS_IMPORTS_H
#define CH_ANALYZERS_IMPORTS_H

#include "analyzers/analyzer.h"
#include "analyzers/rows.h"
#include "base/intern.h"
#include "uast/facts.h"

/* A commit that adds an import to a file, or removes it from one. */
struct ch_import_event {
	uint32_t commit;
	uint32_t import; /* in the table of the state that has it */
	bool is_added;
};

/* What a version imports; versions without any are not noted. */
struct ch_import_version {
	struct ch_oid oid;
	uint32_t path, commit;
	uint32_t set; /* in sets: ids of imports, ascending, as bytes */
};

struct ch_import_sum {
	uint32_t import;
	uint32_t added, removed;
	uint32_t first; /* commit with a version that has it */
	uint32_t last;	/* commit that added or removed it */
	uint32_t files; /* that have it at the end */
};

struct ch_import_developer {
	uint32_t developer;
	uint32_t added, removed;
	uint32_t imports; /* distinct ones that were added or removed */
};

struct ch_import_edge {
	uint32_t from, to; /* paths */
};

/* A file of a cycle; cycles count from 0. */
struct ch_import_cycle {
	uint32_t cycle, path;
};

struct ch_imports {
	const struct ch_run_info *run;
	/* A letter for the kind, the language, NUL, the name. */
	struct ch_intern texts;
	struct ch_intern sets;
	struct ch_import_event *events;
	size_t nevents, events_cap;
	struct ch_import_version *versions;
	size_t nversions, versions_cap;
	uint32_t *before, *after; /* scratch: imports of a change's sides */
	size_t before_cap, after_cap;
	/* From here on made by finish(). */
	struct ch_import_sum *sums; /* those that most files have first */
	size_t nsums;
	struct ch_import_developer *developers;
	size_t ndevelopers;
	struct ch_import_edge *edges; /* by names of both */
	size_t nedges, edges_cap;
	struct ch_import_cycle *cycles; /* largest first, files by name */
	size_t ncycles, cycles_cap;
};

enum ch_import_kind ch_import_kind_of(const struct ch_imports *s, uint32_t i);
struct ch_str ch_import_language(const struct ch_imports *s, uint32_t i);
struct ch_str ch_import_name(const struct ch_imports *s, uint32_t i);
/* The imports of a file at the end; NULL: none, or the run did not meet it. */
const uint32_t *ch_imports_at_end(
	const struct ch_imports *s, uint32_t path, size_t *n);

/* imports_edges.c: fill edges[] and cycles[]. */
void ch_imports_resolve(struct ch_imports *s);

void ch_imports_write(const void *state, struct ch_rows *rows);
void ch_imports_text(const void *state, struct ch_text_report *text);

#endif
