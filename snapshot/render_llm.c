#include "snapshot/render.h"

/*
 * The boundary is part of every tag and occurs in no line, so nothing that a
 * repository holds can close a section.
 */
static void llm_begin(
	struct ch_buf *out, const struct ch_pack *p, const char *boundary)
{
	if (p->opt.instruction)
		ch_buf_printf(out, "%s\n", p->opt.instruction);
	ch_buf_printf(out, "<changes-%s repository=\"", boundary);
	ch_render_name(out, p);
	ch_buf_add_z(out, "\">\n");
}

static void llm_end(
	struct ch_buf *out, const struct ch_pack *p, const char *boundary)
{
	(void)p;
	ch_buf_printf(out, "</changes-%s>\n", boundary);
}

static void llm_open(struct ch_buf *out, const char *name, const char *title,
	const char *fence, const char *boundary)
{
	(void)title;
	(void)fence;
	ch_buf_printf(out, "<%s-%s>\n", name, boundary);
}

static void llm_close(struct ch_buf *out, const char *name, const char *fence,
	const char *boundary)
{
	(void)fence;
	ch_buf_printf(out, "</%s-%s>\n", name, boundary);
}

const struct ch_page_style ch_style_llm = { llm_begin, llm_end, llm_open,
	llm_close };
