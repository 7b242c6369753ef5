#include "cmd/help.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "base/text.h"
#include "base/version.h"

/* A paragraph a line, set apart from each other only. */
static void add_paragraphs(struct ch_buf *out, const char *text)
{
	struct ch_str rest = ch_str_z(text);
	struct ch_str line;

	for (bool is_first = true; ch_str_line(&rest, &line);
		is_first = false) {
		if (!is_first)
			ch_buf_add_z(out, ".PP\n");
		ch_text_roff(out, line);
		ch_buf_add_char(out, '\n');
	}
}

static void add_command(struct ch_buf *out, const struct ch_command *c)
{
	const char *name = ch_command_name(c);
	size_t n;
	struct ch_opt *rows = ch_command_rows(c, &n);

	ch_buf_printf(out, ".SS codehist %s\n.B codehist %s\n", name, name);
	ch_text_roff(out, ch_str_z(c->synopsis));
	ch_buf_add_z(out, "\n.PP\n");
	add_paragraphs(
		out, c->description ? c->description : ch_command_summary(c));
	ch_opt_man(out, rows, n, name);
	free(rows);
	for (size_t i = 0; i < c->nexamples; i++) {
		ch_buf_add_z(out, ".PP\n");
		ch_text_roff(out, ch_str_z(c->examples[i].what));
		ch_buf_add_z(out, ":\n.PP\n.nf\n.RS\n");
		ch_text_roff(out, ch_str_z(c->examples[i].command));
		ch_buf_add_z(out, "\n.RE\n.fi\n");
	}
}

static const char environment[] =
	"Every option with a configuration key takes its default from git "
	"config, then from the variable named beside it, then from the command "
	"line. A repository's own config can set only numbers, names from a "
	"fixed list and switches.\n"
	"NO_COLOR turns bold headings off.\n";

static const char status[] =
	".TP\n.B 0\nDone.\n"
	".TP\n.B 1\nFailed, or there were warnings under \\-\\-strict.\n"
	".TP\n.B 2\nWrong usage.\n"
	".TP\n.B 3\nOut of memory.\n"
	".TP\n.B 130, 143\nInterrupted by SIGINT or SIGTERM.\n";

void ch_help_man(struct ch_buf *out)
{
	size_t n;
	const struct ch_command *const *commands = ch_commands(&n);

	ch_buf_add_z(out,
		".TH CODEHIST 1 " CH_VERSION_DATE " \"codehist " CH_VERSION
		"\"\n.SH NAME\ncodehist \\- the history of a git repository "
		"for people and language models\n.SH SYNOPSIS\n"
		".B codehist\n[\\-C DIR] COMMAND [options]\n"
		".SH DESCRIPTION\n"
		"Reads the history of a git repository once, in parallel. "
		"Data goes to standard output or to the file named by "
		"\\-\\-output; progress, warnings and errors go to standard "
		"error.\n.SH COMMANDS\n");
	for (size_t i = 0; i < n; i++)
		add_command(out, commands[i]);
	ch_buf_add_z(out, ".SH OPTIONS THAT WORK EVERYWHERE\n");
	ch_opt_man(out, ch_global_table.rows, ch_global_table.nrows, NULL);
	ch_buf_add_z(out, ".SH ENVIRONMENT\n");
	add_paragraphs(out, environment);
	ch_buf_add_z(out, ".SH EXIT STATUS\n");
	ch_buf_add_z(out, status);
	ch_buf_add_z(out, ".SH SEE ALSO\n.BR git (1)\n");
}

/* One branch for every option whose values are known: "pack--format)". */
static void add_enum_cases(struct ch_buf *out, const char *command,
	const struct ch_opt *rows, size_t nrows)
{
	for (size_t i = 0; i < nrows; i++) {
		if (rows[i].kind != CH_OPT_ENUM)
			continue;
		ch_buf_printf(out, "\t%s--%s) words='", command, rows[i].name);
		for (size_t k = 0; rows[i].names[k]; k++)
			ch_buf_printf(
				out, "%s%s", k ? " " : "", rows[i].names[k]);
		ch_buf_add_z(out, "' ;;\n");
	}
}

static void add_command_enums(struct ch_buf *out, const struct ch_command *c)
{
	size_t n;
	struct ch_opt *rows = ch_command_rows(c, &n);

	add_enum_cases(out, ch_command_name(c), rows, n);
	free(rows);
}

static void add_command_case(struct ch_buf *out, const struct ch_command *c)
{
	size_t n;
	struct ch_opt *rows = ch_command_rows(c, &n);
	size_t nanalyzers;
	const struct ch_analyzer *const *all = ch_analyzers(&nanalyzers);

	ch_buf_printf(out, "\t%s) words='", ch_command_name(c));
	ch_opt_completion(out, rows, n);
	free(rows);
	for (size_t i = 0; c->takes_analyzers && i < nanalyzers; i++)
		ch_buf_printf(out, " %s", all[i]->name);
	for (size_t i = 0; c->words && c->words[i]; i++)
		ch_buf_printf(out, " %s", c->words[i]);
	ch_buf_add_z(out, "' ;;\n");
}

void ch_help_completion(struct ch_buf *out)
{
	size_t n;
	const struct ch_command *const *commands = ch_commands(&n);

	ch_buf_add_z(out,
		"# bash completion for codehist\n"
		"_codehist() {\n"
		"\tlocal i cmd='' opt='' words='' cur=${COMP_WORDS[COMP_CWORD]}"
		"\n\tlocal all='");
	ch_opt_completion(out, ch_global_table.rows, ch_global_table.nrows);
	ch_buf_add_z(out, "' commands='");
	for (size_t i = 0; i < n; i++)
		ch_buf_printf(out, "%s%s", i ? " " : "",
			ch_command_name(commands[i]));
	ch_buf_add_z(out,
		"'\n\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		"\t\tcase \" $commands \" in *\" ${COMP_WORDS[i]} \"*)\n"
		"\t\t\tcmd=${COMP_WORDS[i]}; break ;; esac\n\tdone\n"
		"\tif [[ $cur == '=' ]]; then\n"
		"\t\topt=${COMP_WORDS[COMP_CWORD-1]} cur=''\n"
		"\telif [[ ${COMP_WORDS[COMP_CWORD-1]} == '=' ]]; then\n"
		"\t\topt=${COMP_WORDS[COMP_CWORD-2]}\n"
		"\telif [[ ${COMP_WORDS[COMP_CWORD-1]} == --* ]]; then\n"
		"\t\topt=${COMP_WORDS[COMP_CWORD-1]}\n\tfi\n"
		"\tcase $cmd$opt in\n");
	for (size_t i = 0; i < n; i++)
		add_command_enums(out, commands[i]);
	add_enum_cases(out, "*", ch_global_table.rows, ch_global_table.nrows);
	ch_buf_add_z(out, "\tesac\n\tif [[ -z $words ]]; then case $cmd in\n"
			  "\t'') words=$commands ;;\n");
	for (size_t i = 0; i < n; i++)
		add_command_case(out, commands[i]);
	ch_buf_add_z(out,
		"\tesac; words=\"$words $all\"; fi\n"
		"\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
		"\t[[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace\n"
		"}\n"
		"complete -o default -F _codehist codehist\n");
}
