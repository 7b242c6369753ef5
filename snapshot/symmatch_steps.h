/*
 * symmatch_steps.h - what the steps of matching share; nobody else's.
 *
 * symmatch.c pairs what has the same name, symmatch_left.c what is left then,
 * symmatch_scope.c tells scopes that were renamed from scopes that were left.
 * A map of a step has the number of the first entry under a key, plus one;
 * the others follow in ch_match_side.next.
 */
#ifndef CH_SNAPSHOT_SYMMATCH_STEPS_H
#define CH_SNAPSHOT_SYMMATCH_STEPS_H

#include "base/map.h"
#include "snapshot/symmatch.h"

/* A language with declarations apart from definitions. */
bool ch_match_has_prototypes(const struct ch_compare *delta, uint32_t file);
bool ch_match_is_prototype(const struct ch_match_entry *e);

/* "FILE FAMILY QUALIFIED", in scratch. */
struct ch_str ch_match_key(
	struct ch_match *m, const struct ch_match_entry *e, uint32_t file);
/* By its own name inside 'where': a file or an entry. */
struct ch_str ch_match_own_key(
	struct ch_match *m, const struct ch_match_entry *e, size_t where);

/* Chains entries by ch_match_key(), first in front. */
void ch_match_index(struct ch_match *m, enum ch_side side, bool by_file,
	bool matched, struct ch_map *map);
/* The first entry under a key, or CH_NO_ENTRY. */
size_t ch_match_chain(const struct ch_map *map, struct ch_str key);

/* How far apart two signatures are; 0: equal. */
size_t ch_match_distance(const struct ch_symbol *a, const struct ch_symbol *b);
/* The nearest unmatched entry in the chain, or CH_NO_ENTRY. */
size_t ch_match_nearest(const struct ch_match_side *list, size_t head,
	const struct ch_symbol *to, bool prototypes);

void ch_match_pair(struct ch_match *m, size_t old_at, size_t new_at);

/* Name the nearest of what is an overload more or less of its file. */
void ch_match_overloads(struct ch_match *m, enum ch_side side);
/* Pair what is left by place, by body and by what encloses it. */
void ch_match_leftovers(struct ch_match *m);
void ch_match_without_namespace(struct ch_match *m);
/* Pair what is left of an overload set whose others have new names. */
void ch_match_overload_sets(struct ch_match *m);
/* When everything is paired: who stands in another scope. */
void ch_match_mark_elsewhere(struct ch_match *m);

#endif
