#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "uast/engine.h"

/* One step of a finder: 0 where the grammar has no such thing. */
static uint16_t resolve(const TSLanguage *g, const char *s, size_t len)
{
	uint16_t id;

	if (len && s[0] == '.') {
		id = ts_language_field_id_for_name(g, s + 1, (uint32_t)len - 1);
		return id ? (uint16_t)(CH_STEP_FIELD | id) : 0;
	}
	if (len > 1 && s[0] == '\'')
		return ts_language_symbol_for_name(
			g, s + 1, (uint32_t)len - 1, false);
	id = ts_language_symbol_for_name(g, s, (uint32_t)len, true);
	if (!id)
		id = ts_language_symbol_for_name(g, s, (uint32_t)len, false);
	return id;
}

static int bad_name(
	const struct ch_lang *lang, const char *spec, struct ch_err *err)
{
	return ch_fail(err, CH_EFAIL, "%s: grammar has no %s", lang->id, spec);
}

static int compile(struct ch_finder *f, const struct ch_rows *rows,
	const char *spec, struct ch_err *err)
{
	const char *s = spec;
	size_t alt = 0, step = 0;

	memset(f, 0, sizeof(*f));
	while (s && *s) {
		size_t len = strcspn(s, "/|");
		uint16_t id = resolve(rows->grammar, s, len);

		if (!id || alt == CH_FIND_ALTS || step == CH_FIND_STEPS)
			return bad_name(rows->lang, spec, err);
		f->step[alt][step++] = id;
		s += len;
		if (*s == '|') {
			alt++;
			step = 0;
		}
		if (*s)
			s++;
	}
	return 0;
}

/* Rows of one type are a chain in which all but the last have a word. */
static int chain(
	struct ch_rows *rows, uint16_t type, size_t i, struct ch_err *err)
{
	uint8_t *at = &rows->row_of[type];

	while (*at) {
		struct ch_row *other = &rows->rows[*at - 1];

		if (!other->def->word)
			return ch_fail(err, CH_EFAIL, "%s: two rows for %s",
				rows->lang->id, other->def->type);
		at = &other->next;
	}
	*at = (uint8_t)(i + 1);
	rows->has_words |= rows->rows[i].def->word != NULL;
	return 0;
}

static int compile_row(struct ch_rows *rows, size_t i, struct ch_err *err)
{
	const struct ch_lang_row *def = &rows->lang->rows[i];
	struct ch_row *row = &rows->rows[i];
	uint16_t type = 0;
	struct {
		struct ch_finder *f;
		const char *spec;
	} finders[] = {
		{ &row->name, def->name },
		{ &row->params, def->params },
		{ &row->result, def->result },
		{ &row->value, def->value },
		{ &row->bases, def->bases },
		{ &row->generics, def->generics },
		{ &row->throws, def->throws },
		{ &row->body, def->body },
		{ &row->doc, def->doc },
		{ &row->key, def->key },
	};
	int rc = 0;

	row->def = def;
	if (def->type) {
		type = resolve(rows->grammar, def->type, strlen(def->type));
		if (!type || type >= rows->ntypes)
			return bad_name(rows->lang, def->type, err);
		row->word = ch_str_z(def->word ? def->word : "");
		rows->has_pieces |= def->traits & CH_ROW_PIECE;
		rc = chain(rows, type, i, err);
	}
	for (size_t k = 0; k < CH_ARRAY_LEN(finders) && !rc; k++)
		rc = compile(finders[k].f, rows, finders[k].spec, err);
	return rc;
}

static int compile_param(struct ch_rows *rows, size_t i, struct ch_err *err)
{
	const struct ch_param_row *def = &rows->lang->params[i];
	struct ch_param_rule *row = &rows->params[i];
	uint16_t type = resolve(rows->grammar, def->type, strlen(def->type));
	int rc;

	row->def = def;
	if (!type || type >= rows->ntypes)
		return bad_name(rows->lang, def->type, err);
	rows->param_row_of[type] = (uint8_t)(i + 1);
	rc = compile(&row->name, rows, def->name, err);
	if (!rc)
		rc = compile(&row->ptype, rows, def->ptype, err);
	if (!rc)
		rc = compile(&row->dflt, rows, def->dflt, err);
	return rc;
}

int ch_rows_init(
	struct ch_rows *rows, const struct ch_lang *lang, struct ch_err *err)
{
	const char *operator= lang->operator_field ? lang->operator_field
						   : "operator";
	int rc = 0;

	memset(rows, 0, sizeof(*rows));
	rows->grammar = lang->grammar();
	rows->ntypes = ts_language_symbol_count(rows->grammar);
	rows->row_of = ch_calloc(rows->ntypes, 1);
	rows->param_row_of = ch_calloc(rows->ntypes, 1);
	rows->is_named = ch_calloc(rows->ntypes, sizeof(*rows->is_named));
	for (uint32_t i = 0; i < rows->ntypes; i++)
		rows->is_named[i] = ts_language_symbol_type(rows->grammar,
					    (TSSymbol)i) == TSSymbolTypeRegular;
	rows->rows = ch_calloc(lang->nrows, sizeof(*rows->rows));
	rows->params = ch_calloc(lang->nparams, sizeof(*rows->params));
	rows->ids = ch_calloc(lang->nids, sizeof(*rows->ids));
	rows->operator_field = ts_language_field_id_for_name(
		rows->grammar, operator,(uint32_t) strlen(operator));
	rows->lang = lang;
	for (size_t i = 0; i < lang->nrows && !rc; i++)
		rc = compile_row(rows, i, err);
	for (size_t i = 0; i < lang->nparams && !rc; i++)
		rc = compile_param(rows, i, err);
	for (size_t i = 0; i < lang->nids && !rc; i++) {
		const char *s = lang->ids[i];

		if (s)
			rows->ids[i] = resolve(rows->grammar, s, strlen(s));
		if (s && !rows->ids[i])
			rc = bad_name(lang, s, err);
	}
	return rc;
}

void ch_rows_release(struct ch_rows *rows)
{
	free(rows->row_of);
	free(rows->param_row_of);
	free(rows->is_named);
	free(rows->rows);
	free(rows->params);
	free(rows->ids);
	memset(rows, 0, sizeof(*rows));
}
