/* A commit message of any bytes, of a merge or not, by a bot or not. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "snapshot/message.h"
#include "snapshot/project.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ch_arena arena = { 0 };
	struct ch_message m;
	struct ch_commit c = { 0 };
	struct ch_project_votes votes = { 0 };
	struct ch_project own;
	char *text;

	if (!size)
		return 0;
	c.nparents = data[0] & 3;
	text = malloc(size);
	memcpy(text, data + 1, size - 1);
	text = realloc(text, size > 1 ? size - 1 : 1);
	c.message = ch_str_n(text, size - 1);
	ch_message_parse(&c, data[0] & 4, &arena, &m);
	ch_project_hear(&votes, c.message, m.own);
	own = ch_project_elect(&votes, CH_STR(""));
	ch_message_numbers(&m, &c, &own, &arena);
	ch_project_release(&votes);
	if (m.subject.len > size || m.nnumbers > size || m.npoints > size)
		abort();
	for (size_t i = 0; i < m.nnumbers; i++)
		if (!m.numbers[i])
			abort();
	if (m.own && (!m.nnumbers || m.numbers[0] != m.own))
		abort();
	free(text);
	ch_arena_release(&arena);
	return 0;
}
