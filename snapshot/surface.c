#include "snapshot/surface.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "snapshot/section.h"

/* Names longer than this are something else. */
#define MAX_NAME_BYTES 60
/* How far behind a name its help text may start, and strings between them. */
#define MAX_HELP_AWAY 300
#define MAX_BETWEEN 3
/* A help text in pieces is read up to here. */
#define MAX_JOINED 600
/* How far before a string the call may begin. */
#define MAX_CALL_AWAY 400
/* Words that make a string a text. */
#define MIN_HELP_WORDS 3

static bool is_name_char(char c)
{
	return ch_is_alnum(c) || c == '_' || c == '-' || c == '.';
}

/* ---- strings ------------------------------------------------------------ */

/* Behind the quote that closes the string at 'at', or 0. */
static size_t string_end(struct ch_str text, size_t at)
{
	char quote = text.ptr[at];

	for (size_t i = at + 1; i < text.len && text.ptr[i] != '\n'; i++) {
		if (text.ptr[i] == '\\')
			i++;
		else if (text.ptr[i] == quote)
			return i + 1;
		else if (quote == '\'' && !is_name_char(text.ptr[i]))
			return 0; /* an apostrophe, a lifetime */
	}
	return 0;
}

/*
 * The same where an argument begins: a single quote, too, begins a text when
 * the one that ends it is the argument's last, no letter, no lifetime.
 */
static size_t argument_end(struct ch_str text, size_t at)
{
	size_t end = string_end(text, at);

	if (end || text.ptr[at] != '\'' || !at ||
		is_name_char(text.ptr[at - 1]))
		return end;
	for (end = at + 1; end < text.len && text.ptr[end] != '\n'; end++) {
		if (text.ptr[end] == '\\')
			end++;
		else if (text.ptr[end] == '\'')
			return end + 1 < text.len && strchr(",)]};\n",
							     text.ptr[end + 1])
				       ? end + 1
				       : 0;
	}
	return 0;
}

/* The next string at or after *at, without quotes; *at moves behind it. */
static bool next_string(
	struct ch_str text, size_t to, size_t *at, struct ch_str *out)
{
	for (; *at < to; ++*at) {
		size_t end;

		if (text.ptr[*at] == '/' &&
			ch_str_starts(ch_str_sub(text, *at, to), "//"))
			return false; /* a comment behind the code */
		if (text.ptr[*at] != '"' && text.ptr[*at] != '\'')
			continue;
		end = string_end(text, *at);
		if (!end)
			continue;
		*out = ch_str_sub(text, *at + 1, end - 1);
		*at = end;
		return true;
	}
	return false;
}

static size_t count_words(struct ch_str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += ch_is_alnum(s.ptr[i]) && (!i || s.ptr[i - 1] == ' ');
	return n;
}

/* Behind the quote of a string that follows the one ending at 'at', or 0. */
static size_t joined_string(struct ch_str text, size_t at)
{
	while (at < text.len && strchr(" \t\n+", text.ptr[at]))
		at++;
	/* Python's f"..." and r"..." */
	if (at + 1 < text.len && strchr("fFrRbBuU", text.ptr[at]))
		at++;
	return at < text.len && text.ptr[at] == '"' ? at + 1 : 0;
}

/* "one " "text" in pieces, from after the first quote up to 'end'. */
static struct ch_str join_strings(
	struct ch_str text, size_t from, size_t end, struct ch_arena *arena)
{
	struct ch_str all = ch_str_sub(text, from, end - 1);
	size_t next;

	while ((next = joined_string(text, end)) &&
		(end = string_end(text, next - 1)) && all.len < MAX_JOINED) {
		struct ch_str more = ch_str_sub(text, next, end - 1);

		all = ch_arena_printf(arena, "%.*s%.*s", (int)all.len, all.ptr,
			(int)more.len, more.ptr);
	}
	return all;
}

/* Words of the call or array that the string at 'at' is an argument of. */
static struct ch_str enclosing_name(struct ch_str text, size_t at)
{
	size_t from = at > MAX_CALL_AWAY ? at - MAX_CALL_AWAY : 0, start;
	int depth = 0;

	while (at > from) {
		char c = text.ptr[--at];

		depth += (c == ')' || c == '}') - (c == '(' || c == '{');
		if (c == ';' && depth <= 0)
			break;
		if (depth >= 0)
			continue;
		for (start = at; start > from && text.ptr[start - 1] != '\n' &&
				 text.ptr[start - 1] != ';';)
			start--;
		return ch_str_sub(text, start, at);
	}
	return CH_STR("");
}

/* An option that the program gives to another one, and does not have. */
static bool is_passed_on(struct ch_str text, size_t at)
{
	static const char *const words[] = { "push", "exec", "spawn",
		"subprocess", "argv[]", "args[]", "Command::new" };
	struct ch_str call = enclosing_name(text, at);

	for (size_t i = 0; i < CH_ARRAY_LEN(words); i++)
		if (ch_str_find(call, ch_str_z(words[i]), 0) != (size_t)-1)
			return true;
	return false;
}

/*
 * The text among the arguments behind a name, and where it stands; empty:
 * there is none.
 */
static struct ch_str help_after(
	struct ch_str text, size_t at, struct ch_arena *arena, size_t *help_at)
{
	size_t to =
		at + MAX_HELP_AWAY < text.len ? at + MAX_HELP_AWAY : text.len;
	int depth = 0, between = 0;

	while (at < to && between <= MAX_BETWEEN) {
		char c = text.ptr[at];
		size_t end;

		depth += (c == '(' || c == '[') - (c == ')' || c == ']');
		if (depth < 0 || c == ';' || c == '{' || c == '}')
			break;
		end = c == '"' || c == '\'' ? argument_end(text, at) : 0;
		if (!end) {
			at++;
			continue;
		}
		if (count_words(ch_str_sub(text, at + 1, end - 1)) >=
			MIN_HELP_WORDS) {
			*help_at = at;
			return join_strings(text, at + 1, end, arena);
		}
		between += !depth; /* not the words of a list of choices */
		at = end;
	}
	return CH_STR("");
}

/* ---- names -------------------------------------------------------------- */

/* "main.c", "example.org": not a key with a dot in it. */
static bool names_a_file(struct ch_str s)
{
	static const char *const ends[] = { ".c", ".h", ".cc", ".cpp", ".hpp",
		".py", ".go", ".rs", ".js", ".mjs", ".cjs", ".ts", ".tsx",
		".jsx", ".java", ".json", ".md", ".txt", ".yml", ".yaml",
		".toml", ".xml", ".html", ".css", ".so", ".dll", ".exe", ".sh",
		".com", ".org", ".net", ".io", ".dev", ".log", ".lock", ".png",
		".svg" };

	for (size_t i = 0; i < CH_ARRAY_LEN(ends); i++)
		if (ch_str_ends(s, ends[i]))
			return true;
	return false;
}

static bool only_name_chars(struct ch_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!is_name_char(s.ptr[i]))
			return false;
	return s.len && s.len <= MAX_NAME_BYTES;
}

/* "max_size", "server.port", not "a..b" and "x-". */
static bool is_key(struct ch_str s)
{
	bool joint = false;

	if (!ch_is_lower(s.ptr[0]) || names_a_file(s))
		return false;
	for (size_t i = 1; i < s.len; i++) {
		if (ch_is_alnum(s.ptr[i])) {
			if (s.ptr[i - 1] == '.' && ch_is_upper(s.ptr[i]))
				return false;
			continue;
		}
		if (!ch_is_alnum(s.ptr[i - 1]) || i + 1 == s.len)
			return false;
		joint = true;
	}
	return joint;
}

static bool is_environment(struct ch_str s)
{
	bool joint = false;

	if (!ch_is_upper(s.ptr[0]) || !ch_is_alnum(s.ptr[s.len - 1]))
		return false;
	for (size_t i = 1; i < s.len; i++) {
		if (ch_is_lower(s.ptr[i]) || s.ptr[i] == '-' || s.ptr[i] == '.')
			return false;
		joint |= s.ptr[i] == '_';
	}
	return joint;
}

/* "-Wall", "-DNO_IPV6": given to a compiler. */
static bool is_compilers(struct ch_str s)
{
	return (ch_str_starts(s, "-W") && s.len > 3 && ch_is_lower(s.ptr[2])) ||
	       (ch_str_starts(s, "-D") && s.len > 3 &&
		       (ch_is_upper(s.ptr[2]) || s.ptr[2] == '_'));
}

static bool is_option(struct ch_str s)
{
	if (is_compilers(s))
		return false;
	if (ch_str_starts(s, "--[no-]"))
		return true;
	return s.len > 2 && s.ptr[0] == '-' &&
	       (s.ptr[1] == '-' ? ch_is_alnum(s.ptr[2])
				: ch_is_alnum(s.ptr[1])) &&
	       !(s.ptr[1] >= '0' && s.ptr[1] <= '9');
}

/* With a help text behind it: not "msg", which a log line starts with. */
static bool is_plain_word(struct ch_str s)
{
	static const char *const keys[] = { "msg", "message", "err", "error" };

	for (size_t i = 0; i < CH_ARRAY_LEN(keys); i++)
		if (ch_str_is(s, keys[i]))
			return false;
	for (size_t i = 1; i < s.len; i++)
		if (s.ptr[i - 1] == '.' && ch_is_upper(s.ptr[i]))
			return false; /* a type of a module */
	return s.len > 1 && (ch_is_lower(s.ptr[0]) || ch_is_upper(s.ptr[0])) &&
	       ch_is_alnum(s.ptr[s.len - 1]);
}

/* ---- one side of a file ------------------------------------------------- */

struct entry {
	struct ch_str name, help;
	size_t help_at; /* where its help text is looked for, one for all */
	enum ch_surface_kind kind;
	bool usage; /* a line of a usage text, that has its name in it */
	struct ch_str names; /* of such a line, all of them */
	bool tag;	     /* ch_surface_name.tag */
};

struct side {
	struct ch_str text;
	struct entry *items;
	size_t n, cap;
	struct ch_map by_name; /* index + 1 */
	struct ch_map strings; /* of the whole text -> how often */
	size_t last_help;      /* of the last entry, where it stands; 0: none */
};

static struct ch_str fold(struct ch_str s, struct ch_arena *arena)
{
	char *out = ch_arena_alloc(arena, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (c == '\\' && i + 1 < s.len &&
			strchr("nrt\\\"'", s.ptr[i + 1]))
			c = strchr("nrt", s.ptr[++i]) ? ' ' : s.ptr[i];
		if (c != ' ' || (n && out[n - 1] != ' '))
			out[n++] = c;
	}
	while (n && out[n - 1] == ' ')
		n--;
	return ch_str_n(out, n);
}

/*
 * "-j", "--jobs", help="...": one option.  The longest of its names stays;
 * action="store_true" in between is none.
 */
static bool shares_help(struct side *s, const struct entry *e)
{
	struct entry *last = s->n ? &s->items[s->n - 1] : NULL;

	if (!last || !e->help_at || e->help_at != s->last_help)
		return false;
	if (is_option(e->name) && e->name.len > last->name.len) {
		last->name = e->name;
		*ch_map_add(&s->by_name, e->name.ptr, e->name.len, NULL) = s->n;
	}
	return true;
}

static void add_entry(struct side *s, struct entry e)
{
	uint64_t *at = ch_map_add(&s->by_name, e.name.ptr, e.name.len, NULL);

	if (*at && s->items[*at - 1].help.len)
		return;
	if (*at) {
		s->items[*at - 1] = e;
		return;
	}
	*at = s->n + 1;
	CH_GROW(s->items, s->n, s->cap);
	s->items[s->n++] = e;
}

/* "--top should be positive": a message about an option, no help text. */
static bool is_message(struct ch_str behind)
{
	static const char *const verbs[] = { "should ", "must ", "requires ",
		"takes ", "is ", "cannot ", "can't ", "needs ", "expects ",
		"may ", "does ", "and ", "or " };

	behind = ch_str_trim(behind);
	if (ch_str_find(behind, CH_STR(" should "), 0) != (size_t)-1 ||
		ch_str_find(behind, CH_STR(" must "), 0) != (size_t)-1)
		return true;
	for (size_t i = 0; i < CH_ARRAY_LEN(verbs); i++)
		if (ch_str_starts(behind, verbs[i]))
			return true;
	return false;
}

/* "  -j, --jobs=N    worker threads": a line of the usage. */
static bool usage_entry(struct ch_str text, struct entry *e)
{
	struct ch_str s = ch_str_trim(text), best = CH_STR("");
	size_t i = 0;

	if (!is_option(s) || count_words(s) < MIN_HELP_WORDS)
		return false;
	while (i < s.len && s.ptr[i] == '-') {
		size_t end = i;

		while (end < s.len && is_name_char(s.ptr[end]))
			end++;
		if (ch_str_starts(ch_str_sub(s, end, s.len), "[no-]"))
			for (end += 5; end < s.len && is_name_char(s.ptr[end]);)
				end++;
		if (end - i > best.len)
			best = ch_str_sub(s, i, end);
		while (end < s.len && strchr(" ,/|", s.ptr[end]))
			end++;
		i = end;
	}
	e->name = best;
	e->names = ch_str_sub(s, 0, i);
	e->help = s;
	e->kind = CH_SURFACE_OPTION;
	e->usage = true;
	return best.len > 1 && best.len <= MAX_NAME_BYTES &&
	       !is_message(ch_str_sub(s, i, s.len));
}

/* `yaml:"name,omitempty"` */
static bool is_tag(struct ch_str text, struct ch_str string)
{
	const char *quote = string.ptr - 1;

	return quote - text.ptr >= 2 && quote[-1] == ':' &&
	       ch_is_lower(quote[-2]);
}

/* Of a tag the name only. */
static struct ch_str without_tag_options(
	struct ch_str text, struct ch_str string)
{
	size_t comma = ch_str_chr(string, ',', 0);

	if (comma == (size_t)-1 || !is_tag(text, string))
		return string;
	return ch_str_sub(string, 0, comma);
}

/* "type: 'combo'": what a property is, in a language of single quotes. */
static bool is_property(struct ch_str text, size_t quote)
{
	size_t at = quote;

	while (at && text.ptr[at - 1] == ' ')
		at--;
	return text.ptr[quote] == '\'' && at && text.ptr[at - 1] == ':';
}

static bool string_entry(struct ch_str text, struct ch_str string, size_t end,
	struct ch_arena *arena, struct entry *e)
{
	memset(e, 0, sizeof(*e));
	if (usage_entry(string, e))
		return true;
	e->name = without_tag_options(text, string);
	e->tag = is_tag(text, string);
	if (!only_name_chars(e->name))
		return false;
	if (!is_property(text, (size_t)(string.ptr - text.ptr) - 1))
		e->help = help_after(text, end, arena, &e->help_at);
	if (is_option(e->name) && !e->help.len &&
		is_passed_on(text, (size_t)(string.ptr - text.ptr) - 1))
		return false;
	if (is_option(e->name) || (e->help.len && is_plain_word(e->name)))
		e->kind = CH_SURFACE_OPTION;
	else if (is_environment(e->name))
		e->kind = CH_SURFACE_ENVIRONMENT;
	else if (is_key(e->name))
		e->kind = CH_SURFACE_KEY;
	else
		return false;
	return true;
}

/* A comment, or what brings in other files. */
static bool is_skipped(struct ch_str line)
{
	static const char *const starts[] = { "//", "/*", "*", "#", "import ",
		"from ", "include", "use ", "require", "export *", "export {",
		"package ", "}" };

	line = ch_str_trim(line);
	for (size_t i = 0; i < CH_ARRAY_LEN(starts); i++)
		if (ch_str_starts(line, starts[i]))
			return true;
	return ch_str_find(line, CH_STR("require("), 0) != (size_t)-1;
}

static void scan_line(
	struct side *s, size_t from, size_t to, struct ch_arena *arena)
{
	struct ch_str string;
	struct entry e;

	if (is_skipped(ch_str_sub(s->text, from, to)))
		return;
	while (next_string(s->text, to, &from, &string)) {
		if (!string_entry(s->text, string, from, arena, &e) ||
			shares_help(s, &e))
			continue;
		s->last_help = e.help.len ? e.help_at : 0;
		e.help = fold(e.help, arena);
		add_entry(s, e);
	}
}

static void count(struct side *s, struct ch_str name)
{
	if (name.len && name.len <= MAX_NAME_BYTES)
		++*ch_map_add(&s->strings, name.ptr, name.len, NULL);
}

/* "--jobs" in the middle of a usage text. */
static void count_options(struct side *s, struct ch_str string)
{
	for (size_t i = 0; i < string.len;) {
		size_t from = i;

		while (i < string.len && is_name_char(string.ptr[i]))
			i++;
		if (i > from && string.ptr[from] == '-')
			count(s, ch_str_sub(string, from, i));
		i += i == from;
	}
}

static void count_all(struct side *s)
{
	struct ch_str rest = s->text, line, string, name;

	while (ch_str_line(&rest, &line)) {
		size_t at = (size_t)(line.ptr - s->text.ptr);
		size_t to = at + line.len;

		while (next_string(s->text, to, &at, &string)) {
			name = without_tag_options(s->text, string);
			count(s, name);
			if (!ch_str_eq(name, string) ||
				!only_name_chars(string))
				count_options(s, string);
		}
	}
}

static void scan_side(struct side *s, const struct ch_compare_file *f,
	enum ch_side side, struct ch_arena *arena)
{
	struct ch_str rest = f->text[side], line;
	uint32_t at = 0;

	s->text = f->text[side];
	for (size_t k = 0; k < f->diff.nhunks; k++) {
		const struct ch_hunk *h = &f->diff.hunks[k];
		uint32_t from = side == CH_OLD ? h->old_start : h->new_start;
		uint32_t n = side == CH_OLD ? h->old_count : h->new_count;

		for (; at < from + n && ch_str_line(&rest, &line); at++)
			if (at >= from)
				scan_line(s, (size_t)(line.ptr - s->text.ptr),
					(size_t)(line.ptr - s->text.ptr) +
						line.len,
					arena);
	}
}

static void release_side(struct side *s)
{
	free(s->items);
	ch_map_release(&s->by_name);
	ch_map_release(&s->strings);
}

/* ---- both sides --------------------------------------------------------- */

/* How often the text of a side has the name as a string or an option. */
static size_t count_strings(const struct side *s, const struct entry *e)
{
	const uint64_t *n = ch_map_get(&s->strings, e->name.ptr, e->name.len);

	return n ? (size_t)*n : 0;
}

static const struct entry *find(const struct side *s, struct ch_str name)
{
	const uint64_t *at = ch_map_get(&s->by_name, name.ptr, name.len);

	return at ? &s->items[*at - 1] : NULL;
}

static void add(struct ch_surface *out, const struct entry *e,
	enum ch_surface_change change, uint32_t file)
{
	struct ch_surface_name n = { .name = e->name,
		.help = e->help,
		.kind = e->kind,
		.change = change,
		.tag = e->tag,
		.file = file };

	CH_GROW(out->items, out->n, out->cap);
	out->items[out->n++] = n;
}

/* The same name with another text, and it is clear which text is its. */
static bool has_new_help(const struct side *olds, const struct side *news,
	const struct entry *o, const struct entry *n)
{
	if (!o->help.len || !n->help.len || ch_str_eq(o->help, n->help) ||
		o->usage != n->usage)
		return false;
	return n->usage ||
	       (count_strings(olds, o) == 1 && count_strings(news, n) == 1);
}

/* A usage line of side A with the same name, or the same short one. */
static const struct entry *find_usage(
	const struct side *olds, const struct entry *n)
{
	const struct entry *o = NULL;

	for (size_t i = 0, end; n->usage && i < n->names.len && !o; i = end) {
		for (end = i;
			end < n->names.len && is_name_char(n->names.ptr[end]);)
			end++;
		o = find(olds, ch_str_sub(n->names, i, end));
		o = o && o->usage ? o : NULL;
		end += end == i;
	}
	return o;
}

/* "stream" as a string, of which only the usage says that it is "--stream". */
static bool was_bare(const struct side *olds, const struct entry *n)
{
	struct entry bare = *n;

	while (bare.name.len && bare.name.ptr[0] == '-')
		bare.name = ch_str_sub(bare.name, 1, bare.name.len);
	return n->usage && count_strings(olds, &bare);
}

/* A word of the code is more than one string that had it. */
static bool still_stands(const struct side *news, const struct entry *o)
{
	return count_strings(news, o) ||
	       (o->kind == CH_SURFACE_KEY &&
		       ch_str_find_word(news->text, o->name, 0, ch_is_word) !=
			       (size_t)-1);
}

static void compare_sides(const struct side *olds, const struct side *news,
	uint32_t file, struct ch_surface *out)
{
	for (size_t i = 0; i < olds->n; i++)
		if (!find(news, olds->items[i].name) &&
			!still_stands(news, &olds->items[i]))
			add(out, &olds->items[i], CH_SURFACE_WENT, file);
	for (size_t i = 0; i < news->n; i++) {
		const struct entry *n = &news->items[i];
		const struct entry *o = find(olds, n->name);

		o = o ? o : find_usage(olds, n);
		if (!o && was_bare(olds, n)) {
			add(out, n, CH_SURFACE_CHANGED, file);
		} else if (!o && !count_strings(olds, n)) {
			add(out, n, CH_SURFACE_CAME, file);
		} else if (o && has_new_help(olds, news, o, n)) {
			add(out, n, CH_SURFACE_CHANGED, file);
			out->items[out->n - 1].was = o->help;
		}
	}
}

static void find_in_file(const struct ch_compare_file *f, uint32_t file,
	struct ch_arena *arena, struct ch_surface *out)
{
	struct side olds = { .n = 0 }, news = { .n = 0 };

	scan_side(&olds, f, CH_OLD, arena);
	scan_side(&news, f, CH_NEW, arena);
	if (olds.n || news.n) {
		count_all(&olds);
		count_all(&news);
		compare_sides(&olds, &news, file, out);
	}
	release_side(&olds);
	release_side(&news);
}

/* Bits of what happened to a name anywhere. */
#define SEEN_CAME 1
#define SEEN_WENT 2

/* The same name with the same text in a second file is told once. */
static void drop_repeated(struct ch_surface *s, struct ch_arena *arena)
{
	struct ch_map helps = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct ch_surface_name *n = &s->items[i];
		struct ch_str key = ch_arena_printf(arena, "%d %.*s %.*s",
			(int)n->change, (int)n->name.len, n->name.ptr,
			(int)n->help.len, n->help.ptr);
		bool added = true;

		if (n->help.len)
			ch_map_add(&helps, key.ptr, key.len, &added);
		if (added)
			s->items[kept++] = *n;
	}
	s->n = kept;
	ch_map_release(&helps);
}

static void drop_moved(struct ch_surface *s)
{
	struct ch_map seen = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct ch_surface_name *n = &s->items[i];

		if (n->change != CH_SURFACE_CHANGED)
			*ch_map_add(&seen, n->name.ptr, n->name.len, NULL) |=
				n->change == CH_SURFACE_CAME ? SEEN_CAME
							     : SEEN_WENT;
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct ch_surface_name *n = &s->items[i];
		const uint64_t *bits =
			ch_map_get(&seen, n->name.ptr, n->name.len);

		if (n->change == CH_SURFACE_CHANGED || !bits ||
			*bits != (SEEN_CAME | SEEN_WENT))
			s->items[kept++] = *n;
	}
	s->n = kept;
	ch_map_release(&seen);
}

void ch_surface_find(const struct ch_pack *pack, struct ch_arena *arena,
	struct ch_surface *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < pack->delta.nfiles; i++) {
		const struct ch_compare_file *f = &pack->delta.files[i];

		if (f->diff.nhunks && f->class == CH_CLASS_SOURCE &&
			ch_compare_is_program(f))
			find_in_file(f, (uint32_t)i, arena, out);
	}
	drop_moved(out);
	drop_repeated(out, arena);
}

void ch_surface_release(struct ch_surface *s)
{
	free(s->items);
	memset(s, 0, sizeof(*s));
}
