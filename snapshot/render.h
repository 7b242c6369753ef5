/*
 * render.h - a pack as text: one function a format.
 */
#ifndef CH_SNAPSHOT_RENDER_H
#define CH_SNAPSHOT_RENDER_H

#include "base/buf.h"
#include "snapshot/pack.h"
#include "snapshot/section.h"

/*
 * What md and llm write around the same lines.  Everything goes through the
 * token counter, so a style is texts, not code that prints.
 */
struct ch_page_style {
	/* Before the header's lines and after everything. */
	void (*begin)(struct ch_buf *out, const struct ch_pack *p,
		const char *boundary);
	void (*end)(struct ch_buf *out, const struct ch_pack *p,
		const char *boundary);
	/* Around a section; 'fence' is NULL where its lines are not raw. */
	void (*open)(struct ch_buf *out, const char *name, const char *title,
		const char *fence, const char *boundary);
	void (*close)(struct ch_buf *out, const char *name, const char *fence,
		const char *boundary);
};

extern const struct ch_page_style ch_style_md, ch_style_llm;

int ch_render_page(struct ch_pack *pack, const struct ch_page_style *style,
	struct ch_buf *out, struct ch_buf *explain,
	struct ch_pack_summary *summary, struct ch_err *err);
int ch_render_json(struct ch_pack *pack, struct ch_buf *out,
	struct ch_pack_summary *summary, struct ch_err *err);

/* "redis": the last part of the path that names the repository. */
void ch_render_name(struct ch_buf *out, const struct ch_pack *p);
/* 16 hex digits that name what was compared and how. */
uint64_t ch_render_id(const struct ch_pack *p);
/*
 * Symbols by enum ch_symbol_change: those that the options' include classes
 * show, or the others.  What went with its file into a vendored or generated
 * path has moved: nobody looks for it there.
 */
void ch_render_changes(
	const struct ch_pack *p, bool shown, size_t n[CH_CHANGE_RENAMED + 1]);

#endif
