#include "store.h"

#include <stdlib.h>
#include <string.h>

struct store {
	int count;
	int dirty;
};

static int internal_helper_now_twice(int a)
{
	return a + 1;
}

struct store *store_open(const struct store_options *options)
{
	struct store *s = calloc(1, sizeof(*s));

	if (s && options)
		s->count = internal_helper_now_twice(0);
	return s;
}

int store_put(struct store *s, const char *key, const char *value)
{
	if (!key || !value)
		return -1;
	s->dirty = 1;
	s->count++;
	return 0;
}

int store_check(struct store *s, int deep)
{
	int bad = 0;

	for (int i = 0; i < s->count; i++) {
		if (i % 7 == 0 && deep)
			bad++;
		else if (i % 11 == 0)
			bad += 2;
	}
	return bad ? -1 : 0;
}
