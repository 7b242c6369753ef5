#ifndef STORE_H
#define STORE_H

#include <stddef.h>

#define STORE_MAX 64
#define STORE_OLD_LIMIT 10
#define STORE_CLAMP(x, lo) ((x) < (lo) ? (lo) : (x))

struct store;

struct store_options {
	const char *path;
	int cache_pages;
	int legacy_mode;
	unsigned flags;
};

enum store_kind {
	STORE_MEMORY,
	STORE_FILE,
	STORE_TAPE
};

typedef int store_visit_fn(const char *key, void *data);

/* Open a store. */
struct store *store_open(const struct store_options *options);
void store_close(struct store *s);
int store_get(struct store *s, const char *key, char *out, size_t size);
int store_put(struct store *s, const char *key, const char *value);
int store_delete(struct store *s, const char *key);
int store_count(struct store *s);
int store_visit(struct store *s, store_visit_fn *visit, void *data);
int store_sync(struct store *s);
int store_copy(struct store *from, struct store *to, int overwrite);
int store_verify(struct store *s, int deep);
int store_rename_key(
	struct store *s, const char *old_key, const char *new_key);
const char *store_error(struct store *s);

#endif
