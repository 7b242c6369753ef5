#include "base/opt.h"

#include "base/value.h"

/* "find-renames" -> "find_renames", as keys are written. */
static void to_key(char *key, size_t size, const char *name)
{
	size_t i;

	for (i = 0; i < size - 1 && name[i]; i++)
		key[i] = name[i] == '-' ? '_' : name[i];
	key[i] = '\0';
}

static void write_list(struct ch_writer *w, const struct ch_opt_list *list)
{
	ch_write_list_line(w);
	for (size_t i = 0; i < list->n; i++)
		ch_write_z(w, list->items[i]);
	ch_write_end(w);
}

static void write_value(
	struct ch_writer *w, const struct ch_opt *row, const void *member)
{
	switch (row->kind) {
	case CH_OPT_FLAG:
		ch_write_bool(w, *(const bool *)member);
		break;
	case CH_OPT_INT:
	case CH_OPT_SIZE:
	case CH_OPT_TOKENS:
	case CH_OPT_DURATION:
		ch_write_int(w, *(const int64_t *)member);
		break;
	case CH_OPT_REAL:
		ch_write_real(w, *(const double *)member);
		break;
	case CH_OPT_STRING:
		ch_write_z(w, *(const char *const *)member);
		break;
	case CH_OPT_ENUM:
		ch_write_z(w, row->names[*(const int *)member]);
		break;
	case CH_OPT_LIST:
		write_list(w, member);
		break;
	}
}

void ch_opt_write(const struct ch_opt_group *group, struct ch_writer *w)
{
	for (size_t i = 0; i < group->nrows; i++) {
		const struct ch_opt *row = &group->rows[i];
		char key[64];

		if (!row->name || !(row->flags & CH_OPT_PARAMETER))
			continue;
		to_key(key, sizeof(key), row->name);
		ch_write_key(w, key);
		write_value(w, row, (const char *)group->into + row->offset);
	}
}
