#include "base/opt.h"

#include <string.h>

#include "base/text.h"

#define HELP_COLUMN 28

void ch_opt_spelling(struct ch_buf *out, const struct ch_opt *row)
{
	const char *value = row->metavar ? row->metavar : "VALUE";

	if (row->short_name)
		ch_buf_printf(out, "-%c", row->short_name);
	if (row->short_name && row->name)
		ch_buf_add_z(out, ", ");
	if (row->name)
		ch_buf_printf(out, "--%s%s",
			row->flags & CH_OPT_NEGATABLE ? "[no-]" : "",
			row->name);
	if (row->kind == CH_OPT_FLAG)
		return;
	if (row->flags & CH_OPT_OPTIONAL)
		ch_buf_printf(out, "[=%s]", value);
	else
		ch_buf_printf(out, "%c%s", row->name ? '=' : ' ', value);
}

static void add_help_text(struct ch_buf *out, const struct ch_opt *row)
{
	ch_buf_add_z(out, row->help);
	if (row->kind == CH_OPT_ENUM) {
		ch_buf_add_z(out, ": ");
		for (size_t i = 0; row->names[i]; i++)
			ch_buf_printf(
				out, "%s%s", i ? ", " : "", row->names[i]);
	}
	if (row->kind == CH_OPT_LIST)
		ch_buf_add_z(out, "; may be repeated");
	if (row->dflt && row->kind != CH_OPT_FLAG)
		ch_buf_printf(out, " (default: %s)", row->dflt);
	else if (row->dflt && !strcmp(row->dflt, "true"))
		ch_buf_add_z(out, " (default: on)");
	else if (row->note)
		ch_buf_printf(out, " (default: %s)", row->note);
}

static const char *section_of(const struct ch_opt *row)
{
	return row->section ? row->section : "Options";
}

/* Its spelling in the left column, the sentence wrapped in the right one. */
static void help_row(struct ch_buf *out, const struct ch_opt *row, size_t width)
{
	struct ch_buf left = { 0 };
	struct ch_buf text = { 0 };
	struct ch_buf right = { 0 };
	const char *body;

	ch_opt_spelling(&left, row);
	add_help_text(&text, row);
	ch_text_wrap(&right, ch_buf_str(&text), HELP_COLUMN, width);
	ch_buf_printf(out, "  %s", ch_buf_z(&left));
	body = ch_buf_z(&right);
	if (left.len + 4 <= HELP_COLUMN) {
		ch_buf_add_repeat(out, ' ', HELP_COLUMN - 2 - left.len);
		body += HELP_COLUMN;
	} else {
		ch_buf_add_char(out, '\n');
	}
	ch_buf_add_z(out, body);
	ch_buf_release(&left);
	ch_buf_release(&text);
	ch_buf_release(&right);
}

/* Sections in the order of their first rows; tables are small. */
static bool begins_section(const struct ch_opt *rows, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(section_of(&rows[k]), section_of(&rows[i])))
			return false;
	return true;
}

void ch_opt_help(struct ch_buf *out, const struct ch_opt *rows, size_t nrows,
	size_t width)
{
	for (size_t i = 0; i < nrows; i++) {
		if (!begins_section(rows, i))
			continue;
		ch_buf_printf(out, "\n%s:\n", section_of(&rows[i]));
		for (size_t k = i; k < nrows; k++)
			if (!strcmp(section_of(&rows[k]), section_of(&rows[i])))
				help_row(out, &rows[k], width);
	}
}

static void man_row(
	struct ch_buf *out, const struct ch_opt *row, const char *prefix)
{
	struct ch_buf text = { 0 };

	ch_opt_spelling(&text, row);
	ch_buf_add_z(out, ".TP\n.B ");
	ch_text_roff(out, ch_buf_str(&text));
	ch_buf_add_char(out, '\n');
	ch_buf_clear(&text);
	add_help_text(&text, row);
	ch_text_roff(out, ch_buf_str(&text));
	ch_buf_add_z(out, ".\n");
	ch_buf_clear(&text);
	ch_opt_config_key(&text, row, prefix);
	if (text.len) {
		ch_buf_add_z(out, ".br\nConfiguration: ");
		ch_text_roff(out, ch_buf_str(&text));
		ch_buf_add_z(out, ", ");
		ch_buf_clear(&text);
		ch_opt_env_name(&text, row, prefix);
		ch_text_roff(out, ch_buf_str(&text));
		ch_buf_add_z(out, ".\n");
	}
	ch_buf_release(&text);
}

void ch_opt_man(struct ch_buf *out, const struct ch_opt *rows, size_t nrows,
	const char *prefix)
{
	for (size_t i = 0; i < nrows; i++)
		man_row(out, &rows[i], prefix);
}

void ch_opt_completion(
	struct ch_buf *out, const struct ch_opt *rows, size_t nrows)
{
	for (size_t i = 0; i < nrows; i++) {
		const struct ch_opt *row = &rows[i];

		if (!row->name)
			continue;
		if (out->len && out->ptr[out->len - 1] != ' ')
			ch_buf_add_char(out, ' ');
		ch_buf_printf(out, "--%s", row->name);
		if (row->kind != CH_OPT_FLAG && !(row->flags & CH_OPT_OPTIONAL))
			ch_buf_add_char(out, '=');
		if (row->flags & CH_OPT_NEGATABLE)
			ch_buf_printf(out, " --no-%s", row->name);
	}
}
