#include "snapshot/item.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Names may take this much of what their section has spent, in 1/1000. */
#define NAMES_SHARE 40

struct order {
	size_t at;
	uint64_t density; /* weight per token, scaled */
};

struct ch_item *ch_items_add(struct ch_item_list *list, uint64_t weight,
	uint32_t heading, struct ch_str name)
{
	struct ch_item *item;

	CH_GROW(list->items, list->n, list->cap);
	item = &list->items[list->n++];
	memset(item, 0, sizeof(*item));
	item->weight = weight;
	item->heading = heading;
	item->name = name;
	item->chosen = CH_CHOSEN_NONE;
	return item;
}

void ch_item_form(struct ch_item *item, struct ch_str text)
{
	struct ch_str *last =
		item->nforms ? &item->forms[item->nforms - 1] : NULL;

	if (item->nforms == CH_MAX_FORMS || (last && ch_str_eq(*last, text)))
		return;
	item->forms[item->nforms++] = text;
}

uint32_t ch_items_heading(struct ch_item_list *list, struct ch_str text)
{
	struct ch_heading *h;
	uint64_t *at = ch_map_add(&list->by_text, text.ptr, text.len, NULL);

	if (*at)
		return (uint32_t)*at - 1;
	CH_GROW(list->headings, list->nheadings, list->cap_headings);
	h = &list->headings[list->nheadings];
	memset(h, 0, sizeof(*h));
	h->text = text;
	*at = ++list->nheadings;
	return (uint32_t)list->nheadings - 1;
}

static size_t bucket(const struct ch_item *item)
{
	return item->heading == CH_NO_HEADING ? 0 : (size_t)item->heading + 1;
}

void ch_items_group(struct ch_item_list *list)
{
	size_t *next = ch_calloc(list->nheadings + 2, sizeof(*next));
	struct ch_item *sorted = ch_calloc(list->n, sizeof(*sorted));

	/* A counting sort: items without a heading stand in front. */
	for (size_t i = 0; i < list->n; i++)
		next[bucket(&list->items[i]) + 1]++;
	for (size_t i = 1; i < list->nheadings + 2; i++)
		next[i] += next[i - 1];
	for (size_t i = 0; i < list->n; i++)
		sorted[next[bucket(&list->items[i])]++] = list->items[i];
	free(next);
	free(list->items);
	list->items = sorted;
	list->cap = list->n;
}

void ch_items_release(struct ch_item_list *list)
{
	free(list->items);
	free(list->headings);
	ch_map_release(&list->by_text);
	memset(list, 0, sizeof(*list));
}

void ch_items_reset(struct ch_item_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		list->items[i].chosen = CH_CHOSEN_NONE;
		list->items[i].cost = 0;
	}
	for (size_t i = 0; i < list->nheadings; i++)
		list->headings[i].nchosen = 0;
	list->spent = list->names_cost = list->left_cost = 0;
	list->nnames = list->nleft = 0;
}

static int by_density(const void *pa, const void *pb)
{
	const struct order *a = pa, *b = pb;

	if (a->density != b->density)
		return a->density > b->density ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

/* The form that is tried first. */
static size_t first_form(
	const struct ch_item_list *list, const struct ch_item *item)
{
	size_t lead = list->lead_form > item->lead_form ? list->lead_form
							: item->lead_form;

	return lead < item->nforms ? lead : item->nforms - 1;
}

static struct order *ordered(
	const struct ch_item_list *list, struct ch_tokens *tokens)
{
	struct order *order = ch_calloc(list->n, sizeof(*order));

	for (size_t i = 0; i < list->n; i++) {
		const struct ch_item *item = &list->items[i];
		size_t cost = ch_tokens_count(
			tokens, item->forms[first_form(list, item)]);

		/* A long item is not worth half of two short ones. */
		order[i].at = i;
		order[i].density = item->weight * 64 / (cost + 16);
	}
	if (list->n)
		qsort(order, list->n, sizeof(*order), by_density);
	return order;
}

/* What the item would add at this form, heading and title included. */
static size_t price(const struct ch_item_list *list, const struct ch_item *item,
	struct ch_tokens *tokens, size_t form)
{
	size_t cost = ch_tokens_count(tokens, item->forms[form]);

	if (!list->spent)
		cost += list->title_cost;
	if (item->heading != CH_NO_HEADING &&
		!list->headings[item->heading].nchosen)
		cost += list->headings[item->heading].cost;
	return cost;
}

static bool take_best_form(struct ch_item_list *list, struct ch_item *item,
	struct ch_tokens *tokens, size_t room)
{
	for (size_t f = first_form(list, item); f < item->nforms; f++) {
		size_t cost = price(list, item, tokens, f);

		if (cost > room)
			continue;
		list->spent += (uint32_t)cost;
		item->chosen = (int)f;
		item->cost = (uint32_t)cost;
		if (item->heading != CH_NO_HEADING)
			list->headings[item->heading].nchosen++;
		return true;
	}
	return false;
}

/* ", `name`" costs at most its parts. */
static size_t name_price(const struct ch_item_list *list,
	const struct ch_item *item, struct ch_tokens *tokens)
{
	size_t cost = ch_tokens_count(tokens, item->name) + 3;

	if (!list->spent)
		cost += list->title_cost;
	if (!list->nnames)
		cost += ch_tokens_count(tokens, list->names_lead) + 1;
	return cost;
}

static void take_names(struct ch_item_list *list, const struct order *order,
	struct ch_tokens *tokens, size_t room)
{
	size_t quota = (size_t)list->spent * NAMES_SHARE / 1000;

	for (size_t i = 0; i < list->n; i++) {
		struct ch_item *item = &list->items[order[i].at];
		size_t cost;

		if (item->chosen != CH_CHOSEN_NONE || !item->name.len)
			continue;
		cost = name_price(list, item, tokens);
		if (cost > room || list->names_cost + cost > quota)
			break;
		item->chosen = CH_CHOSEN_NAME;
		item->cost = (uint32_t)cost;
		list->spent += (uint32_t)cost;
		list->names_cost += (uint32_t)cost;
		list->nnames++;
		room -= cost;
	}
}

enum turn { TURN_PROMPT, TURN_LATE, TURN_ALL };

static void take_items(struct ch_item_list *list, const struct order *order,
	struct ch_tokens *tokens, size_t limit, enum turn turn)
{
	/* After this many misses in a row the rest is too long as well. */
	int misses = 0;

	for (size_t i = 0; i < list->n && misses < 64; i++) {
		struct ch_item *item = &list->items[order[i].at];

		if (item->chosen != CH_CHOSEN_NONE ||
			(turn != TURN_ALL && item->late != (turn == TURN_LATE)))
			continue;
		if (list->spent >= limit)
			return;
		if (take_best_form(list, item, tokens, limit - list->spent))
			misses = 0;
		else
			misses++;
	}
}

/* What was taken in a lean form, in a fuller one while there is room. */
static void raise_items(struct ch_item_list *list, const struct order *order,
	struct ch_tokens *tokens, size_t limit)
{
	for (size_t i = 0; i < list->n; i++) {
		struct ch_item *item = &list->items[order[i].at];
		size_t now;

		if (item->chosen <= 0 || !first_form(list, item))
			continue;
		now = ch_tokens_count(tokens, item->forms[item->chosen]);
		for (int f = 0; f < item->chosen; f++) {
			size_t cost = ch_tokens_count(tokens, item->forms[f]);

			if (list->spent - now + cost > limit)
				continue;
			list->spent = (uint32_t)(list->spent - now + cost);
			item->cost = (uint32_t)(item->cost - now + cost);
			item->chosen = f;
			break;
		}
	}
}

static void count_left(struct ch_item_list *list, struct ch_tokens *tokens)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct ch_item *item = &list->items[i];

		if (item->chosen != CH_CHOSEN_NONE)
			continue;
		list->nleft++;
		list->left_cost +=
			(uint32_t)ch_tokens_count(tokens, item->forms[0]);
	}
}

static bool has_late(const struct ch_item_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->items[i].late &&
			list->items[i].chosen == CH_CHOSEN_NONE)
			return true;
	return false;
}

/*
 * What list 'at' leaves of the first 'allowed' tokens is for what the lists
 * before it had to leave out, and only then for its own late items.  Returns
 * what the lists up to 'at' then cost.
 */
static size_t take_late(struct ch_item_list *lists, size_t at,
	struct ch_tokens *tokens, struct order **orders, size_t allowed)
{
	size_t spent = 0;

	for (size_t i = 0; i <= at; i++)
		spent += lists[i].spent;
	for (size_t i = 0; i <= at && spent < allowed; i++) {
		struct ch_item_list *l = &lists[i];

		spent -= l->spent;
		take_items(l, orders[i], tokens, allowed - spent,
			i < at ? TURN_PROMPT : TURN_LATE);
		spent += l->spent;
	}
	return spent;
}

static void choose_all(struct ch_item_list *lists, size_t nlists,
	struct ch_tokens *tokens, struct order **orders, size_t budget)
{
	size_t spent = 0, allowed = 0;

	for (size_t i = 0; i < nlists; i++) {
		struct ch_item_list *l = &lists[i];
		size_t limit;

		/* Shares add up: what a section leaves, the next may use. */
		allowed += budget / 1000 * l->share +
			   budget % 1000 * l->share / 1000;
		limit = allowed > spent ? allowed - spent : 0;
		take_items(l, orders[i], tokens, limit, TURN_PROMPT);
		raise_items(l, orders[i], tokens, limit);
		spent += l->spent;
		if (has_late(l))
			spent = take_late(lists, i, tokens, orders, allowed);
	}
	for (size_t i = 0; i < nlists && spent < budget; i++) {
		struct ch_item_list *l = &lists[i];

		spent -= l->spent;
		take_items(l, orders[i], tokens, budget - spent, TURN_ALL);
		raise_items(l, orders[i], tokens, budget - spent);
		if (budget - spent > l->spent)
			take_names(l, orders[i], tokens,
				budget - spent - l->spent);
		spent += l->spent;
	}
}

void ch_items_choose(struct ch_item_list *lists, size_t nlists,
	struct ch_tokens *tokens, size_t budget)
{
	struct order **orders = ch_calloc(nlists, sizeof(*orders));

	for (size_t i = 0; i < nlists; i++) {
		struct ch_item_list *l = &lists[i];

		l->title_cost = (uint32_t)(ch_tokens_count(tokens, l->title) +
					   ch_tokens_count(tokens, l->closing));
		for (size_t k = 0; k < l->nheadings; k++)
			l->headings[k].cost = (uint32_t)ch_tokens_count(
				tokens, l->headings[k].text);
		orders[i] = ordered(l, tokens);
	}
	choose_all(lists, nlists, tokens, orders, budget);
	for (size_t i = 0; i < nlists; i++) {
		count_left(&lists[i], tokens);
		free(orders[i]);
	}
	free(orders);
}
