/*
 * lineclass.h - which lines of two texts are equal, for linediff.c.
 *
 * Equal lines of the middles, the parts between the equal head and tail of
 * both texts, are one class.  How often they stand in the head and the tail is
 * counted on demand, for the classes that were asked for.
 */
#ifndef CH_GITLAYER_LINECLASS_H
#define CH_GITLAYER_LINECLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "gitlayer/slide.h"

/* The part between equal head and tail. */
struct ch_middle {
	size_t start;		 /* bytes of the head, at a line start */
	size_t old_end, new_end; /* where the tail starts */
	size_t head_lines, tail_lines;
	size_t nold, nnew; /* lines between */
	size_t suffix;	   /* bytes that are equal at the end, head or not */
	/* Of the tail, what git blame never looks at: bytes and lines. */
	size_t cut, cut_lines;
};

/* Equal lines of both sides, named by the first one. */
struct ch_line_class {
	uint64_t key;
	uint32_t line;	/* of the old side, or nold + one of the new side */
	uint32_t nold;	/* lines of the old middle */
	uint32_t nnew;	/* lines of the new middle */
	uint32_t nrest; /* lines of the head and the tail, on both sides */
	uint32_t ncut;	/* of these in the cut part of the tail */
};

/* All-zero is ready; memory is kept from one diff to the next. */
struct ch_classes {
	const struct ch_middle *middle;
	struct ch_slide_side *old_side, *new_side;
	uint32_t *of; /* class of each line: old middle, then new middle */
	size_t cap_of;
	struct ch_line_class *items;
	size_t n, cap;
	uint8_t *asked; /* by class: count it in the rest */
	size_t cap_asked;
	uint32_t *slots; /* class + 1; 0 is free */
	size_t nslots, cap_slots;
	uint64_t *keys; /* of the old middle */
	size_t cap_keys;
	/* Different lines that had the same key; more than a few are malice. */
	size_t nclashes;
	bool is_wary; /* keys are seeded hashes of whole lines */
};

/* Find the lines of both middles, which must not be empty: fills off[]. */
void ch_classes_find(struct ch_classes *c, const struct ch_middle *m,
	struct ch_slide_side *old_side, struct ch_slide_side *new_side);
/* Only off[] of one side, lines [0, n), up to byte 'end' of its text. */
void ch_classes_split(struct ch_classes *c, const struct ch_middle *m,
	struct ch_slide_side *side, size_t end, size_t n);
/* A line of the old middle or, nold + i, of the new one. */
struct ch_str ch_classes_line(const struct ch_classes *c, size_t i);
/* Fill in nrest and ncut, from 0, of the classes that are asked for. */
void ch_classes_count_rest(struct ch_classes *c);
void ch_classes_release(struct ch_classes *c);

/* Room for 'need' items of 'size' bytes each. */
void *ch_ensure(void *p, size_t *cap, size_t need, size_t size);

#endif
