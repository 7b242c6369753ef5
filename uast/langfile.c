#include "uast/langfile.h"

#include <string.h>

#include "base/mem.h"
#include "uast/engine.h"
#include "uast/parse.h"

#define MAX_WORDS 64
#define MAX_ROWS 254

struct words {
	struct ch_str at[MAX_WORDS];
	size_t n;
};

struct reader {
	struct ch_langfile *f;
	struct ch_arena *arena;
	struct ch_lang_row *rows;
	struct ch_param_row *params;
	struct ch_modifier *modifiers;
	size_t nrows, nparams, nmodifiers;
	uint32_t line;
};

struct named {
	const char *name;
	uint32_t value;
};

static const struct named traits[] = { { "global", CH_ROW_GLOBAL },
	{ "members", CH_ROW_MEMBERS }, { "flat", CH_ROW_FLAT },
	{ "decides", CH_ROW_DECIDES }, { "hidden", CH_ROW_HIDDEN },
	{ "required", CH_ROW_REQUIRED }, { "conditional", CH_ROW_CONDITIONAL },
	{ "top", CH_ROW_TOP }, { "unscoped", CH_ROW_UNSCOPED },
	{ "nests", CH_ROW_NESTS }, { "deeper", CH_ROW_DEEPER },
	{ "else", CH_ROW_ELSE }, { "jump", CH_ROW_JUMP },
	{ "label-jump", CH_ROW_LABEL_JUMP }, { "literal", CH_ROW_LITERAL },
	{ "word", CH_ROW_WORD }, { "case", CH_ROW_CASE },
	{ "leaf", CH_ROW_LEAF }, { "tail", CH_ROW_TAIL },
	{ "rest", CH_ROW_REST }, { "keep", CH_ROW_KEEP } };

static const struct named flags[] = { { "+static", CH_SYM_STATIC },
	{ "+async", CH_SYM_ASYNC }, { "+const", CH_SYM_CONST },
	{ "+abstract", CH_SYM_ABSTRACT }, { "+deprecated", CH_SYM_DEPRECATED },
	{ "+declaration", CH_SYM_DECLARATION },
	{ "+exported", CH_SYM_EXPORTED },
	{ "+conditional", CH_SYM_CONDITIONAL }, { "+unsafe", CH_SYM_UNSAFE },
	{ "+open", CH_SYM_OPEN } };

static const struct named roles[] = { { "symbol", CH_ROLE_SYMBOL },
	{ "wrapper", CH_ROLE_WRAPPER }, { "attribute", CH_ROLE_ATTRIBUTE },
	{ "modifiers", CH_ROLE_MODIFIERS }, { "decision", CH_ROLE_DECISION },
	{ "operator", CH_ROLE_OPERATOR }, { "import", CH_ROLE_IMPORT },
	{ "condition", CH_ROLE_CONDITION }, { "name", CH_ROLE_NAME },
	{ "comment", CH_ROLE_COMMENT }, { "other", CH_ROLE_NONE } };

static const struct named docs[] = { { "none", CH_DOC_NONE },
	{ "marked", CH_DOC_MARKED }, { "outer", CH_DOC_OUTER },
	{ "any", CH_DOC_ANY } };

static const struct named visibilities[] = { { "private", CH_VIS_PRIVATE },
	{ "internal", CH_VIS_INTERNAL }, { "protected", CH_VIS_PROTECTED },
	{ "public", CH_VIS_PUBLIC } };

static const struct named param_kinds[] = { { "normal", CH_PARAM_NORMAL },
	{ "receiver", CH_PARAM_RECEIVER },
	{ "positional-only", CH_PARAM_POSITIONAL_ONLY },
	{ "keyword-only", CH_PARAM_KEYWORD_ONLY },
	{ "variadic", CH_PARAM_VARIADIC },
	{ "keyword-variadic", CH_PARAM_KEYWORD_VARIADIC },
	{ "block", CH_PARAM_BLOCK } };

static bool look_up(
	const struct named *list, size_t n, struct ch_str word, uint32_t *value)
{
	for (size_t i = 0; i < n; i++)
		if (ch_str_is(word, list[i].name)) {
			*value = list[i].value;
			return true;
		}
	return false;
}

#define LOOK_UP(list, word, value) \
	look_up(list, CH_ARRAY_LEN(list), word, value)

static int bad(const struct reader *r, const char *what, struct ch_str word,
	struct ch_err *err)
{
	return ch_fail(err, CH_EFORMAT, "%s:%u: %s '%.*s'", r->f->path.ptr,
		r->line, what, (int)(word.len < 60 ? word.len : 60), word.ptr);
}

static const char *text_of(struct reader *r, struct ch_str s)
{
	char *z = ch_arena_alloc(r->arena, s.len + 1);

	memcpy(z, s.ptr, s.len);
	z[s.len] = '\0';
	return z;
}

/* ---- rows --------------------------------------------------------------- */

/* "name=.name": where the finder of that part goes. */
static const char **part_of(struct ch_lang_row *row, struct ch_str part)
{
	const struct {
		const char *name;
		const char **finder;
	} parts[] = { { "name", &row->name }, { "params", &row->params },
		{ "result", &row->result }, { "value", &row->value },
		{ "bases", &row->bases }, { "generics", &row->generics },
		{ "throws", &row->throws }, { "body", &row->body },
		{ "doc", &row->doc }, { "key", &row->key },
		{ "word", &row->word } };

	for (size_t i = 0; i < CH_ARRAY_LEN(parts); i++)
		if (ch_str_is(part, parts[i].name))
			return parts[i].finder;
	return NULL;
}

static int read_part(struct reader *r, struct ch_lang_row *row,
	struct ch_str word, struct ch_err *err)
{
	size_t equals = ch_str_chr(word, '=', 0);
	uint32_t bit;
	const char **finder;

	if (LOOK_UP(traits, word, &bit)) {
		row->traits |= bit;
		return 0;
	}
	if (LOOK_UP(flags, word, &bit)) {
		row->flags |= bit;
		return 0;
	}
	if (equals == (size_t)-1)
		return bad(r, "no such trait or flag:", word, err);
	finder = part_of(row, ch_str_sub(word, 0, equals));
	if (!finder || equals + 1 == word.len)
		return bad(r, "no such part, or nothing behind it:", word, err);
	*finder = text_of(r, ch_str_sub(word, equals + 1, word.len));
	return 0;
}

static bool kind_of(struct ch_str word, enum ch_kind *kind)
{
	for (int i = 0; i < CH_NKINDS; i++)
		if (ch_str_is(word, ch_kind_name((enum ch_kind)i))) {
			*kind = (enum ch_kind)i;
			return true;
		}
	return false;
}

static int read_row(struct reader *r, const struct words *w, enum ch_role role,
	struct ch_err *err)
{
	struct ch_lang_row *row = &r->rows[r->nrows];
	size_t i = 2;
	int rc = 0;

	if (w->n < 2)
		return bad(r, "a node type has to follow", w->at[0], err);
	if (r->nrows == MAX_ROWS)
		return bad(r, "too many rows at", w->at[1], err);
	row->type = text_of(r, w->at[1]);
	row->role = role;
	if (role == CH_ROLE_SYMBOL) {
		if (w->n < 3 || !kind_of(w->at[2], &row->kind))
			return bad(r, "no such kind of symbol:",
				w->n < 3 ? CH_STR("") : w->at[2], err);
		i = 3;
	}
	for (; i < w->n && !rc; i++)
		rc = read_part(r, row, w->at[i], err);
	if (!rc && role == CH_ROLE_SYMBOL && !row->name)
		return bad(r, "a symbol needs name=", w->at[1], err);
	if (!rc && role == CH_ROLE_IMPORT && !row->name)
		return bad(r, "an import needs name=", w->at[1], err);
	r->f->row_lines[r->nrows++] = r->line;
	return rc;
}

static int read_param_row(
	struct reader *r, const struct words *w, struct ch_err *err)
{
	struct ch_param_row *row = &r->params[r->nparams];
	uint32_t kind = 0;

	if (w->n < 3 || !LOOK_UP(param_kinds, w->at[2], &kind))
		return bad(r, "no such kind of parameter:",
			w->n < 3 ? CH_STR("") : w->at[2], err);
	row->type = text_of(r, w->at[1]);
	row->kind = (enum ch_param_kind)kind;
	for (size_t i = 3; i < w->n; i++) {
		struct ch_str s = w->at[i];
		size_t equals = ch_str_chr(s, '=', 0);
		struct ch_str part = ch_str_sub(s, 0, equals);
		struct ch_str finder = ch_str_sub(s, part.len + 1, s.len);

		if (ch_str_is(s, "optional"))
			row->optional = true;
		else if (ch_str_is(part, "name") && finder.len)
			row->name = text_of(r, finder);
		else if (ch_str_is(part, "type") && finder.len)
			row->ptype = text_of(r, finder);
		else if (ch_str_is(part, "default") && finder.len)
			row->dflt = text_of(r, finder);
		else
			return bad(r, "no such part of a parameter:", s, err);
	}
	r->f->param_lines[r->nparams++] = r->line;
	return 0;
}

static int read_modifier(
	struct reader *r, const struct words *w, struct ch_err *err)
{
	struct ch_modifier *m = &r->modifiers[r->nmodifiers++];
	uint32_t value;

	m->word = text_of(r, w->at[1]);
	for (size_t i = 2; i < w->n; i++) {
		if (LOOK_UP(flags, w->at[i], &value))
			m->flags |= value;
		else if (LOOK_UP(visibilities, w->at[i], &value))
			m->visibility = 1 + (int)value;
		else
			return bad(r, "no such flag or visibility:", w->at[i],
				err);
	}
	return 0;
}

/* ---- the language ------------------------------------------------------- */

static int read_options(
	struct reader *r, const struct words *w, struct ch_err *err)
{
	struct ch_lang *l = &r->f->lang;

	for (size_t i = 1; i < w->n; i++) {
		if (ch_str_is(w->at[i], "data"))
			l->is_data = true;
		else if (ch_str_is(w->at[i], "trailing-doc"))
			l->trailing_doc = true;
		else if (ch_str_is(w->at[i], "doc-below"))
			l->doc_below = true;
		else if (ch_str_is(w->at[i], "bare-operators"))
			l->bare_operators = true;
		else if (ch_str_is(w->at[i], "bare-calls"))
			l->bare_calls = true;
		else
			return bad(r, "no such option:", w->at[i], err);
	}
	return 0;
}

static int read_files(
	struct reader *r, const struct words *w, struct ch_err *err)
{
	struct ch_langfile *f = r->f;

	if (f->nfiles)
		return bad(r, "a second line of", w->at[0], err);
	f->files = ch_arena_memdup(
		r->arena, w->at + 1, (w->n - 1) * sizeof(*w->at));
	f->nfiles = w->n - 1;
	return 0;
}

static int read_depth(struct reader *r, struct ch_str word, struct ch_err *err)
{
	unsigned n = 0;

	for (size_t i = 0; i < word.len; i++) {
		if (word.ptr[i] < '0' || word.ptr[i] > '9' || n > 1000)
			return bad(r, "no number from 0 to 9999:", word, err);
		n = 10 * n + (unsigned)(word.ptr[i] - '0');
	}
	r->f->lang.max_depth = n;
	return 0;
}

/* A line of one value; *known is false for all others. */
static int read_setting(struct reader *r, const struct words *w, bool *known,
	struct ch_err *err)
{
	struct ch_langfile *f = r->f;
	struct ch_str word = w->at[0], value = w->at[1];
	const struct {
		const char *word;
		const char **to;
	} settings[] = { { "grammar", &f->grammar }, { "library", &f->library },
		{ "version", &f->lang.version },
		{ "separator", &f->lang.separator },
		{ "operator-field", &f->lang.operator_field } };
	uint32_t doc;

	*known = true;
	for (size_t i = 0; i < CH_ARRAY_LEN(settings); i++) {
		if (!ch_str_is(word, settings[i].word))
			continue;
		*settings[i].to = text_of(r, value);
		if (settings[i].to == &f->lang.operator_field)
			f->operator_line = r->line;
		return w->n == 2 ? 0 : bad(r, "one word, not more:", word, err);
	}
	if (ch_str_is(word, "max-depth"))
		return read_depth(r, value, err);
	if (ch_str_is(word, "doc")) {
		if (!LOOK_UP(docs, value, &doc))
			return bad(r, "no such kind of comment:", value, err);
		f->lang.doc = (enum ch_doc_style)doc;
		return 0;
	}
	*known = false;
	return 0;
}

static int read_line(struct reader *r, const struct words *w,
	struct ch_str line, struct ch_err *err)
{
	struct ch_str word = w->at[0];
	uint32_t role;
	bool known;
	int rc;

	if (LOOK_UP(roles, word, &role))
		return read_row(r, w, (enum ch_role)role, err);
	if (w->n < 2)
		return bad(r, "unknown, or nothing behind it:", word, err);
	if (ch_str_is(word, "parameter"))
		return read_param_row(r, w, err);
	if (ch_str_is(word, "modifier"))
		return read_modifier(r, w, err);
	if (ch_str_is(word, "option"))
		return read_options(r, w, err);
	if (ch_str_is(word, "files"))
		return read_files(r, w, err);
	if (ch_str_is(word, "language")) {
		r->f->lang.name = text_of(
			r, ch_str_trim(ch_str_sub(line, word.len, line.len)));
		return 0;
	}
	rc = read_setting(r, w, &known, err);
	return known ? rc : bad(r, "a line cannot begin with", word, err);
}

static int split(struct reader *r, struct ch_str line, struct words *w,
	struct ch_err *err)
{
	size_t i = 0;

	w->n = 0;
	while (i < line.len) {
		size_t from = i;

		while (i < line.len && line.ptr[i] != ' ' &&
			line.ptr[i] != '\t')
			i++;
		if (w->n == MAX_WORDS)
			return bad(r, "too many words at",
				ch_str_sub(line, from, i), err);
		w->at[w->n++] = ch_str_sub(line, from, i);
		while (i < line.len &&
			(line.ptr[i] == ' ' || line.ptr[i] == '\t'))
			i++;
	}
	return 0;
}

static void start(struct reader *r, const char *id, struct ch_str text)
{
	struct ch_langfile *f = r->f;
	size_t n = 1;

	for (size_t i = 0; i < text.len; i++)
		n += text.ptr[i] == '\n';
	r->rows = ch_arena_calloc(r->arena, n, sizeof(*r->rows));
	r->params = ch_arena_calloc(r->arena, n, sizeof(*r->params));
	r->modifiers = ch_arena_calloc(r->arena, n, sizeof(*r->modifiers));
	f->row_lines = ch_arena_calloc(r->arena, n, sizeof(*f->row_lines));
	f->param_lines = ch_arena_calloc(r->arena, n, sizeof(*f->param_lines));
	f->lang.id = text_of(r, ch_str_z(id));
	f->lang.name = f->lang.id;
	f->lang.separator = ".";
	f->lang.version = "";
	f->grammar = f->lang.id;
}

static int finish(struct reader *r, struct ch_err *err)
{
	struct ch_langfile *f = r->f;

	f->lang.rows = r->rows;
	f->lang.nrows = r->nrows;
	f->lang.params = r->params;
	f->lang.nparams = r->nparams;
	f->lang.modifiers = r->modifiers;
	f->lang.nmodifiers = r->nmodifiers;
	if (!f->library)
		f->library = ch_arena_printf(r->arena, "%s.so", f->grammar).ptr;
	if (!f->nfiles)
		return ch_fail(err, CH_EFORMAT,
			"%s: no line of files: which are read is unknown",
			f->path.ptr);
	if (!r->nrows)
		return ch_fail(err, CH_EFORMAT,
			"%s: no rows: nothing would be found", f->path.ptr);
	if (r->nparams > UINT8_MAX)
		return ch_fail(err, CH_EFORMAT, "%s: too many parameter rows",
			f->path.ptr);
	return 0;
}

int ch_langfile_read(struct ch_langfile *f, const char *path, const char *id,
	struct ch_str text, struct ch_arena *arena, struct ch_err *err)
{
	struct reader r = { .f = f, .arena = arena };
	struct ch_str line;
	struct words w;
	int rc = 0;

	memset(f, 0, sizeof(*f));
	text = ch_arena_str(arena, text);
	f->path = ch_str_z(text_of(&r, ch_str_z(path)));
	start(&r, id, text);
	while (!rc && ch_str_line(&text, &line)) {
		r.line++;
		line = ch_str_trim(line);
		if (!line.len || line.ptr[0] == '#')
			continue;
		rc = split(&r, line, &w, err);
		if (!rc)
			rc = read_line(&r, &w, line, err);
	}
	return rc ? rc : finish(&r, err);
}

/* ---- against the grammar ------------------------------------------------ */

static int check_part(const struct ch_langfile *f, const struct ch_lang *part,
	uint32_t line, struct ch_err *err)
{
	struct ch_err why = { 0 };

	if (!ch_lang_check(part, &why))
		return 0;
	return ch_fail(
		err, CH_EFORMAT, "%s:%u: %s", f->path.ptr, line, why.msg);
}

/* Row by row, so that a line can be named; then as a whole. */
int ch_langfile_check(const struct ch_langfile *f, struct ch_err *err)
{
	const struct ch_lang *l = &f->lang;
	struct ch_err why = { 0 };
	int rc = 0;

	if (l->operator_field &&
		!ts_language_field_id_for_name(l->grammar(), l->operator_field,
			(uint32_t)strlen(l->operator_field)))
		return ch_fail(err, CH_EFORMAT,
			"%s:%u: grammar has no field %s", f->path.ptr,
			f->operator_line, l->operator_field);
	for (size_t i = 0; i < l->nrows && !rc; i++) {
		struct ch_lang part = { .id = l->id,
			.name = l->name,
			.grammar = l->grammar,
			.rows = &l->rows[i],
			.nrows = 1 };

		rc = check_part(f, &part, f->row_lines[i], err);
	}
	for (size_t i = 0; i < l->nparams && !rc; i++) {
		struct ch_lang part = { .id = l->id,
			.name = l->name,
			.grammar = l->grammar,
			.params = &l->params[i],
			.nparams = 1 };

		rc = check_part(f, &part, f->param_lines[i], err);
	}
	if (!rc && ch_lang_check(l, &why))
		rc = ch_fail(err, CH_EFORMAT, "%s: %s", f->path.ptr, why.msg);
	return rc;
}
