/*
 * item.h - the lines of a pack before it is known which ones fit.
 *
 * A section is a list of items in reading order.  An item has forms, fullest
 * first, each of whole lines, and after them its bare name: the ladder it is
 * degraded on, one step at a time, never cut in the middle.  Items under the
 * same heading (a file) share its price.
 */
#ifndef CH_SNAPSHOT_ITEM_H
#define CH_SNAPSHOT_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/str.h"
#include "snapshot/tokens.h"

/* In reading order; header and left-out are fixed text around them. */
enum ch_section {
	CH_SECTION_GLANCE,
	CH_SECTION_BREAKING,
	CH_SECTION_ADDED,
	CH_SECTION_COMPATIBLE,
	CH_SECTION_BEHAVIOUR,
	CH_SECTION_COMMITS,
	CH_SECTION_SURFACE,
	CH_SECTION_FILES,
	CH_SECTION_PEOPLE,
	CH_SECTION_HUNKS,
	CH_NSECTIONS
};

#define CH_MAX_FORMS 4
#define CH_NO_HEADING UINT32_MAX

enum ch_chosen {
	/* 0 to CH_MAX_FORMS - 1: that form */
	CH_CHOSEN_NAME = -1,
	CH_CHOSEN_NONE = -2
};

struct ch_item {
	struct ch_str forms[CH_MAX_FORMS]; /* each ends in a newline */
	size_t nforms;
	struct ch_str name; /* empty: cannot be degraded to a name */
	uint64_t weight;
	size_t lead_form; /* not before this one, as the list's */
	bool late;	  /* after what the lists before left out */
	uint32_t heading; /* index into headings, or CH_NO_HEADING */
	uint32_t subject; /* symbol or group it speaks of, for --explain */
	int chosen;	  /* a form, or enum ch_chosen */
	uint32_t cost;	  /* tokens, of what was chosen */
};

struct ch_heading {
	struct ch_str text; /* ends in a newline */
	uint32_t cost;
	uint32_t nchosen; /* items below it at a form */
};

struct ch_item_list {
	struct ch_item *items;
	size_t n, cap;
	struct ch_heading *headings;
	size_t nheadings, cap_headings;
	struct ch_map by_text; /* heading text -> index + 1 */
	struct ch_str title;   /* "## API added\n" */
	struct ch_str closing; /* after the last item; may be empty */
	unsigned share;	       /* of the budget, in 1/1000 */
	/*
	 * The form to try first; when all items had their turn, those taken are
	 * raised to fuller ones.  0: each as full as it can be at once.
	 */
	size_t lead_form;
	uint32_t title_cost;
	uint32_t spent; /* tokens, title and headings included */
	size_t nnames, nleft;
	uint32_t left_cost;	  /* tokens of the fullest forms left out */
	struct ch_str names_lead; /* "- also: " before the shared names line */
	uint32_t names_cost;
};

struct ch_item *ch_items_add(struct ch_item_list *list, uint64_t weight,
	uint32_t heading, struct ch_str name);
void ch_item_form(struct ch_item *item, struct ch_str text);
/* The heading with this text, made when it is the first time. */
uint32_t ch_items_heading(struct ch_item_list *list, struct ch_str text);
void ch_items_release(struct ch_item_list *list);

/* Nothing is chosen any more. */
void ch_items_reset(struct ch_item_list *list);

/* Bring items under one heading together, else keep their order. */
void ch_items_group(struct ch_item_list *list);

/*
 * Choose forms for all lists so that their texts cost at most 'budget'.
 *
 * Each list gets its share, unused share flows down; what is left at the end
 * goes to the best of what was left out, from the first section on.  Greedy
 * by weight per token, ties by position.  budget SIZE_MAX takes everything.
 */
void ch_items_choose(struct ch_item_list *lists, size_t nlists,
	struct ch_tokens *tokens, size_t budget);

#endif
