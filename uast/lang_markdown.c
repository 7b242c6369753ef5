#include "uast/lang.h"

const struct TSLanguage *tree_sitter_markdown(void);

enum id { ID_ATX, ID_CONTENT, ID_PARAGRAPH };

static const char *const ids[] = {
	[ID_ATX] = "atx_heading",
	[ID_CONTENT] = ".heading_content",
	[ID_PARAGRAPH] = "paragraph",
};

/* Signs close a heading where white space is before them: not "C#". */
static struct ch_str without_closing(struct ch_str name)
{
	size_t n = name.len;

	while (n && name.ptr[n - 1] == '#')
		n--;
	if (!n || name.ptr[n - 1] == ' ')
		name.len = n;
	return ch_str_trim(name);
}

static bool heading_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t heading = ch_get(w, node, ID_ATX);

	s->signature = ch_fold(w, heading == CH_NO_NODE ? node : heading);
	s->name = ch_fold(w, ch_name_node(w));
	s->name = without_closing(s->name);
	if (ch_is(w, ch_next(w, heading), ID_PARAGRAPH))
		ch_set_doc(w, s, ch_next(w, heading));
	return true;
}

static const struct ch_lang_row rows[] = {
	/* a heading of one to six signs and all below it */
	{ .type = "section",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.name = "atx_heading/.heading_content",
		.hook = heading_hook },
	/* an underlined one opens no section in this grammar */
	{ .type = "setext_heading",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MODULE,
		.traits = CH_ROW_FLAT,
		.name = ".heading_content",
		.hook = heading_hook },
	{ .type = "inline", .traits = CH_ROW_LEAF },
	{ .type = "code_fence_content", .traits = CH_ROW_LEAF },
	{ .type = "html_block", .traits = CH_ROW_LEAF },
	{ .type = "block_quote", .traits = CH_ROW_HIDDEN },
	{ .type = "list", .traits = CH_ROW_HIDDEN },
};

const struct ch_lang ch_lang_markdown = {
	.name = "Markdown",
	.id = "markdown",
	.is_data = true,
	.grammar = tree_sitter_markdown,
	.separator = " / ",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.ids = ids,
	.nids = sizeof(ids) / sizeof(ids[0]),
	.doc = CH_DOC_NONE,
};
