#include "store.h"

#include <stdlib.h>
#include <string.h>

struct store {
	int count;
	int dirty;
};

static int internal_helper(int a)
{
	return a + 1;
}

struct store *store_open(const struct store_options *options)
{
	struct store *s = calloc(1, sizeof(*s));

	if (s && options)
		s->count = internal_helper(0);
	return s;
}

int store_put(struct store *s, const char *key, const char *value)
{
	s->count++;
	return key && value ? 0 : -1;
}

int store_verify(struct store *s, int deep)
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
