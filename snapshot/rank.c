#include "snapshot/rank.h"

#include "snapshot/message.h"

unsigned ch_log2(uint64_t v)
{
	unsigned n = 0;

	for (v++; v > 1; v >>= 1)
		n++;
	return n;
}

static uint64_t change_weight(const struct ch_symbol_delta *d)
{
	switch (d->change) {
	case CH_CHANGE_REMOVED:
		return 100;
	case CH_CHANGE_SIGNATURE:
		return 80;
	case CH_CHANGE_RENAMED:
		return 70;
	case CH_CHANGE_ADDED:
		return 60;
	case CH_CHANGE_MOVED:
		return d->body_changed ? 35 : 15;
	case CH_CHANGE_BODY:
		break;
	}
	return 30;
}

static uint64_t visibility_weight(enum ch_visibility v)
{
	switch (v) {
	case CH_VIS_PUBLIC:
		return 8;
	case CH_VIS_PROTECTED:
		return 5;
	case CH_VIS_INTERNAL:
		return 3;
	case CH_VIS_PRIVATE:
		break;
	}
	return 1;
}

/* Does a new word of a name begin with byte i, or with an '_' there? */
static bool joins_words(struct ch_str name, size_t i)
{
	return name.ptr[i] == '_' ||
	       (ch_is_lower(name.ptr[i - 1]) && ch_is_upper(name.ptr[i]));
}

bool ch_has_words(struct ch_str name)
{
	for (size_t i = 1; i < name.len; i++)
		if (joins_words(name, i))
			return true;
	return false;
}

/* Long names and names of several words are seldom something else. */
static uint64_t specificity(struct ch_str name)
{
	uint64_t w = 4;

	w += name.len > 16 ? 8 : name.len / 2;
	return ch_has_words(name) ? w + 4 : w;
}

static uint64_t weigh(
	const struct ch_compare *delta, const struct ch_symbol_delta *d)
{
	const struct ch_symbol_side *shown = ch_symbol_shown(d);
	const struct ch_compare_file *f = &delta->files[shown->file];
	uint64_t w = 1000;

	if (f->class == CH_CLASS_GENERATED)
		return 0;
	w *= change_weight(d);
	w *= visibility_weight(d->visibility);
	w *= specificity(shown->symbol->name);
	w *= 4 + ch_log2(d->dependents);
	w *= 4 + ch_log2(d->lines);
	w *= d->mentioned ? 3 : 1;
	if (shown->symbol->kind == CH_KIND_VARIABLE)
		w /= 3; /* mostly state, seldom surface */
	if (f->class == CH_CLASS_VENDORED)
		w /= 50;
	else if (d->test || f->class == CH_CLASS_DOCUMENTATION)
		w /= 10;
	return w;
}

void ch_rank_symbols(const struct ch_compare *delta, struct ch_symdiff *diff)
{
	for (size_t i = 0; i < diff->n; i++)
		diff->items[i].weight = weigh(delta, &diff->items[i]);
}

static uint64_t commit_weight(const struct ch_log_commit *c,
	const struct ch_commit_touch *t, const struct ch_symdiff *diff)
{
	uint64_t best = 0, w = 40;

	switch (c->class) {
	case CH_LOG_REVERT:
	case CH_LOG_REVERTED:
		return 1;
	case CH_LOG_NOISE:
	case CH_LOG_BUMP:
		return 2;
	case CH_LOG_MERGE:
		w = 4;
		break;
	case CH_LOG_NORMAL:
		break;
	}
	for (size_t i = 0, n = 0; i < t->nsymbols && n < 8; i++) {
		const struct ch_symbol_delta *d = &diff->items[t->symbols[i]];
		uint64_t s = ch_log2(d->weight);

		if (d->test)
			continue;
		best = s > best ? s : best;
		n++;
	}
	w += best * 2;
	w += ch_log2(t->added + t->removed) * 2;
	w += t->source_files ? 20 : 0;
	w *= c->breaking ? 4 : 1;
	/* Only tests, documentation or the project's own machinery. */
	return t->files && !t->product_files ? w / 8 : w;
}

/* More names than this make a title no weightier. */
#define MAX_CODE 2

/* "--option", "some_name", "someName", "`x`": says which one it is about. */
static bool is_code(struct ch_str word)
{
	if (word.len > 2 && (word.ptr[0] == '`' || word.ptr[0] == '-'))
		return true;
	for (size_t i = 1; i + 1 < word.len; i++)
		if (joins_words(word, i))
			return true;
	return false;
}

static uint64_t code_words(struct ch_str title)
{
	uint64_t n = 0;

	for (size_t at = 0, end; at < title.len && n < MAX_CODE; at = end + 1) {
		end = ch_str_chr(title, ' ', at);
		end = end == (size_t)-1 ? title.len : end;
		n += is_code(ch_str_sub(title, at, end));
	}
	return n;
}

uint64_t ch_rank_group(const struct ch_log *log, const struct ch_log_group *g,
	const struct ch_commit_touch *touch, const struct ch_symdiff *diff)
{
	static const uint64_t news[] = { 2, 6, 9 }; /* enum ch_news */
	const struct ch_log_commit *head = &log->commits[g->head];
	uint64_t best = commit_weight(head, &touch[g->head], diff);

	for (size_t i = 0; i < g->nmembers; i++) {
		uint32_t at = g->members[i];
		uint64_t w = commit_weight(&log->commits[at], &touch[at], diff);

		best = w > best ? w : best;
	}
	return best * (g->nnumbers ? 3 : 2) * news[ch_message_news(g->title)] *
	       (4 + code_words(g->title)) / 4;
}
