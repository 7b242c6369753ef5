/*
 * people.h - who is the same person.
 *
 * A developer is what .mailmap, or a file of identities, makes of a recorded
 * name and e-mail.  Ids count from 0 in order of first use.  Main thread only
 * while people are added; reading is for everybody.
 */
#ifndef CH_ANALYZERS_PEOPLE_H
#define CH_ANALYZERS_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct ch_mailmap;
struct ch_people;

struct ch_developer {
	struct ch_str name, email;
	bool is_bot;
};

/* A join that --merge-identities made: 'from' counts as 'into'. */
struct ch_join {
	struct ch_developer from, into;
	bool by_email; /* else by name */
};

/* 'map' (may be NULL: names as recorded) must outlive it. */
struct ch_people *ch_people_new(const struct ch_mailmap *map);
void ch_people_free(struct ch_people *p);
/*
 * Lines of `name|alias|email|...`: whoever has one of these names or e-mails
 * (any case) is the first.  '#' starts a comment.
 */
void ch_people_add_identities(struct ch_people *p, struct ch_str text);
/* Lines with a name or an e-mail each, any case: bots, as is "[bot]". */
void ch_people_add_bots(struct ch_people *p, struct ch_str text);
/* From now on join people who share an e-mail, or else a full name. */
void ch_people_merge(struct ch_people *p);

/* The developer behind a recorded name and e-mail. */
uint32_t ch_people_id(
	struct ch_people *p, struct ch_str name, struct ch_str email);
/* The same for "Name <email>". */
uint32_t ch_people_id_of(struct ch_people *p, struct ch_str recorded);
size_t ch_people_count(const struct ch_people *p);
const struct ch_developer *ch_people_at(const struct ch_people *p, uint32_t id);
/* In the order they were made. */
size_t ch_people_joins(const struct ch_people *p, const struct ch_join **joins);
/* By name, then e-mail, as bytes. */
int ch_developer_cmp(
	const struct ch_developer *a, const struct ch_developer *b);

#endif
