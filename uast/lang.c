#include <string.h>

#include "base/mem.h"
#include "grammar_versions.h"
#include "uast/engine.h"
#include "uast/parse.h"

#define LANGUAGE(id, folder) extern const struct ch_lang ch_lang_##id;
#include "uast/languages.def"
#undef LANGUAGE

static const struct ch_lang *const languages[] = {
#define LANGUAGE(id, folder) &ch_lang_##id,
#include "uast/languages.def"
#undef LANGUAGE
};

static const char *const versions[] = {
#define LANGUAGE(id, folder) CH_GRAMMAR_VERSION_##id,
#include "uast/languages.def"
#undef LANGUAGE
};

size_t ch_lang_count(void)
{
	return CH_ARRAY_LEN(languages);
}

const struct ch_lang *ch_lang_at(size_t i)
{
	return languages[i];
}

const struct ch_lang *ch_lang_find(struct ch_str name)
{
	for (size_t i = 0; i < CH_ARRAY_LEN(languages); i++) {
		const struct ch_lang *l = languages[i];

		if (!ch_str_casecmp(ch_str_z(l->name), name) ||
			(l->alias && !ch_str_casecmp(ch_str_z(l->alias), name)))
			return l;
	}
	return NULL;
}

const char *ch_lang_name(const struct ch_lang *lang)
{
	return lang->name;
}

const char *ch_lang_id(const struct ch_lang *lang)
{
	return lang->id;
}

bool ch_lang_is_data(const struct ch_lang *lang)
{
	return lang->is_data;
}

unsigned ch_lang_abi(const struct ch_lang *lang)
{
	return ts_language_abi_version(lang->grammar());
}

const char *ch_lang_version(const struct ch_lang *lang)
{
	for (size_t i = 0; i < CH_ARRAY_LEN(languages); i++)
		if (languages[i] == lang)
			return versions[i];
	return lang->version;
}

const char *ch_lang_alias(const struct ch_lang *lang)
{
	return lang->alias;
}

const char *ch_lang_suffix(const struct ch_lang *lang)
{
	return lang->suffix;
}

static unsigned extracted_kind(enum ch_kind kind)
{
	if (ch_kind_is_callable(kind))
		return CH_EXTRACT_FUNCTIONS;
	if (ch_kind_is_type(kind) || kind == CH_KIND_TYPE)
		return CH_EXTRACT_TYPES;
	if (kind == CH_KIND_FIELD || kind == CH_KIND_VALUE)
		return CH_EXTRACT_FIELDS;
	return 0;
}

static unsigned extracted(const struct ch_lang_row *row)
{
	unsigned bits = row->params ? CH_EXTRACT_PARAMETERS : 0;

	if (row->traits & CH_ROW_DECIDES)
		bits |= CH_EXTRACT_DECISIONS;
	switch (row->role) {
	case CH_ROLE_SYMBOL:
	case CH_ROLE_CUSTOM:
		return bits | extracted_kind(row->kind);
	case CH_ROLE_DECISION:
	case CH_ROLE_OPERATOR:
		return bits | CH_EXTRACT_DECISIONS;
	case CH_ROLE_IMPORT:
		return bits | CH_EXTRACT_IMPORTS;
	case CH_ROLE_COMMENT:
		return bits | CH_EXTRACT_COMMENTS;
	case CH_ROLE_NONE:
	case CH_ROLE_WRAPPER:
	case CH_ROLE_ATTRIBUTE:
	case CH_ROLE_MODIFIERS:
	case CH_ROLE_CONDITION:
	case CH_ROLE_NAME:
		break;
	}
	return bits;
}

/* Variables in types are fields: see walk.c. */
unsigned ch_lang_extracts(const struct ch_lang *lang)
{
	unsigned bits = lang->extracts;
	bool variables = false, modules = false;

	if (lang->nparams || lang->on_params)
		bits |= CH_EXTRACT_PARAMETERS;

	for (size_t i = 0; i < lang->nrows; i++) {
		const struct ch_lang_row *row = &lang->rows[i];

		bits |= extracted(row);
		variables |= row->kind == CH_KIND_VARIABLE ||
			     row->kind == CH_KIND_CONSTANT;
		modules |= row->kind == CH_KIND_MODULE;
	}
	if (variables && bits & CH_EXTRACT_TYPES)
		bits |= CH_EXTRACT_FIELDS;
	if (modules && lang->is_data)
		bits |= CH_EXTRACT_SECTIONS;
	return bits;
}

int ch_lang_check(const struct ch_lang *lang, struct ch_err *err)
{
	struct ch_rows rows = { 0 };
	int rc = ch_rows_init(&rows, lang, err);

	ch_rows_release(&rows);
	return rc;
}

static const struct ch_lang *by_suffix(struct ch_str name, struct ch_str path)
{
	const struct ch_lang *lang = ch_lang_find(name);

	for (size_t i = 0; lang && i < CH_ARRAY_LEN(languages); i++)
		if (languages[i]->suffix &&
			!strcmp(languages[i]->name, lang->name) &&
			ch_str_ends(path, languages[i]->suffix))
			return languages[i];
	return lang;
}

const struct ch_lang *ch_lang_for(
	struct ch_str name, struct ch_str path, struct ch_str source)
{
	if (!source.len)
		return by_suffix(name, path);
	return ch_lang_for_tree(name, path, source, NULL);
}
