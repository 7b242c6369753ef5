#include "analyzers/people.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/intern.h"
#include "base/mem.h"
#include "gitlayer/mailmap.h"

struct ch_people {
	const struct ch_mailmap *map;
	struct ch_intern recorded; /* "name\0email" as recorded */
	uint32_t *developer_of;	   /* by recorded */
	size_t developer_cap;
	struct ch_intern known; /* "name\0email" after mailmap */
	uint32_t *known_developer;
	size_t known_cap;
	struct ch_developer *developers;
	size_t n, cap;
	struct ch_intern aliases; /* from --identities, lower case */
	struct ch_developer *alias_of;
	size_t alias_cap;
	struct ch_intern bots; /* lower case */
	bool merges;
	/* With --merge-identities: who had the e-mail or the name first. */
	struct ch_intern emails, names;
	uint32_t *by_email, *by_name;
	size_t by_email_cap, by_name_cap;
	struct ch_join *joins;
	size_t njoins, joins_cap;
	struct ch_buf key;
	struct ch_arena arena;
};

struct ch_people *ch_people_new(const struct ch_mailmap *map)
{
	struct ch_people *p = ch_calloc(1, sizeof(*p));

	p->map = map;
	return p;
}

void ch_people_free(struct ch_people *p)
{
	if (!p)
		return;
	ch_intern_release(&p->recorded);
	ch_intern_release(&p->known);
	ch_intern_release(&p->aliases);
	ch_intern_release(&p->bots);
	ch_intern_release(&p->emails);
	ch_intern_release(&p->names);
	free(p->developer_of);
	free(p->known_developer);
	free(p->developers);
	free(p->alias_of);
	free(p->by_email);
	free(p->by_name);
	free(p->joins);
	ch_buf_release(&p->key);
	ch_arena_release(&p->arena);
	free(p);
}

static struct ch_str lower(struct ch_people *p, struct ch_str s)
{
	ch_buf_clear(&p->key);
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		ch_buf_add_char(&p->key,
			c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c);
	}
	return ch_buf_str(&p->key);
}

static struct ch_str pair_key(
	struct ch_people *p, struct ch_str name, struct ch_str email)
{
	ch_buf_clear(&p->key);
	ch_buf_add_str(&p->key, name);
	ch_buf_add_char(&p->key, '\0');
	ch_buf_add_str(&p->key, email);
	return ch_buf_str(&p->key);
}

/* The part before the next '|', without white space around it. */
static bool next_field(struct ch_str *rest, struct ch_str *field)
{
	size_t bar;

	if (!rest->ptr)
		return false;
	bar = ch_str_chr(*rest, '|', 0);
	*field = ch_str_trim(ch_str_sub(*rest, 0, bar));
	if (bar == (size_t)-1)
		*rest = (struct ch_str){ NULL, 0 };
	else
		*rest = ch_str_sub(*rest, bar + 1, rest->len);
	return true;
}

static void add_alias(
	struct ch_people *p, struct ch_str alias, struct ch_developer who)
{
	uint32_t id;
	size_t before = p->aliases.n;

	if (!alias.len)
		return;
	id = ch_intern(&p->aliases, lower(p, alias));
	if (p->aliases.n == before)
		return;
	CH_GROW(p->alias_of, before, p->alias_cap);
	p->alias_of[id] = who;
}

static void add_identity(struct ch_people *p, struct ch_str line)
{
	struct ch_developer who = { 0 };
	struct ch_str rest = line, field;

	while (next_field(&rest, &field)) {
		if (!who.name.len)
			who.name = ch_arena_str(&p->arena, field);
		else if (!who.email.len && ch_str_chr(field, '@', 0) + 1)
			who.email = ch_arena_str(&p->arena, field);
	}
	rest = line;
	while (who.name.len && next_field(&rest, &field))
		add_alias(p, field, who);
}

void ch_people_add_identities(struct ch_people *p, struct ch_str text)
{
	struct ch_str line;

	while (ch_str_line(&text, &line)) {
		line = ch_str_trim(line);
		if (line.len && line.ptr[0] != '#')
			add_identity(p, line);
	}
}

void ch_people_add_bots(struct ch_people *p, struct ch_str text)
{
	struct ch_str line;

	while (ch_str_line(&text, &line)) {
		line = ch_str_trim(line);
		if (line.len && line.ptr[0] != '#')
			ch_intern(&p->bots, lower(p, line));
	}
}

void ch_people_merge(struct ch_people *p)
{
	p->merges = true;
}

static bool is_bot(struct ch_people *p, const struct ch_developer *d)
{
	static const struct ch_str mark = { "[bot]", 5 };

	return ch_str_find(d->name, mark, 0) != (size_t)-1 ||
	       ch_str_find(d->email, mark, 0) != (size_t)-1 ||
	       ch_intern_find(&p->bots, lower(p, d->name)) != CH_NO_ID ||
	       ch_intern_find(&p->bots, lower(p, d->email)) != CH_NO_ID;
}

static bool find_alias(
	struct ch_people *p, struct ch_str *name, struct ch_str *email)
{
	uint32_t id;

	if (!p->aliases.n)
		return false;
	id = ch_intern_find(&p->aliases, lower(p, *email));
	if (id == CH_NO_ID)
		id = ch_intern_find(&p->aliases, lower(p, *name));
	if (id == CH_NO_ID)
		return false;
	*name = p->alias_of[id].name;
	if (p->alias_of[id].email.len)
		*email = p->alias_of[id].email;
	else
		*email = (struct ch_str){ "", 0 };
	return true;
}

static void note_join(struct ch_people *p, uint32_t into, struct ch_str name,
	struct ch_str email, bool by_email)
{
	struct ch_join join = { .by_email = by_email };

	join.from.name = ch_arena_str(&p->arena, name);
	join.from.email = ch_arena_str(&p->arena, email);
	join.into = p->developers[into];
	CH_GROW(p->joins, p->njoins, p->joins_cap);
	p->joins[p->njoins++] = join;
}

/* The developer with the same e-mail, else with the same full name. */
static uint32_t find_same(
	struct ch_people *p, struct ch_str name, struct ch_str email)
{
	uint32_t at = CH_NO_ID;

	if (email.len)
		at = ch_intern_find(&p->emails, lower(p, email));
	if (at != CH_NO_ID) {
		note_join(p, p->by_email[at], name, email, true);
		return p->by_email[at];
	}
	/* A full name: one word is nobody in particular. */
	if (ch_str_chr(name, ' ', 0) != (size_t)-1)
		at = ch_intern_find(&p->names, lower(p, name));
	if (at == CH_NO_ID)
		return CH_NO_ID;
	note_join(p, p->by_name[at], name, email, false);
	return p->by_name[at];
}

static void remember(struct ch_people *p, uint32_t developer,
	struct ch_str name, struct ch_str email)
{
	size_t before = p->emails.n;

	if (email.len) {
		ch_intern(&p->emails, lower(p, email));
		if (p->emails.n > before) {
			CH_GROW(p->by_email, before, p->by_email_cap);
			p->by_email[before] = developer;
		}
	}
	before = p->names.n;
	ch_intern(&p->names, lower(p, name));
	if (p->names.n > before) {
		CH_GROW(p->by_name, before, p->by_name_cap);
		p->by_name[before] = developer;
	}
}

static uint32_t add_developer(
	struct ch_people *p, struct ch_str name, struct ch_str email)
{
	struct ch_developer d;

	d.name = ch_arena_str(&p->arena, name);
	d.email = ch_arena_str(&p->arena, email);
	d.is_bot = is_bot(p, &d);
	CH_GROW(p->developers, p->n, p->cap);
	p->developers[p->n] = d;
	return (uint32_t)p->n++;
}

/* The developer of a name and an e-mail that stand for themselves. */
static uint32_t resolve(
	struct ch_people *p, struct ch_str name, struct ch_str email)
{
	size_t before = p->known.n;
	uint32_t known = ch_intern(&p->known, pair_key(p, name, email));
	uint32_t developer = CH_NO_ID;

	if (p->known.n == before)
		return p->known_developer[known];
	if (p->merges)
		developer = find_same(p, name, email);
	if (developer == CH_NO_ID)
		developer = add_developer(p, name, email);
	if (p->merges)
		remember(p, developer, name, email);
	CH_GROW(p->known_developer, before, p->known_cap);
	p->known_developer[known] = developer;
	return developer;
}

uint32_t ch_people_id(
	struct ch_people *p, struct ch_str name, struct ch_str email)
{
	size_t before = p->recorded.n;
	uint32_t id = ch_intern(&p->recorded, pair_key(p, name, email));

	if (p->recorded.n == before)
		return p->developer_of[id];
	if (!find_alias(p, &name, &email))
		ch_mailmap_resolve(p->map, &name, &email);
	CH_GROW(p->developer_of, before, p->developer_cap);
	p->developer_of[id] = resolve(p, name, email);
	return p->developer_of[id];
}

uint32_t ch_people_id_of(struct ch_people *p, struct ch_str recorded)
{
	size_t lt = ch_str_chr(recorded, '<', 0), gt;
	struct ch_str name, email = { "", 0 };

	if (lt == (size_t)-1)
		return ch_people_id(p, ch_str_trim(recorded), email);
	gt = ch_str_chr(recorded, '>', lt);
	/* As git does, only what stands before the "<" is not the name's. */
	name = ch_str_sub(recorded, 0, lt);
	while (name.len && name.ptr[name.len - 1] == ' ')
		name.len--;
	email = ch_str_sub(recorded, lt + 1, gt);
	return ch_people_id(p, name, email);
}

size_t ch_people_count(const struct ch_people *p)
{
	return p->n;
}

const struct ch_developer *ch_people_at(const struct ch_people *p, uint32_t id)
{
	return &p->developers[id];
}

size_t ch_people_joins(const struct ch_people *p, const struct ch_join **joins)
{
	*joins = p->joins;
	return p->njoins;
}

int ch_developer_cmp(const struct ch_developer *a, const struct ch_developer *b)
{
	int cmp = ch_str_cmp(a->name, b->name);

	return cmp ? cmp : ch_str_cmp(a->email, b->email);
}
