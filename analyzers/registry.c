#include "analyzers/analyzer.h"

#include "base/mem.h"

#define ANALYZER(name) extern const struct ch_analyzer ch_analyzer_##name;
#include "analyzers/analyzers.def"
#undef ANALYZER

static const struct ch_analyzer *const analyzers[] = {
#define ANALYZER(name) &ch_analyzer_##name,
#include "analyzers/analyzers.def"
#undef ANALYZER
};

const struct ch_analyzer *const *ch_analyzers(size_t *n)
{
	*n = CH_ARRAY_LEN(analyzers);
	return analyzers;
}

const struct ch_opt_table *ch_analyzer_options(const struct ch_analyzer *a)
{
	static const struct ch_opt_table none = { .name = "none" };

	return a->options ? a->options : &none;
}

const struct ch_analyzer *ch_analyzer_find(struct ch_str name)
{
	for (size_t i = 0; i < CH_ARRAY_LEN(analyzers); i++)
		if (ch_str_is(name, analyzers[i]->name))
			return analyzers[i];
	return NULL;
}
