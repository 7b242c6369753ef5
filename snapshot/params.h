/*
 * params.h - one parameter list against another, parameter by parameter.
 *
 * Parameters pair by name, then between the pairs by position and type, or
 * by position and a word of their names.
 * Types are compared after normalising their spelling.
 */
#ifndef CH_SNAPSHOT_PARAMS_H
#define CH_SNAPSHOT_PARAMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "uast/facts.h"

/* One parameter that differs; old or new is NULL for added and removed. */
struct ch_param_delta {
	const struct ch_param *old_param;
	const struct ch_param *new_param;
	bool moved;   /* its order among the kept ones changed */
	bool renamed; /* paired by place, the name differs */
	bool retyped;
	bool default_changed; /* added, removed or another value */
	bool kind_changed;    /* positional became keyword-only, ... */
};

/*
 * The differences, in the order of the new list, removed ones where they
 * stood.  Receivers are left out.  Memory is the arena's.
 */
size_t ch_params_compare(const struct ch_symbol *old_symbol,
	const struct ch_symbol *new_symbol, struct ch_arena *arena,
	struct ch_param_delta **out);

/*
 * A type's one spelling: no white space that does not separate words,
 * Optional[X] and Union[X, None] as X|None, `typing.` and `std::` prefixes
 * and named lifetimes left out.
 */
struct ch_str ch_type_normal(struct ch_str type, struct ch_arena *arena);
/*
 * Take the next of several types, up to one of 'separators' that is in no
 * bracket, without the white space around it; "" behind the last.
 */
struct ch_str ch_type_next(struct ch_str *rest, const char *separators);
bool ch_type_same(struct ch_str a, struct ch_str b);
/* Does the union "A | B" of parameters take all that "A" took? */
bool ch_type_widens(struct ch_str from, struct ch_str to);

/*
 * The Output of a Rust future, what .await gives: of "impl Future<Output = T>
 * + Send", of one in Pin<Box<dyn ...>>, of BoxFuture<'a, T>.  False: a type
 * that does not say it is one.
 */
bool ch_type_awaited(struct ch_str type, struct ch_str *output);

/* The type, without the "?" of PHP's "?T $x = null", which "T" says as well. */
struct ch_str ch_param_type(const struct ch_param *p);
/* "int flags", "flags: int = 0": as a reader would write it. */
struct ch_str ch_param_text(const struct ch_param *p, struct ch_arena *arena);

#endif
