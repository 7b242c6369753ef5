#include <string.h>

#include "uast/lang.h"

const struct TSLanguage *tree_sitter_html(void);

enum id {
	ID_START,
	ID_SELF_CLOSING,
	ID_END,
	ID_TAG,
	ID_ATTRIBUTE,
	ID_ATTRIBUTE_NAME,
	ID_ATTRIBUTE_VALUE,
	ID_QUOTED,
	ID_TEXT,
	ID_ENTITY
};

static const char *const ids[] = {
	[ID_START] = "start_tag",
	[ID_SELF_CLOSING] = "self_closing_tag",
	[ID_END] = "end_tag",
	[ID_TAG] = "tag_name",
	[ID_ATTRIBUTE] = "attribute",
	[ID_ATTRIBUTE_NAME] = "attribute_name",
	[ID_ATTRIBUTE_VALUE] = "attribute_value",
	[ID_QUOTED] = "quoted_attribute_value",
	[ID_TEXT] = "text",
	[ID_ENTITY] = "entity",
};

/* A row without a type. */
enum { ROW_HEADING };

static uint32_t start_of(const struct ch_walk *w, uint32_t element)
{
	uint32_t start = ch_get(w, element, ID_START);

	return start != CH_NO_NODE ? start
				   : ch_get(w, element, ID_SELF_CLOSING);
}

/* The value's node of an attribute, or CH_NO_NODE. */
static uint32_t attribute(
	const struct ch_walk *w, uint32_t element, const char *name)
{
	uint32_t c = ch_get(w, start_of(w, element), ID_ATTRIBUTE), quoted;

	for (; c != CH_NO_NODE; c = ch_get_next(w, c, ID_ATTRIBUTE)) {
		if (!ch_str_is(
			    ch_text(w, ch_get(w, c, ID_ATTRIBUTE_NAME)), name))
			continue;
		quoted = ch_get(w, c, ID_QUOTED);
		return ch_get(w, quoted == CH_NO_NODE ? c : quoted,
			ID_ATTRIBUTE_VALUE);
	}
	return CH_NO_NODE;
}

/* ---- headings and ids --------------------------------------------------- */

static bool is_heading(struct ch_str tag)
{
	return tag.len == 2 && (tag.ptr[0] == 'h' || tag.ptr[0] == 'H') &&
	       tag.ptr[1] >= '1' && tag.ptr[1] <= '6';
}

/* No heading is longer. */
#define MAX_TEXT 200

/* All text below, in one line, entities as they are written. */
static struct ch_str text_of(struct ch_walk *w, uint32_t node)
{
	struct ch_str all = { NULL, 0 };

	for (uint32_t i = node; i < w->nodes[node].next && all.len < MAX_TEXT;
		i++)
		if (ch_is(w, i, ID_TEXT) || ch_is(w, i, ID_ENTITY))
			all = ch_join(w, all, " ", ch_fold(w, i));
	return all;
}

static bool element_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t start = start_of(w, node), end = ch_get(w, node, ID_END);
	uint32_t body = w->nodes[start].end;

	if (s->kind == CH_KIND_MODULE)
		s->name = text_of(w, node);
	s->signature = ch_fold(w, start);
	s->body_start = body;
	s->body_end = end == CH_NO_NODE ? body : w->nodes[end].start;
	return true;
}

static void emit_element(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t tag = ch_get(w, start_of(w, node), ID_TAG);

	if (is_heading(ch_text(w, tag)))
		ch_emit(w, &w->lang->rows[ROW_HEADING], node, tag);
	else
		ch_emit(w, row, node, attribute(w, node, "id"));
}

/* ---- imports ------------------------------------------------------------ */

/* <script src>, <link rel="stylesheet" href> */
static void on_import(struct ch_walk *w, uint32_t node)
{
	struct ch_str tag = ch_text(w, ch_get(w, start_of(w, node), ID_TAG));
	struct ch_str rel = ch_text(w, attribute(w, node, "rel")), name;

	if (ch_str_is(tag, "script"))
		name = ch_text(w, attribute(w, node, "src"));
	else if (ch_str_is(rel, "stylesheet"))
		name = ch_text(w, attribute(w, node, "href"));
	else
		return;
	if (name.len)
		ch_add_import(w, node, name,
			ch_str_find(name, CH_STR("//"), 0) == (size_t)-1
				? CH_IMPORT_RELATIVE
				: CH_IMPORT_EXTERNAL,
			false);
}

static const struct ch_lang_row rows[] = {
	[ROW_HEADING] = { .role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_MODULE,
		.hook = element_hook },
	{ .type = "element",
		.word = "link",
		.key = "start_tag/tag_name|self_closing_tag/tag_name",
		.role = CH_ROLE_IMPORT },
	{ .type = "element",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.hook = element_hook,
		.emit = emit_element },
	{ .type = "script_element", .role = CH_ROLE_IMPORT },
	{ .type = "comment", .role = CH_ROLE_COMMENT },
};

const struct ch_lang ch_lang_html = {
	.name = "HTML",
	.id = "html",
	.is_data = true,
	.max_depth = 8,
	.grammar = tree_sitter_html,
	.separator = "/",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.ids = ids,
	.nids = sizeof(ids) / sizeof(ids[0]),
	.doc = CH_DOC_NONE,
	.on_import = on_import,
};
