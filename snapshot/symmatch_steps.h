/*
 * symmatch_steps.h - what the steps of matching share; nobody else's.
 *
 * symmatch.c pairs what has the same name, symmatch_left.c what is left then,
 * symmatch_scope.c tells scopes that were renamed from scopes that were left,
 * symmatch_chain.c finds the nearest of overloads.
 */
#ifndef CH_SNAPSHOT_SYMMATCH_STEPS_H
#define CH_SNAPSHOT_SYMMATCH_STEPS_H

#include "base/map.h"
#include "snapshot/symmatch.h"

/* A language with declarations apart from definitions. */
bool ch_match_has_prototypes(const struct ch_compare *delta, uint32_t file);
bool ch_match_is_prototype(const struct ch_match_entry *e);

/* By a name inside 'where', a file or an entry; bytes in scratch, no text. */
struct ch_str ch_match_name_key(struct ch_match *m, size_t where,
	enum ch_family family, struct ch_str name);
/* By its qualified name. */
struct ch_str ch_match_key(
	struct ch_match *m, const struct ch_match_entry *e, uint32_t file);
/* By its own name. */
struct ch_str ch_match_own_key(
	struct ch_match *m, const struct ch_match_entry *e, size_t where);

/*
 * Entries of one side under keys: overloads, second definitions.
 *
 * Add entries from the last to the first: chains keep their order.  A chain
 * can be as long as a file, so a search looks at the first CH_CHAIN_TRIES
 * that are left, and behind them only for an equal signature.
 */
#define CH_CHAIN_TRIES 64

struct ch_chains {
	struct ch_match *m;
	struct ch_match_side *list;
	struct ch_map heads; /* key -> first entry + 1 */
	struct ch_map twins; /* of long chains: "KEY SIGNATURE" -> the same */
};
void ch_chains_init(struct ch_chains *c, struct ch_match *m, enum ch_side side);
void ch_chains_release(struct ch_chains *c);
void ch_chains_add(struct ch_chains *c, struct ch_str key, size_t entry);
/* All that are left by ch_match_key(), 'matched': those that are not too. */
void ch_chains_add_all(struct ch_chains *c, bool by_file, bool matched);

/*
 * The entry under 'key' whose signature is nearest, the first of equals, or
 * CH_NO_ENTRY: of unmatched ones, prototypes or not; of all.
 */
size_t ch_chains_nearest(struct ch_chains *c, struct ch_str key,
	const struct ch_symbol *to, bool prototypes);
size_t ch_chains_nearest_of_all(
	struct ch_chains *c, struct ch_str key, const struct ch_symbol *to);

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
