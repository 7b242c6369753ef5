/*
 * Where the raw reader calls a commit plain, it says what the whole parser
 * says: people, dates, zones, parents and tree.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "gitlayer/commit.h"
#include "gitlayer/rawcommit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same(const struct ch_raw_ident *raw, const struct ch_signature *sig)
{
	if (!ch_str_eq(raw->name, sig->name) ||
		!ch_str_eq(raw->email, sig->email) ||
		raw->has_time != sig->has_time || raw->when_s != sig->when_s ||
		raw->tz_minutes != sig->tz_minutes)
		abort();
}

static void compare(
	const struct ch_raw_commit *raw, const struct ch_commit *full)
{
	if (!ch_oid_eq(&raw->tree, &full->tree))
		abort();
	if (!raw->is_plain)
		return;
	if (raw->nparents != full->nparents)
		abort();
	for (size_t i = 0; i < raw->nparents; i++) {
		struct ch_oid oid = ch_raw_commit_parent(raw, i);

		if (!ch_oid_eq(&oid, &full->parents[i]))
			abort();
	}
	same(&raw->author, &full->author);
	same(&raw->committer, &full->committer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = ch_strndup((const char *)data, size);
	struct ch_object object = {
		.type = CH_OBJ_COMMIT, .data = bytes, .size = size
	};
	struct ch_arena arena = { 0 };
	struct ch_oid oid = { { 0 } };
	struct ch_raw_commit raw;
	struct ch_commit full;
	bool ok = ch_raw_commit_parse(ch_str_n(bytes, size), &raw);

	/* The whole parser also takes a tree line that nothing follows. */
	if (ch_commit_parse(&oid, &object, &arena, &full, NULL)) {
		if (ok)
			abort();
	} else if (ok) {
		compare(&raw, &full);
	}
	ch_arena_release(&arena);
	free(bytes);
	return 0;
}
