#include "cmd/command.h"

#include <string.h>

#include "analyzers/analyzer.h"
#include "base/mem.h"
#include "base/text.h"

#define COMMAND(name) extern const struct ch_command ch_cmd_##name;
#include "cmd/commands.def"
#undef COMMAND

static const struct ch_command *const commands[] = {
#define COMMAND(name) &ch_cmd_##name,
#include "cmd/commands.def"
#undef COMMAND
};

const char *ch_command_name(const struct ch_command *c)
{
	return c->analyzer ? c->analyzer->name : c->name;
}

const char *ch_command_summary(const struct ch_command *c)
{
	return c->analyzer ? c->analyzer->summary : c->summary;
}

bool ch_command_table(
	const struct ch_command *c, size_t i, struct ch_opt_table *out)
{
	const struct ch_opt_table *more;

	*out = (struct ch_opt_table){ NULL, c->options, c->noptions,
		c->options_size };
	if (!i)
		return true;
	more = c->more ? c->more(c, i - 1) : NULL;
	if (more)
		*out = *more;
	return more != NULL;
}

static bool is_same_section(const struct ch_opt *a, const struct ch_opt *b)
{
	if (!a->section || !b->section)
		return a->section == b->section;
	return !strcmp(a->section, b->section);
}

struct ch_opt *ch_command_rows(const struct ch_command *c, size_t *n)
{
	struct ch_opt_table table;
	struct ch_opt *rows = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; ch_command_table(c, i, &table); i++)
		for (size_t k = 0; k < table.nrows; k++) {
			size_t at = *n;

			CH_GROW(rows, *n, cap);
			while (at &&
				!is_same_section(&rows[at - 1], &table.rows[k]))
				at--;
			at = at ? at : *n;
			memmove(rows + at + 1, rows + at,
				(*n - at) * sizeof(*rows));
			rows[at] = table.rows[k];
			++*n;
		}
	return rows;
}

const struct ch_command *const *ch_commands(size_t *n)
{
	*n = CH_ARRAY_LEN(commands);
	return commands;
}

const struct ch_command *ch_command_find(const char *name, struct ch_err *err)
{
	const char *near = NULL;
	size_t least = SIZE_MAX;

	for (size_t i = 0; i < CH_ARRAY_LEN(commands); i++) {
		size_t d = ch_text_distance(
			ch_str_z(name), ch_str_z(ch_command_name(commands[i])));

		if (!strcmp(ch_command_name(commands[i]), name))
			return commands[i];
		if (d < least) {
			least = d;
			near = ch_command_name(commands[i]);
		}
	}
	if (ch_text_is_near(ch_str_z(name), least))
		ch_fail(err, CH_EUSAGE,
			"'%s' is not a command: did you mean %s?", name, near);
	else
		ch_fail(err, CH_EUSAGE,
			"'%s' is not a command: see codehist help", name);
	return NULL;
}
