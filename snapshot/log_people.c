#include "snapshot/log_people.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct name {
	struct ch_str name, email;
};

static struct name split(struct ch_str raw)
{
	struct name n = { raw, { NULL, 0 } };
	size_t open = ch_str_chr(raw, '<', 0), close = raw.len;

	if (open == (size_t)-1) {
		n.name = ch_str_trim(raw);
		return n;
	}
	while (close > open + 1 && raw.ptr[close - 1] != '>')
		close--;
	if (close == open + 1)
		close = raw.len + 1;
	n.name = ch_str_trim(ch_str_sub(raw, 0, open));
	n.email = ch_str_trim(ch_str_sub(raw, open + 1, close - 1));
	return n;
}

static struct name resolve(const struct ch_mailmap *mailmap, struct ch_str raw)
{
	struct name n = split(raw);

	if (mailmap)
		ch_mailmap_resolve(mailmap, &n.name, &n.email);
	return n;
}

static struct ch_str lower(struct ch_arena *arena, struct ch_str s)
{
	char *out = ch_arena_alloc(arena, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		out[i] = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z'
				 ? (char)(s.ptr[i] + 32)
				 : s.ptr[i];
	out[s.len] = '\0';
	return ch_str_n(out, s.len);
}

/* Names and e-mails come from one line each, so '\n' separates. */
static struct ch_str join(
	struct ch_arena *arena, struct ch_str a, struct ch_str b)
{
	char *out = ch_arena_alloc(arena, a.len + b.len + 2);

	if (a.len)
		memcpy(out, a.ptr, a.len);
	out[a.len] = '\n';
	if (b.len)
		memcpy(out + a.len + 1, b.ptr, b.len);
	out[a.len + b.len + 1] = '\0';
	return ch_str_n(out, a.len + b.len + 1);
}

static bool has_bot(struct ch_str s)
{
	static const char mark[] = "[bot]";

	for (size_t i = 0; i + 5 <= s.len; i++)
		if (s.ptr[i] == '[' &&
			!ch_str_casecmp(ch_str_n(s.ptr + i, 5), ch_str_z(mark)))
			return true;
	return false;
}

uint32_t ch_log_people_add(struct ch_log_people *p, struct ch_str raw)
{
	struct name n = resolve(p->mailmap, raw);
	struct ch_str key = join(p->arena, n.name, n.email);
	struct ch_log_person *who;
	uint64_t *at;
	bool added;

	at = ch_map_add(&p->index, key.ptr, key.len, &added);
	if (!added)
		return (uint32_t)*at;
	*at = p->n;
	CH_GROW(p->items, p->n, p->cap);
	who = &p->items[p->n];
	memset(who, 0, sizeof(*who));
	who->name = ch_str_n(key.ptr, n.name.len);
	who->email = ch_str_n(key.ptr + n.name.len + 1, n.email.len);
	who->bot = has_bot(who->name) || has_bot(who->email);
	return (uint32_t)p->n++;
}

/* Everybody who wrote before A, by three keys. */
struct known {
	struct ch_map both, email, name;
	struct ch_arena arena;
};

static void know(struct known *k, struct name n)
{
	struct ch_str email = lower(&k->arena, n.email);
	struct ch_str name = lower(&k->arena, n.name);
	struct ch_str both = join(&k->arena, n.name, email);

	ch_map_add(&k->both, both.ptr, both.len, NULL);
	if (email.len)
		ch_map_add(&k->email, email.ptr, email.len, NULL);
	if (ch_str_chr(name, ' ', 0) != (size_t)-1)
		ch_map_add(&k->name, name.ptr, name.len, NULL);
}

static void mark(struct known *k, struct ch_log_person *who)
{
	struct ch_str email = lower(&k->arena, who->email);
	struct ch_str name = lower(&k->arena, who->name);
	struct ch_str both = join(&k->arena, who->name, email);

	who->first = !ch_map_get(&k->both, both.ptr, both.len);
	who->alias_before =
		who->first && (ch_map_get(&k->email, email.ptr, email.len) ||
				      ch_map_get(&k->name, name.ptr, name.len));
}

void ch_log_people_first(
	struct ch_log_people *p, const struct ch_intern *before)
{
	struct known k = { 0 };

	if (!before || !before->n)
		return;
	for (uint32_t id = 0; id < before->n; id++)
		know(&k, resolve(p->mailmap, ch_intern_str(before, id)));
	for (size_t i = 0; i < p->n; i++)
		mark(&k, &p->items[i]);
	ch_map_release(&k.both);
	ch_map_release(&k.email);
	ch_map_release(&k.name);
	ch_arena_release(&k.arena);
}

struct ranked {
	struct ch_log_person who;
	uint32_t was;
};

static int by_rank(const void *pa, const void *pb)
{
	const struct ch_log_person *a = &((const struct ranked *)pa)->who;
	const struct ch_log_person *b = &((const struct ranked *)pb)->who;
	int c;

	if (a->commits != b->commits)
		return a->commits > b->commits ? -1 : 1;
	c = ch_str_cmp(a->name, b->name);
	return c ? c : ch_str_cmp(a->email, b->email);
}

void ch_log_people_finish(struct ch_log_people *p, struct ch_log *out)
{
	struct ranked *rank = ch_calloc(p->n + 1, sizeof(*rank));
	uint32_t *now = ch_calloc(p->n + 1, sizeof(*now));

	for (size_t i = 0; i < p->n; i++) {
		rank[i].who = p->items[i];
		rank[i].was = (uint32_t)i;
	}
	qsort(rank, p->n, sizeof(*rank), by_rank);
	out->people = ch_arena_calloc(p->arena, p->n, sizeof(*out->people));
	out->npeople = p->n;
	for (size_t i = 0; i < p->n; i++) {
		out->people[i] = rank[i].who;
		now[rank[i].was] = (uint32_t)i;
	}
	for (size_t i = 0; i < out->ncommits; i++) {
		struct ch_log_commit *c = &out->commits[i];

		c->person = now[c->person];
		for (size_t j = 0; j < c->ncoauthors; j++)
			c->coauthors[j] = now[c->coauthors[j]];
	}
	free(rank);
	free(now);
}

size_t ch_log_humans(const struct ch_log *log)
{
	struct ch_map names = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < log->npeople; i++) {
		const struct ch_log_person *p = &log->people[i];
		bool added = false;

		if (!p->bot)
			ch_map_add(&names, p->name.ptr, p->name.len, &added);
		n += added;
	}
	ch_map_release(&names);
	return n;
}

void ch_log_people_release(struct ch_log_people *p)
{
	ch_map_release(&p->index);
	free(p->items);
	memset(p, 0, sizeof(*p));
}
