#include "snapshot/render.h"

static void md_begin(
	struct ch_buf *out, const struct ch_pack *p, const char *boundary)
{
	(void)boundary;
	ch_buf_add_z(out, "# ");
	ch_render_name(out, p);
	ch_buf_add_z(out, ": what changed\n\n");
}

static void md_end(
	struct ch_buf *out, const struct ch_pack *p, const char *boundary)
{
	(void)out;
	(void)p;
	(void)boundary;
}

static void md_open(struct ch_buf *out, const char *name, const char *title,
	const char *fence, const char *boundary)
{
	(void)name;
	(void)boundary;
	ch_buf_printf(out, "\n## %s\n\n", title);
	if (fence)
		ch_buf_printf(out, "%sdiff\n", fence);
}

static void md_close(struct ch_buf *out, const char *name, const char *fence,
	const char *boundary)
{
	(void)name;
	(void)boundary;
	if (fence)
		ch_buf_printf(out, "%s\n", fence);
}

const struct ch_page_style ch_style_md = { md_begin, md_end, md_open,
	md_close };
