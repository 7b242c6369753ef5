/*
 * cohesion.h - LCOM4 of a type: into how many parts its methods fall when
 * those are joined that use a field or method of the type in common, or of
 * which one calls the other.
 *
 * Constructors and destructors join nothing: they touch everything.  Static
 * methods join, but a part of nothing else does not count.
 *
 * Source: M. Hitz, B. Montazeri, Measuring Coupling and Cohesion in
 * Object-Oriented Systems.
 */
#ifndef CH_ANALYZERS_COHESION_H
#define CH_ANALYZERS_COHESION_H

#include <stddef.h>
#include <stdint.h>

#include "analyzers/source.h"

struct ch_cohesion {
	uint32_t lcom4;	  /* 0: no method counts */
	uint32_t methods; /* with a body, constructors left out */
	uint32_t fields;  /* members that are no methods, declared or used */
};

/* members[nmembers]: names of the type's fields and methods. */
struct ch_cohesion ch_cohesion_of(const struct ch_source_method *const *methods,
	size_t nmethods, const struct ch_str *members, size_t nmembers);

#endif
