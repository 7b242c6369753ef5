#include "cmd/command.h"

#include <string.h>

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
			ch_str_z(name), ch_str_z(commands[i]->name));

		if (!strcmp(commands[i]->name, name))
			return commands[i];
		if (d < least) {
			least = d;
			near = commands[i]->name;
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
