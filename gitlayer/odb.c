#include "gitlayer/odb.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <git2.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "gitlayer/loose.h"
#include "gitlayer/mapguard.h"
#include "gitlayer/packread.h"
#include "gitlayer/repo_priv.h"

#define DEFAULT_CACHE ((size_t)16 << 20)
#define DEFAULT_MAX (((size_t)2 << 30) - 1)

struct ch_odb {
	struct ch_repo *repo;
	struct ch_packset *set;
	struct ch_odb_options options;
	struct ch_odb_stats stats;
	struct ch_packreader *reader;
	const struct ch_pack *last; /* where something was found last */
	struct ch_loose *loose;
	git_odb *git; /* for libgit2_only */
};

int ch_odb_open(struct ch_odb **out, struct ch_repo *repo,
	const struct ch_odb_options *options, struct ch_err *err)
{
	struct ch_odb *odb = ch_calloc(1, sizeof(*odb));

	(void)err;
	odb->repo = repo;
	odb->set = ch_repo_packs(repo);
	if (options)
		odb->options = *options;
	if (!odb->options.cache_bytes)
		odb->options.cache_bytes = DEFAULT_CACHE;
	if (!odb->options.max_bytes || odb->options.max_bytes > DEFAULT_MAX)
		odb->options.max_bytes = DEFAULT_MAX;
	odb->reader = ch_packreader_new(
		odb->set, odb->options.cache_bytes, odb->options.max_bytes);
	odb->loose = ch_loose_new(odb->options.max_bytes);
	*out = odb;
	return 0;
}

void ch_odb_free(struct ch_odb *odb)
{
	if (!odb)
		return;
	ch_packreader_free(odb->reader);
	ch_loose_free(odb->loose);
	git_odb_free(odb->git);
	free(odb);
}

const struct ch_odb_stats *ch_odb_stats(const struct ch_odb *odb)
{
	struct ch_odb *o = (struct ch_odb *)(uintptr_t)odb;

	ch_packreader_counts(
		odb->reader, &o->stats.cache_hits, &o->stats.cache_misses);
	return &odb->stats;
}

static git_oid *as_git(const struct ch_oid *oid, git_oid *id)
{
	memcpy(id->id, oid->id, CH_OID_BYTES);
	return id;
}

static int missing(const struct ch_oid *oid, struct ch_err *err)
{
	char hex[CH_OID_HEX + 1];

	return ch_fail(err, CH_ENOTFOUND, "object %s: missing here",
		ch_oid_hex(oid, hex));
}

/* Put the object's name before what the pack reader or libgit2 said. */
static int of_object(const struct ch_oid *oid, int code, struct ch_err *err)
{
	char hex[CH_OID_HEX + 1];

	ch_err_context(err, "object %s", ch_oid_hex(oid, hex));
	return code;
}

static int too_large(const struct ch_oid *oid, size_t size, struct ch_err *err)
{
	ch_fail(err, CH_ELIMIT, "%zu bytes are more than the limit", size);
	return of_object(oid, CH_ELIMIT, err);
}

/* libgit2, the second opinion of the tests */

static int open_git(struct ch_odb *odb, struct ch_err *err)
{
	struct ch_buf dir = { 0 };
	int code = 0;

	if (odb->git)
		return 0;
	ch_buf_printf(&dir, "%sobjects", ch_repo_commondir(odb->repo));
	if (git_odb_open(&odb->git, ch_buf_z(&dir)) < 0)
		code = ch_git_fail(err, CH_EFAIL, "object database");
	ch_buf_release(&dir);
	return code;
}

static int git_failed(const struct ch_oid *oid, int error, struct ch_err *err)
{
	if (error == GIT_ENOTFOUND)
		return missing(oid, err);
	ch_git_fail(err, CH_EFORMAT, "libgit2");
	return of_object(oid, CH_EFORMAT, err);
}

static bool git_has(struct ch_odb *odb, const struct ch_oid *oid)
{
	git_oid id;

	return !open_git(odb, NULL) &&
	       git_odb_exists_ext(
		       odb->git, as_git(oid, &id), GIT_ODB_LOOKUP_NO_REFRESH);
}

/* Type and size; nothing is allocated by what the header claims. */
static int git_header(struct ch_odb *odb, const struct ch_oid *oid,
	struct ch_object *out, struct ch_err *err)
{
	git_oid id;
	git_object_t type;
	size_t size;
	int error, code = open_git(odb, err);

	if (code)
		return code;
	if (!git_has(odb, oid))
		return missing(oid, err);
	error = git_odb_read_header(&size, &type, odb->git, as_git(oid, &id));
	if (error < 0)
		return git_failed(oid, error, err);
	out->type = (enum ch_obj_type)type;
	out->size = size;
	out->data = NULL;
	return 0;
}

static int git_read(struct ch_odb *odb, const struct ch_oid *oid,
	struct ch_arena *arena, struct ch_object *out, struct ch_err *err)
{
	git_odb_object *object = NULL;
	git_oid id;
	char *copy;
	int error, code = git_header(odb, oid, out, err);

	if (code)
		return code;
	if (out->size > odb->options.max_bytes)
		return too_large(oid, out->size, err);
	error = git_odb_read(&object, odb->git, as_git(oid, &id));
	if (error < 0)
		return git_failed(oid, error, err);
	odb->stats.fallbacks++;
	out->type = (enum ch_obj_type)git_odb_object_type(object);
	out->size = git_odb_object_size(object);
	copy = ch_arena_alloc(arena, out->size + 1);
	memcpy(copy, git_odb_object_data(object), out->size);
	copy[out->size] = '\0';
	out->data = copy;
	git_odb_object_free(object);
	return 0;
}

/* Packs, directly */

struct find_job {
	const struct ch_pack *pack;
	const struct ch_oid *oid;
	uint64_t offset;
};

enum { NOT_IN_PACK, IN_PACK, BAD_IN_PACK };

static int find_in_pack(void *data)
{
	struct find_job *job = data;
	uint32_t pos;

	if (!ch_pack_find(job->pack, job->oid, &pos))
		return NOT_IN_PACK;
	return ch_pack_offset(job->pack, pos, &job->offset) ? IN_PACK
							    : BAD_IN_PACK;
}

/* One of the above, or CH_EIO. */
static int find_at(
	const struct ch_pack *pack, const struct ch_oid *oid, uint64_t *offset)
{
	struct find_job job = { pack, oid, 0 };
	int found = ch_guarded(find_in_pack, &job);

	*offset = job.offset;
	return found;
}

/* The first pack that has the object, the one of last time first. */
static const struct ch_pack *locate(
	struct ch_odb *odb, const struct ch_oid *oid, uint64_t *offset)
{
	const struct ch_pack *p;

	if (odb->last && find_at(odb->last, oid, offset) == IN_PACK)
		return odb->last;
	for (p = ch_packset_first(odb->set); p; p = p->next) {
		if (p != odb->last && find_at(p, oid, offset) == IN_PACK) {
			odb->last = p;
			return p;
		}
	}
	return NULL;
}

/* Loose, here or in an alternate: the first sound copy, or the first error. */
static int read_loose(struct ch_odb *odb, const struct ch_oid *oid,
	struct ch_arena *arena, struct ch_object *out, struct ch_err *err)
{
	int first = CH_ENOTFOUND;

	for (size_t i = 0; i < odb->set->ndirs; i++) {
		bool again = first != CH_ENOTFOUND;
		int code = ch_loose_read(odb->loose, odb->set->dirs[i].path,
			oid, arena, out, again ? NULL : err);

		if (!code)
			return 0;
		if (code == CH_ENOTFOUND || again)
			continue;
		first = of_object(oid, code, err);
		if (code == CH_ELIMIT)
			return code;
	}
	return first == CH_ENOTFOUND ? missing(oid, err) : first;
}

/* The base of a reference delta that no pack has. */
static int give_base(
	struct ch_odb *odb, const struct ch_oid *oid, struct ch_err *err)
{
	struct ch_object object = { .data = "" };
	struct ch_arena arena = { 0 };
	struct ch_base *base;
	int code = read_loose(odb, oid, &arena, &object, err);

	if (!code) {
		base = ch_base_new(object.size);
		base->type = (uint32_t)object.type;
		memcpy(base->data, object.data, object.size);
		ch_packreader_give(odb->reader, oid, base);
	} else {
		ch_err_context(err, "delta base");
		code = CH_EFORMAT;
	}
	ch_arena_release(&arena);
	return code;
}

/* 'arena' NULL: type and size only. */
static int read_at(struct ch_odb *odb, const struct ch_oid *oid,
	const struct ch_pack *pack, uint64_t offset, struct ch_arena *arena,
	struct ch_object *out, struct ch_err *err)
{
	struct ch_oid wanted = { { 0 } };
	int code, given = 0;

	for (;;) {
		code = arena ? ch_packreader_read(odb->reader, pack, offset,
				       arena, out, &wanted, err)
			     : ch_packreader_header(odb->reader, pack, offset,
				       out, &wanted, err);
		if (code != CH_PACKREAD_WANTS_BASE)
			break;
		/* A chain needs one base from outside, so it asks once. */
		code = given++ ? ch_fail(err, CH_EFORMAT, "delta base changed")
			       : give_base(odb, &wanted, err);
		if (code)
			break;
	}
	return code ? of_object(oid, code, err) : 0;
}

/*
 * Every pack that has the object is tried, because copies in several packs
 * are usual and one of them may be damaged.  The first error is kept.
 */
static int read_every_pack(struct ch_odb *odb, const struct ch_oid *oid,
	struct ch_arena *arena, struct ch_object *out, struct ch_err *err)
{
	const struct ch_pack *p;
	struct ch_err later = { 0 };
	int first = CH_ENOTFOUND;

	for (p = ch_packset_first(odb->set); p; p = p->next) {
		bool again = first != CH_ENOTFOUND;
		struct ch_err *e = again ? &later : err;
		uint64_t offset;
		int found = find_at(p, oid, &offset), code;

		if (found == NOT_IN_PACK)
			continue;
		if (found == IN_PACK) {
			code = read_at(odb, oid, p, offset, arena, out, e);
			if (!code || code == CH_ELIMIT) {
				if (again && code && err)
					*err = later;
				return code;
			}
		} else {
			code = ch_fail(e, CH_EFORMAT,
				"%s: its index is damaged", p->name);
			of_object(oid, code, e);
		}
		if (!again)
			first = code;
	}
	return first;
}

static int read_packed(struct ch_odb *odb, const struct ch_oid *oid,
	struct ch_arena *arena, struct ch_object *out, struct ch_err *err)
{
	uint64_t offset;
	const struct ch_pack *p = locate(odb, oid, &offset);
	int code;

	if (p) {
		code = read_at(odb, oid, p, offset, arena, out, err);
		if (!code || code == CH_ELIMIT)
			return code;
	}
	code = read_every_pack(odb, oid, arena, out, err);
	if (code == CH_ENOTFOUND && ch_packset_refresh(odb->set))
		code = read_every_pack(odb, oid, arena, out, err);
	return code;
}

/* Packs, then loose files; 'arena' NULL: type and size only. */
static int read_any(struct ch_odb *odb, const struct ch_oid *oid,
	struct ch_arena *arena, struct ch_object *out, struct ch_err *err)
{
	int code, loose;

	if (odb->options.libgit2_only)
		return arena ? git_read(odb, oid, arena, out, err)
			     : git_header(odb, oid, out, err);
	code = read_packed(odb, oid, arena, out, err);
	if (!code || code == CH_ELIMIT)
		return code;
	/* A damaged copy's error is kept unless there is a sound one. */
	loose = read_loose(
		odb, oid, arena, out, code == CH_ENOTFOUND ? err : NULL);
	return !loose || code == CH_ENOTFOUND ? loose : code;
}

static int check_hash(struct ch_odb *odb, const struct ch_oid *oid,
	const struct ch_object *object, struct ch_err *err)
{
	git_oid id;

	if (!odb->options.verify)
		return 0;
	if (git_odb_hash(&id, object->data, object->size,
		    (git_object_t)object->type) < 0) {
		ch_git_fail(err, CH_EFORMAT, "hash");
		return of_object(oid, CH_EFORMAT, err);
	}
	if (!memcmp(id.id, oid->id, CH_OID_BYTES))
		return 0;
	ch_fail(err, CH_EFORMAT, "its content has another hash");
	return of_object(oid, CH_EFORMAT, err);
}

/* After a read by whatever way: count it, check its hash. */
static int finish(struct ch_odb *odb, const struct ch_oid *oid, int code,
	struct ch_object *out, struct ch_err *err)
{
	if (!code)
		code = check_hash(odb, oid, out, err);
	if (!code) {
		odb->stats.objects++;
		odb->stats.bytes += out->size;
		return 0;
	}
	out->data = NULL;
	if (code == CH_ENOTFOUND)
		odb->stats.missing++;
	return code;
}

int ch_odb_read(struct ch_odb *odb, const struct ch_oid *oid,
	struct ch_arena *arena, struct ch_object *out, struct ch_err *err)
{
	memset(out, 0, sizeof(*out));
	return finish(odb, oid, read_any(odb, oid, arena, out, err), out, err);
}

int ch_odb_header(struct ch_odb *odb, const struct ch_oid *oid,
	enum ch_obj_type *type, size_t *size, struct ch_err *err)
{
	struct ch_object out = { .size = 0 };
	int code = read_any(odb, oid, NULL, &out, err);

	*type = code ? CH_OBJ_NONE : out.type;
	*size = code ? 0 : out.size;
	return code;
}

bool ch_odb_has(struct ch_odb *odb, const struct ch_oid *oid)
{
	uint64_t offset;

	if (odb->options.libgit2_only)
		return git_has(odb, oid);
	if (locate(odb, oid, &offset))
		return true;
	for (size_t i = 0; i < odb->set->ndirs; i++)
		if (ch_loose_has(odb->set->dirs[i].path, oid))
			return true;
	return ch_packset_refresh(odb->set) && locate(odb, oid, &offset);
}

/* Batches */

struct place {
	const struct ch_pack *pack;
	uint64_t offset;
	size_t load;
};

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->pack->number != y->pack->number)
		return x->pack->number < y->pack->number ? -1 : 1;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return (x->load > y->load) - (x->load < y->load);
}

static void load_one(
	struct ch_odb *odb, struct ch_load *load, struct ch_arena *arena)
{
	memset(&load->object, 0, sizeof(load->object));
	if (ch_oid_is_zero(&load->oid))
		load->code = CH_ENOTFOUND;
	else
		load->code = ch_odb_read(
			odb, &load->oid, arena, &load->object, NULL);
}

/* Puts what the packs have into 'places' and reads the rest. */
static size_t place_loads(struct ch_odb *odb, struct ch_load *loads, size_t n,
	struct place *places, struct ch_arena *arena)
{
	size_t nplaces = 0;

	for (size_t i = 0; i < n; i++) {
		struct place *p = &places[nplaces];

		p->pack = NULL;
		if (!odb->options.libgit2_only &&
			!ch_oid_is_zero(&loads[i].oid))
			p->pack = locate(odb, &loads[i].oid, &p->offset);
		p->load = i;
		if (p->pack)
			nplaces++;
		else
			load_one(odb, &loads[i], arena);
	}
	return nplaces;
}

static void load_place(struct ch_odb *odb, struct ch_load *load,
	const struct place *p, struct ch_arena *arena)
{
	int code = read_at(odb, &load->oid, p->pack, p->offset, arena,
		&load->object, NULL);

	if (code && code != CH_ELIMIT)
		load_one(odb, load, arena);
	else
		load->code = finish(odb, &load->oid, code, &load->object, NULL);
}

void ch_odb_read_batch(struct ch_odb *odb, struct ch_load *loads, size_t n,
	struct ch_arena *arena)
{
	struct place *places = ch_malloc(n * sizeof(*places));
	size_t nplaces = place_loads(odb, loads, n, places, arena);

	if (nplaces)
		qsort(places, nplaces, sizeof(*places), by_place);
	for (size_t i = 0; i < nplaces; i++) {
		struct ch_load *load = &loads[places[i].load];

		if (i && places[i].pack == places[i - 1].pack &&
			places[i].offset == places[i - 1].offset) {
			struct ch_load *same = &loads[places[i - 1].load];

			load->code = same->code;
			load->object = same->object;
			continue;
		}
		load_place(odb, load, &places[i], arena);
	}
	free(places);
}

/* All ids */

#define IDS_AT_ONCE 256

struct ids_job {
	const struct ch_pack *pack;
	uint32_t from;
	uint32_t n;
	struct ch_oid oids[IDS_AT_ONCE];
};

static int copy_ids(void *data)
{
	struct ids_job *job = data;

	for (uint32_t i = 0; i < job->n; i++)
		ch_pack_oid(job->pack, job->from + i, &job->oids[i]);
	return 0;
}

static int each_in_pack(const struct ch_pack *pack, ch_odb_visit_fn *visit,
	void *data, struct ch_err *err)
{
	struct ids_job job;
	int code = 0;

	job.pack = pack;
	for (job.from = 0; job.from < pack->nobjects; job.from += job.n) {
		job.n = pack->nobjects - job.from;
		if (job.n > IDS_AT_ONCE)
			job.n = IDS_AT_ONCE;
		if (ch_guarded(copy_ids, &job))
			return ch_fail(err, CH_EIO,
				"%s: its index became shorter", pack->name);
		for (uint32_t i = 0; i < job.n && !code; i++)
			code = visit(&job.oids[i], data);
		if (code)
			return code;
	}
	return 0;
}

/* objects/ab/cdef...: two digits of the id are the directory's name. */
static int each_in_fan(
	const char *dir, unsigned first, ch_odb_visit_fn *visit, void *data)
{
	struct ch_buf path = { 0 };
	char hex[CH_OID_HEX + 1];
	struct ch_oid oid;
	struct dirent *e;
	int code = 0;
	DIR *d;

	ch_buf_printf(&path, "%s/%02x", dir, first);
	d = opendir(ch_buf_z(&path));
	while (d && !code && (e = readdir(d))) {
		if (strlen(e->d_name) != CH_OID_HEX - 2)
			continue;
		snprintf(hex, sizeof(hex), "%02x%s", first, e->d_name);
		if (ch_oid_from_hex(&oid, hex))
			code = visit(&oid, data);
	}
	if (d)
		closedir(d);
	ch_buf_release(&path);
	return code;
}

int ch_odb_each(struct ch_odb *odb, ch_odb_visit_fn *visit, void *data,
	struct ch_err *err)
{
	const struct ch_pack *p;
	int code = 0;

	for (p = ch_packset_first(odb->set); p && !code; p = p->next)
		code = each_in_pack(p, visit, data, err);
	for (size_t i = 0; i < odb->set->ndirs && !code; i++)
		for (unsigned b = 0; b < 256 && !code; b++)
			code = each_in_fan(
				odb->set->dirs[i].path, b, visit, data);
	return code;
}
