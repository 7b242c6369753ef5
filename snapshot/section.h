/*
 * section.h - a pack's sections as items, for the formats that are read.
 *
 * One function a section, in snapshot/section_*.c; section.c calls them in
 * order and owns what they share: quoting, ids, references.
 */
#ifndef CH_SNAPSHOT_SECTION_H
#define CH_SNAPSHOT_SECTION_H

#include "base/buf.h"
#include "snapshot/item.h"
#include "snapshot/pack.h"

struct ch_sections {
	struct ch_item_list lists[CH_NSECTIONS];
	struct ch_pack *pack;
	struct ch_arena arena;	/* texts of the items */
	struct ch_buf line;	/* scratch for the line being made */
	uint32_t *first_member; /* of each delta: its members in order, */
	uint32_t *next_member;	/* CH_NO_SYMBOL at the end */
};

/* A pack of so few tokens that names count for more than sentences. */
bool ch_pack_is_short(const struct ch_pack *pack);
/* Which sections a strategy shows. */
bool ch_section_wanted(enum ch_strategy strategy, enum ch_section section);
const char *ch_section_name(enum ch_section section);  /* "breaking" */
const char *ch_section_title(enum ch_section section); /* "Breaking ..." */

void ch_sections_build(struct ch_sections *s, struct ch_pack *pack);
void ch_sections_release(struct ch_sections *s);

/* The sections' own builders. */
void ch_section_glance(struct ch_sections *s, struct ch_item_list *list);
void ch_section_breaking(struct ch_sections *s, struct ch_item_list *list);
void ch_section_added(struct ch_sections *s, struct ch_item_list *list);
void ch_section_compatible(struct ch_sections *s, struct ch_item_list *list);
void ch_section_behaviour(struct ch_sections *s, struct ch_item_list *list);
void ch_section_commits(struct ch_sections *s, struct ch_item_list *list);
void ch_section_surface(struct ch_sections *s, struct ch_item_list *list);
void ch_section_files(struct ch_sections *s, struct ch_item_list *list);
void ch_section_people(struct ch_sections *s, struct ch_item_list *list);
void ch_section_hunks(struct ch_sections *s, struct ch_item_list *list);

/*
 * Shared by the builders.  ch_line_*() append to s->line; repository text is
 * redacted and made safe on the way.
 */
void ch_line_text(struct ch_sections *s, struct ch_str text);
/* In backticks, a longer fence where the text has some. */
void ch_line_code(struct ch_sections *s, struct ch_str text);
/* Put what the line holds from byte 'from' on in backticks. */
void ch_line_quote(struct ch_sections *s, size_t from);
void ch_line_path(struct ch_sections *s, struct ch_str path);
void ch_line_symbol_id(struct ch_sections *s, size_t delta);
/* "#12" of the commit's group, else "c7". */
void ch_line_commit_ref(struct ch_sections *s, uint32_t commit);
/* "; #12, c7": the commits of a symbol, at most two references. */
void ch_line_refs(struct ch_sections *s, const struct ch_symbol_delta *d);
/* The finished line, with a newline; s->line is empty again. */
struct ch_str ch_line_take(struct ch_sections *s);

/* The heading "PATH:" of a symbol's file. */
uint32_t ch_file_heading(struct ch_sections *s, struct ch_item_list *list,
	const struct ch_symbol_delta *d);
/* Is this symbol shown at all under the options' include classes? */
bool ch_symbol_wanted(
	const struct ch_pack *pack, const struct ch_symbol_delta *d);
bool ch_file_wanted(
	const struct ch_pack *pack, const struct ch_compare_file *f);
/* The path a symbol's users know: its header's where one declares it. */
struct ch_str ch_symbol_path(
	const struct ch_pack *pack, const struct ch_symbol_delta *d);

#endif
