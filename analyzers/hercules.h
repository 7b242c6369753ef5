/*
 * hercules.h - reports as src-d's hercules prints them, for its labours.
 *
 * YAML, a section an analyzer: matrices are dense there, so what is sparse here
 * is written out.  Sample 0, before the first day, has no row.
 *
 * Source: leaves/{burndown,couples,devs}.go of hercules 10.7, as read.
 */
#ifndef CH_ANALYZERS_HERCULES_H
#define CH_ANALYZERS_HERCULES_H

#include "analyzers/analyzer.h"

struct ch_burndown;
struct ch_couples;
struct ch_devs;

/* A string in double quotes. */
void ch_hercules_quote(struct ch_sink *out, struct ch_str s);

void ch_burndown_hercules(const void *state, struct ch_sink *out);
void ch_couples_hercules(const void *state, struct ch_sink *out);
void ch_devs_hercules(const void *state, struct ch_sink *out);

#endif
