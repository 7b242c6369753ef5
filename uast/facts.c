#include "uast/facts.h"

const char *ch_kind_name(enum ch_kind kind)
{
	static const char *const names[CH_NKINDS] = { "function", "method",
		"class", "struct", "union", "interface", "trait", "enum",
		"field", "value", "type", "macro", "constant", "variable",
		"module" };

	return kind < CH_NKINDS ? names[kind] : "?";
}

bool ch_kind_is_callable(enum ch_kind kind)
{
	return kind == CH_KIND_FUNCTION || kind == CH_KIND_METHOD;
}

bool ch_kind_is_type(enum ch_kind kind)
{
	return kind >= CH_KIND_CLASS && kind <= CH_KIND_ENUM;
}

const char *ch_visibility_name(enum ch_visibility v)
{
	static const char *const names[] = { "private", "internal", "protected",
		"public" };

	return names[v];
}

const char *ch_param_kind_name(enum ch_param_kind kind)
{
	static const char *const names[] = { "normal", "receiver",
		"positional-only", "keyword-only", "variadic",
		"keyword-variadic", "block" };

	return names[kind];
}

const char *ch_import_kind_name(enum ch_import_kind kind)
{
	static const char *const names[] = { "system", "external", "relative" };

	return names[kind];
}
