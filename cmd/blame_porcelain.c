#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "cmd/blame.h"
#include "gitlayer/commit.h"
#include "gitlayer/mailmap.h"
#include "gitlayer/treediff.h"

/* What has been said of a commit in the file that is being written. */
enum said {
	SAID_NOTHING,
	SAID_ONE_PATH,	  /* it wrote lines under one name only */
	SAID_SEVERAL = 2, /* bit: under several, so each run has its name */
	SAID_DETAILS = 4
};

struct printing {
	const struct ch_blame *b;
	const struct ch_run_info *run;
	struct ch_sink *out;
	struct ch_arena arena; /* of the file */
	uint8_t *said;	       /* by commit: bits of enum said */
	uint32_t *path_of;     /* by commit: the first name in this file */
};

static void print_hex(struct printing *p, uint32_t owner)
{
	static const struct ch_oid nobody;
	char hex[CH_OID_HEX + 1];

	ch_sink_z(p->out,
		ch_oid_hex(owner & CH_OWNER_UNKNOWN
				   ? &nobody
				   : &p->run->history->commits[owner].oid,
			hex));
}

static void print_path(struct printing *p, uint32_t path)
{
	struct ch_buf text = { 0 };

	ch_text_path(&text, ch_intern_str(p->run->paths, path));
	ch_sink_str(p->out, ch_buf_str(&text));
	ch_buf_release(&text);
}

/* No zone has three digits of hours: +9999 is 99 hours and 99 minutes. */
static int hours_of(int minutes)
{
	return minutes < 100 * 60 ? minutes / 60 : 99;
}

static void print_person(
	struct printing *p, const char *role, const struct ch_signature *who)
{
	struct ch_str name = who->name, email = who->email;
	int tz = abs(who->tz_minutes), hours = hours_of(tz);

	if (p->b->mailmap)
		ch_mailmap_resolve(p->b->mailmap, &name, &email);
	ch_sink_printf(p->out, "%s %.*s\n%s-mail <%.*s>\n", role, (int)name.len,
		name.ptr, role, (int)email.len, email.ptr);
	ch_sink_printf(p->out, "%s-time %" PRId64 "\n%s-tz %c%02d%02d\n", role,
		who->when_s, role, who->tz_minutes < 0 ? '-' : '+', hours,
		tz - hours * 60);
}

/* The first line that is not blank, as it stands. */
static void print_summary(
	struct printing *p, uint32_t owner, struct ch_str message)
{
	struct ch_str line = CH_STR("");

	while (ch_str_line(&message, &line) && !ch_str_trim(line).len)
		line = CH_STR("");
	ch_sink_z(p->out, "summary ");
	if (line.len) {
		ch_sink_str(p->out, line);
	} else {
		ch_sink_z(p->out, "(");
		print_hex(p, owner);
		ch_sink_z(p->out, ")");
	}
	ch_sink_z(p->out, "\n");
}

static void print_details(struct printing *p, uint32_t owner)
{
	const struct ch_commit_rec *rec;
	struct ch_object object;
	struct ch_commit commit;

	if (owner & CH_OWNER_UNKNOWN)
		return;
	rec = &p->run->history->commits[owner];
	if (ch_odb_read(p->b->job.odb, &rec->oid, &p->arena, &object, NULL) ||
		ch_commit_parse(&rec->oid, &object, &p->arena, &commit, NULL))
		return;
	print_person(p, "author", &commit.author);
	print_person(p, "committer", &commit.committer);
	print_summary(p, owner, commit.message);
	if (!rec->nparents)
		ch_sink_z(p->out, "boundary\n");
}

static void print_names(struct printing *p, const struct ch_own_run *run)
{
	uint32_t parent, path;

	if (run->owner & CH_OWNER_UNKNOWN)
		return;
	if (ch_engine_previous(
		    p->b->job.run, run->owner, run->path, &parent, &path)) {
		ch_sink_z(p->out, "previous ");
		print_hex(p, parent);
		ch_sink_z(p->out, " ");
		print_path(p, path);
		ch_sink_z(p->out, "\n");
	}
	ch_sink_z(p->out, "filename ");
	print_path(p, run->path);
	ch_sink_z(p->out, "\n");
}

/* Which commits of the file wrote lines under several names. */
static void look_at(struct printing *p, const struct ch_end_file *f)
{
	for (uint32_t i = 0; i < f->nowners; i++) {
		uint32_t at = f->owners[i].owner & ~CH_OWNER_UNKNOWN;

		if (!p->said[at])
			p->path_of[at] = f->owners[i].path;
		p->said[at] |= p->path_of[at] == f->owners[i].path
				       ? SAID_ONE_PATH
				       : SAID_SEVERAL;
	}
}

static void forget(struct printing *p, const struct ch_end_file *f)
{
	for (uint32_t i = 0; i < f->nowners; i++)
		p->said[f->owners[i].owner & ~CH_OWNER_UNKNOWN] = SAID_NOTHING;
}

static void print_run(struct printing *p, const struct ch_own_run *run,
	uint32_t line, struct ch_str *text)
{
	uint8_t *said = &p->said[run->owner & ~CH_OWNER_UNKNOWN];
	struct ch_str content;

	for (uint32_t i = 0; i < run->lines; i++) {
		print_hex(p, run->owner);
		ch_sink_printf(p->out, " %" PRIu32 " %" PRIu32, run->line + i,
			line + i);
		if (i)
			ch_sink_z(p->out, "\n");
		else
			ch_sink_printf(p->out, " %" PRIu32 "\n", run->lines);
		if (!i && !(*said & SAID_DETAILS))
			print_details(p, run->owner);
		if (!i && (!(*said & SAID_DETAILS) || *said & SAID_SEVERAL))
			print_names(p, run);
		*said |= SAID_DETAILS;
		ch_str_line(text, &content);
		ch_sink_z(p->out, "\t");
		ch_sink_str(p->out, content);
		ch_sink_z(p->out, "\n");
	}
}

static int print_file(
	struct printing *p, const struct ch_blamed *f, struct ch_err *err)
{
	struct ch_object object;
	struct ch_str text;
	struct ch_oid oid;
	uint32_t mode, line = 1;
	int code = ch_tree_entry(
		p->b->job.odb, &p->b->job.tree, f->path, &oid, &mode, err);

	ch_arena_reset(&p->arena);
	if (!code)
		code = ch_odb_read(
			p->b->job.odb, &oid, &p->arena, &object, err);
	if (code)
		return code;
	text = ch_str_n(object.data, object.size);
	look_at(p, f->file);
	for (uint32_t i = 0; i < f->file->nowners; i++) {
		print_run(p, &f->file->owners[i], line, &text);
		line += f->file->owners[i].lines;
	}
	forget(p, f->file);
	return 0;
}

int ch_blame_porcelain(const struct ch_blame *b, struct ch_err *err)
{
	struct printing p = { .b = b, .run = ch_engine_run_info(b->job.run) };
	size_t n = p.run->history->ncommits + 1;
	int code = ch_run_out(b->job.ctx, &p.out, err);

	p.said = ch_calloc(n, sizeof(*p.said));
	p.path_of = ch_calloc(n, sizeof(*p.path_of));
	for (size_t i = 0; i < b->nfiles && !code; i++) {
		code = print_file(&p, &b->files[i], err);
		if (!code)
			code = ch_run_check(b->job.ctx, err);
		if (ch_sink_has_failed(p.out))
			break;
	}
	free(p.said);
	free(p.path_of);
	ch_arena_release(&p.arena);
	return code;
}
