#include "gitlayer/regexset.h"

#include <stdatomic.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/mem.h"

/* Steps and memory one match may take. */
#define MATCH_LIMIT 200000
#define HEAP_LIMIT_KIB 4096

struct ch_regexset {
	const char *const *sources;
	size_t n;
	pcre2_match_context *context;
	_Atomic(pcre2_code *) codes[]; /* NULL until somebody needs it */
};

struct ch_regexset *ch_regexset_new(const char *const *sources, size_t n)
{
	struct ch_regexset *set;

	set = ch_calloc(1, sizeof(*set) + n * sizeof(set->codes[0]));
	set->sources = sources;
	set->n = n;
	set->context = pcre2_match_context_create(NULL);
	if (!set->context)
		ch_out_of_memory();
	pcre2_set_match_limit(set->context, MATCH_LIMIT);
	pcre2_set_heap_limit(set->context, HEAP_LIMIT_KIB);
	return set;
}

void ch_regexset_free(struct ch_regexset *set)
{
	size_t i;

	if (!set)
		return;
	for (i = 0; i < set->n; i++)
		pcre2_code_free(atomic_load(&set->codes[i]));
	pcre2_match_context_free(set->context);
	free(set);
}

static pcre2_code *code_of(struct ch_regexset *set, size_t i)
{
	pcre2_code *code = atomic_load(&set->codes[i]), *other = NULL;
	PCRE2_SIZE where;
	int error;

	if (code)
		return code;
	code = pcre2_compile((PCRE2_SPTR)set->sources[i], PCRE2_ZERO_TERMINATED,
		PCRE2_MULTILINE, &error, &where, NULL);
	/* where this does not work, the pattern is interpreted */
	if (code)
		pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	if (code &&
		!atomic_compare_exchange_strong(&set->codes[i], &other, code)) {
		pcre2_code_free(code);
		code = other;
	}
	return code;
}

bool ch_regexset_compiles(struct ch_regexset *set, size_t i)
{
	return i < set->n && code_of(set, i) != NULL;
}

bool ch_regexset_matches(struct ch_regexset *set, size_t i, struct ch_str text)
{
	pcre2_code *code = i < set->n ? code_of(set, i) : NULL;
	pcre2_match_data *data;
	int rc;

	if (!code)
		return false;
	data = pcre2_match_data_create(1, NULL);
	if (!data)
		ch_out_of_memory();
	rc = pcre2_match(code, (PCRE2_SPTR)(text.ptr ? text.ptr : ""), text.len,
		0, 0, data, set->context);
	pcre2_match_data_free(data);
	return rc >= 0;
}
