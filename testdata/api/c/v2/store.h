#ifndef STORE_H
#define STORE_H

#include <stddef.h>

#define STORE_MAX 128
#define STORE_CLAMP(x, lo, hi) ((x) < (lo) ? (lo) : (x) > (hi) ? (hi) : (x))

struct store;

struct store_options {
	const char *path;
	long cache_pages;
	unsigned flags;
	int read_only;
};

enum store_kind {
	STORE_MEMORY,
	STORE_FILE = 4,
	STORE_CLOUD
};

typedef int store_visit_fn(const char *key, void *data);

/* Open a store. */
struct store *store_open(const struct store_options *options);
void store_close(struct store *s);
int store_get(struct store *s, const char *key, char *out, size_t size,
	size_t *needed);
int store_put(struct store *s, const char *key, const char *value);
long store_count(struct store *s);
int store_visit(struct store *s, void *data, store_visit_fn *visit);
/* @deprecated use store_flush() */
int store_sync(struct store *s);
int store_flush(struct store *s);
int store_copy(struct store *from, struct store *to);
int store_check(struct store *s, int deep);
int store_rename_key(
	struct store *s, const void *old_key, const char *new_key);
const char *store_error(struct store *s);

#endif
