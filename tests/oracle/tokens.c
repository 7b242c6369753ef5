/*
 * tokens FILE...: tokens and a hash of their ids for both encodings, one line
 * a file, to be compared with what tokens.js prints.  "-t" before the files
 * prints the speed of counting instead.
 */
#include "snapshot/tokens.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/mem.h"

static int read_file(const char *path, struct ch_buf *out)
{
	FILE *f = fopen(path, "rb");
	size_t n;

	ch_buf_clear(out);
	if (!f)
		return -1;
	do {
		ch_buf_reserve(out, 1 << 16);
		n = fread(out->ptr + out->len, 1, 1 << 16, f);
		out->len += n;
	} while (n);
	fclose(f);
	return 0;
}

static void print_ids(struct ch_tokens *t, struct ch_str text)
{
	size_t cap = 3 * text.len + 1, i, n;
	unsigned *ids = ch_malloc(cap * sizeof(*ids));
	uint32_t h = 0x811c9dc5u;

	n = ch_tokens_encode(t, text, ids, cap);
	for (i = 0; i < n; i++)
		h = (h ^ ids[i]) * 0x01000193u;
	printf("%zu %08x ", n, h);
	if (n != ch_tokens_count(t, text))
		printf("(count differs: %zu) ", ch_tokens_count(t, text));
	free(ids);
}

static void print_speed(struct ch_tokens *t, struct ch_str text)
{
	struct timespec a, b;
	double s;
	size_t n;

	clock_gettime(CLOCK_MONOTONIC, &a);
	n = ch_tokens_count(t, text);
	clock_gettime(CLOCK_MONOTONIC, &b);
	s = (double)(b.tv_sec - a.tv_sec) +
	    (double)(b.tv_nsec - a.tv_nsec) / 1e9;
	printf("%zu tokens %.1f ms %.1f MB/s  ", n, s * 1e3,
		(double)text.len / 1e6 / s);
}

int main(int argc, char **argv)
{
	struct ch_tokens *o200k, *cl100k;
	struct ch_buf text = { 0 };
	int i, speed = argc > 1 && !strcmp(argv[1], "-t");

	if (ch_tokens_new(&o200k, CH_ENC_O200K, NULL) < 0 ||
		ch_tokens_new(&cl100k, CH_ENC_CL100K, NULL) < 0)
		return 1;
	for (i = 1 + speed; i < argc; i++) {
		if (read_file(argv[i], &text) < 0) {
			fprintf(stderr, "tokens: cannot read %s\n", argv[i]);
			return 1;
		}
		(speed ? print_speed : print_ids)(o200k, ch_buf_str(&text));
		(speed ? print_speed : print_ids)(cl100k, ch_buf_str(&text));
		printf("%s\n", argv[i]);
	}
	ch_buf_release(&text);
	ch_tokens_free(o200k);
	ch_tokens_free(cl100k);
	return 0;
}
