/*
 * samples.h - whole trees at dates: which files they have, and the numbers of
 * each; for pipeline/ only.
 *
 * Before the chunks the trees of the sampled commits are compared, so that it
 * is known which versions are wanted.  Those that the line stage parses anyway
 * are taken from there; what is left is parsed after the chunks.
 */
#ifndef CH_PIPELINE_SAMPLES_H
#define CH_PIPELINE_SAMPLES_H

#include "pipeline/worker.h"

struct ch_samples;

/* Fills e->samples; e->history and e->axis_s are known. */
int ch_samples_plan(struct ch_engine *e, struct ch_err *err);
/* Is a version wanted?  A ch_syntax_wanted_fn of a struct ch_engine. */
bool ch_samples_want(
	const void *engine, uint32_t path, const struct ch_oid *oid);
/*
 * Facts of a version of a path, with metrics and with uses where it is wanted,
 * on a worker; taken when it is.
 */
void ch_samples_note(struct ch_engine *e, struct ch_worker *w, uint32_t path,
	const struct ch_oid *oid, const struct ch_lang *lang,
	const struct ch_facts *facts, struct ch_str text);
/* Parses the rest, sets run.samples. */
int ch_samples_finish(struct ch_engine *e, struct ch_err *err);
void ch_samples_free(struct ch_samples *s);

#endif
