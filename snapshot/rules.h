/*
 * rules.h - which changes of a public symbol can break its users.
 *
 * Syntax level, net over the range (spec/pack.md, "Breaking-change rules").
 * Nothing is claimed about binary compatibility.
 */
#ifndef CH_SNAPSHOT_RULES_H
#define CH_SNAPSHOT_RULES_H

#include "base/arena.h"
#include "base/str.h"

enum ch_rule {
#define RULE(id, name) CH_RULE_##id,
#include "snapshot/rules.def"
#undef RULE
	CH_NRULES
};
const char *ch_rule_name(enum ch_rule rule);

enum ch_severity {
	CH_SEVERITY_INFO,
	CH_SEVERITY_LOW,
	CH_SEVERITY_MEDIUM,
	CH_SEVERITY_HIGH
};
const char *ch_severity_name(enum ch_severity severity);

enum ch_confidence {
	CH_CONFIDENCE_CHECK,  /* parse errors nearby, made by a macro */
	CH_CONFIDENCE_LIKELY, /* preprocessor, conditional, re-export seen */
	CH_CONFIDENCE_CERTAIN
};
const char *ch_confidence_name(enum ch_confidence confidence);

struct ch_rule_hit {
	enum ch_rule rule;
	enum ch_severity severity;
	enum ch_confidence confidence;
	struct ch_str
		detail; /* "opts: int -> size_t", one line; may be empty */
};

struct ch_symdiff;
struct ch_compare;
struct ch_secrets; /* redact.h */

/*
 * Fill hits of every item of 'diff'; memory is the arena's.  Details are
 * without secrets, which are added to 'secrets'.
 */
void ch_rules_apply(const struct ch_compare *delta, struct ch_symdiff *diff,
	struct ch_arena *arena, struct ch_secrets *secrets);

#endif
