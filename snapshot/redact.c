/*
 * One pass; a rule starts at a byte it is dispatched on and looks a bounded
 * way around it, or consumes what it read.  Redaction that hits ordinary code
 * ruins the diff it protects, so each rule asks for the shape of its secret
 * (prefix, alphabet, length, boundary) and for characters that look drawn at
 * random: "ghp_xxxxxxxx", "changeme", ${TOKEN} and get_token() are no secrets.
 */
#include "snapshot/redact.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/mem.h"

#define NONE ((size_t)-1)
#define MAX_NAME 64
#define MAX_VALUE 512
#define MAX_KEY_BLOCK ((size_t)64 << 10)

enum alphabet { ALNUM, UPPER, WORD, URLSAFE, HEX };

struct token {
	const char *prefix;
	const char *kind;
	enum alphabet alphabet;
	size_t min, max; /* characters after the prefix */
};

static const struct token tokens[] = {
	{ "AKIA", "aws-key", UPPER, 16, 16 },
	{ "ASIA", "aws-key", UPPER, 16, 16 },
	{ "ghp_", "github-token", ALNUM, 36, 255 },
	{ "gho_", "github-token", ALNUM, 36, 255 },
	{ "ghu_", "github-token", ALNUM, 36, 255 },
	{ "ghs_", "github-token", ALNUM, 36, 255 },
	{ "ghr_", "github-token", ALNUM, 36, 255 },
	{ "github_pat_", "github-token", WORD, 22, 255 },
	{ "glpat-", "gitlab-token", URLSAFE, 20, 255 },
	{ "xoxb-", "slack-token", URLSAFE, 20, 255 },
	{ "xoxp-", "slack-token", URLSAFE, 20, 255 },
	{ "xoxa-", "slack-token", URLSAFE, 20, 255 },
	{ "xoxr-", "slack-token", URLSAFE, 20, 255 },
	{ "xoxs-", "slack-token", URLSAFE, 20, 255 },
	{ "xoxe-", "slack-token", URLSAFE, 20, 255 },
	{ "sk_live_", "stripe-key", ALNUM, 16, 255 },
	{ "rk_live_", "stripe-key", ALNUM, 16, 255 },
	{ "AIza", "google-key", URLSAFE, 35, 35 },
	{ "npm_", "npm-token", ALNUM, 36, 36 },
	{ "pypi-Ag", "pypi-token", URLSAFE, 48, 400 },
	{ "hf_", "huggingface-token", ALNUM, 34, 40 },
	{ "dop_v1_", "digitalocean-token", HEX, 64, 64 },
	{ "shpat_", "shopify-token", HEX, 32, 32 },
	{ "sk-ant-", "api-key", URLSAFE, 40, 255 },
	{ "sk-proj-", "api-key", URLSAFE, 40, 255 },
	{ "AGE-SECRET-KEY-1", "age-key", UPPER, 58, 58 },
};

struct redactor {
	struct ch_str text;
	struct ch_buf out;
	size_t copied; /* text[0, copied) is in 'out' */
	size_t nfound;
	size_t key_end; /* next end mark of a key block at or after here */
	struct ch_secrets *secrets; /* NULL: only counted */
	bool keep_lines;
};

static bool in_alphabet(char c, enum alphabet a)
{
	switch (a) {
	case ALNUM:
		return ch_is_alnum(c);
	case UPPER:
		return ch_is_digit(c) || ch_is_upper(c);
	case WORD:
		return ch_is_alnum(c) || c == '_';
	case URLSAFE:
		return ch_is_alnum(c) || c == '_' || c == '-';
	case HEX:
		return ch_is_digit(c) || (c >= 'a' && c <= 'f');
	}
	return false;
}

static struct ch_str at_most(struct ch_str text, size_t from, size_t len)
{
	return ch_str_sub(
		text, from, text.len - from < len ? text.len : from + len);
}

static void remember(struct ch_secrets *s, struct ch_str secret)
{
	uint64_t *key = ch_arena_alloc(&s->words, sizeof(*key));

	*key = ch_hash(secret.ptr, secret.len);
	ch_map_add(&s->seen, key, sizeof(*key), NULL);
}

/* Replace text[from, to) and go on at 'to'. */
static size_t replace(
	struct redactor *r, size_t from, size_t to, const char *kind)
{
	ch_buf_add(&r->out, r->text.ptr + r->copied, from - r->copied);
	ch_buf_printf(&r->out, "[redacted:%s]", kind);
	for (size_t i = from; r->keep_lines && i < to; i++)
		if (r->text.ptr[i] == '\n')
			ch_buf_add_char(&r->out, '\n');
	r->copied = to;
	r->nfound++;
	if (r->secrets)
		remember(r->secrets, ch_str_sub(r->text, from, to));
	return to;
}

/* ---- what looks random ---- */

/* Words by which people say "put yours here". */
static bool is_placeholder(struct ch_str s)
{
	static const char *const words[] = { "example", "changeme", "change_me",
		"change-me", "placeholder", "dummy", "sample", "secret",
		"password", "passw", "token", "your", "xxxx", "foobar",
		"foo-bar", "insert", "redacted", "fake", "default", "12345678",
		"abcdefg", "qwerty", "****", "....", "----", "test", "todo",
		"localhost", "hello", "-key", "_key", "::" };

	for (size_t i = 0; i + 4 <= s.len || i + 2 <= s.len; i++)
		for (size_t w = 0; w < CH_ARRAY_LEN(words); w++) {
			size_t n = strlen(words[w]);

			if (i + n <= s.len &&
				!ch_str_casecmp(ch_str_n(s.ptr + i, n),
					ch_str_n(words[w], n)))
				return true;
		}
	return false;
}

static size_t count_distinct(struct ch_str s)
{
	bool seen[256] = { false };
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		n += !seen[(unsigned char)s.ptr[i]];
		seen[(unsigned char)s.ptr[i]] = true;
	}
	return n;
}

static int class_of(char c)
{
	return ch_is_lower(c) ? 0 : ch_is_upper(c) ? 1 : ch_is_digit(c) ? 2 : 3;
}

/*
 * Drawn characters change their class (a-z, A-Z, 0-9, other) about every
 * second time, words and identifiers at their joints only.  0 to 100.
 */
static size_t class_changes(struct ch_str s)
{
	size_t n = 0;

	for (size_t i = 1; i < s.len; i++)
		n += class_of(s.ptr[i]) != class_of(s.ptr[i - 1]);
	return s.len > 1 ? 100 * n / (s.len - 1) : 0;
}

static bool is_random(struct ch_str s, size_t min_changes)
{
	size_t digits = 0, letters = 0, hex = 0;

	for (size_t i = 0; i < s.len; i++) {
		digits += ch_is_digit(s.ptr[i]);
		letters += ch_is_upper(s.ptr[i]) || ch_is_lower(s.ptr[i]);
		hex += in_alphabet(s.ptr[i], HEX);
	}
	/* Few words are hexadecimal; without digits it may be camelCase. */
	if (digits >= 2 && hex == s.len)
		min_changes = 15;
	else if (digits < 2)
		min_changes = digits ? 40 : 50;
	return letters >= 3 &&
	       count_distinct(s) >= (s.len < 32 ? s.len / 2 : 12) &&
	       class_changes(s) >= min_changes && !is_placeholder(s);
}

/* A token's prefix says what it is: only obvious fillers are let through. */
static bool is_filler(struct ch_str s)
{
	size_t n = count_distinct(s);

	return n < 8 || n * 4 < (s.len < 64 ? s.len : 40) ||
	       ch_str_find(s, CH_STR("EXAMPLE"), 0) != NONE ||
	       ch_str_find(s, CH_STR("example"), 0) != NONE ||
	       ch_str_find(s, CH_STR("xxxx"), 0) != NONE ||
	       ch_str_find(s, CH_STR("XXXX"), 0) != NONE;
}

/* ---- private key blocks ---- */

/* The length of "-----BEGIN x PRIVATE KEY-----" (or END) at 'at', or 0. */
static size_t key_mark(struct ch_str text, size_t at, const char *word)
{
	struct ch_str s = at_most(text, at, 80);
	size_t n = strlen(word), key;

	if (!ch_str_starts(s, word))
		return 0;
	while (n < s.len && (ch_is_upper(s.ptr[n]) || ch_is_digit(s.ptr[n]) ||
				    s.ptr[n] == ' '))
		n++;
	key = ch_str_find(ch_str_sub(s, 0, n), CH_STR("PRIVATE KEY"), 0);
	if (key == NONE || !ch_str_starts(ch_str_sub(s, n, s.len), "-----"))
		return 0;
	return n + 5;
}

/* Forward only, remembered: blocks without an end cost one search. */
static size_t next_key_end(struct redactor *r, size_t from)
{
	if (r->key_end != NONE && r->key_end < from)
		r->key_end = ch_str_find(r->text, CH_STR("-----END "), from);
	return r->key_end;
}

static bool is_base64(char c)
{
	return ch_is_alnum(c) || c == '+' || c == '/' || c == '=';
}

/* Is there a line's worth of base64, as in a key and not in a program? */
static bool has_key_body(struct ch_str s)
{
	size_t run = 0;

	for (size_t i = 0; i < s.len; i++) {
		run = is_base64(s.ptr[i]) ? run + 1 : 0;
		if (run >= 40)
			return true;
	}
	return false;
}

/* A line of the body: marks of a diff or of a string, base64, the same. */
static bool is_body_line(struct ch_str line)
{
	size_t run = 0, i = 0;

	while (i < line.len && ch_is_one_of(line.ptr[i], "+- \t\"'#*/>"))
		i++;
	for (; i < line.len && is_base64(line.ptr[i]); i++)
		run++;
	for (; i < line.len; i++)
		if (!ch_is_one_of(line.ptr[i], "\\nr\"', +;\r\t"))
			return false;
	return run >= 16;
}

/* "Proc-Type: 4,ENCRYPTED", "Version: ...", or the empty line after them. */
static bool is_head_line(struct ch_str line)
{
	while (line.len && ch_is_one_of(line.ptr[0], "+- \t\r"))
		line = ch_str_sub(line, 1, line.len);
	return !line.len || (line.len < 80 && ch_is_upper(line.ptr[0]) &&
				    ch_str_find(line, CH_STR(": "), 0) != NONE);
}

/* A block that is cut off: as many lines as look like its body. */
static size_t cut_block_end(struct ch_str text, size_t from)
{
	struct ch_str rest = ch_str_sub(text, from, text.len), line;
	size_t end = from, nhead = 0;

	if (!ch_str_line(&rest, &line) || line.len > 8)
		return from;
	while (ch_str_line(&rest, &line)) {
		if (is_body_line(line))
			end = (size_t)(line.ptr - text.ptr) + line.len;
		else if (end > from || !is_head_line(line) || ++nhead > 6)
			break;
	}
	return end;
}

static size_t private_key(struct redactor *r, size_t at)
{
	size_t mark = key_mark(r->text, at, "-----BEGIN ");
	size_t body = at + mark, end, next, tail;

	if (!mark)
		return at;
	end = next_key_end(r, body);
	/* The next block ends this one's search: bytes are looked at once. */
	next = ch_str_find(at_most(r->text, body, MAX_KEY_BLOCK),
		CH_STR("-----BEGIN "), 0);
	if (end != NONE && end - body < MAX_KEY_BLOCK &&
		(next == NONE || body + next > end)) {
		tail = key_mark(r->text, end, "-----END ");
		if (tail && has_key_body(ch_str_sub(r->text, body, end)))
			return replace(r, at, end + tail, "private-key");
	}
	end = cut_block_end(r->text, body);
	return end > body ? replace(r, at, end, "private-key") : at;
}

/* ---- tokens by prefix ---- */

static size_t run_of(struct ch_str text, size_t at, enum alphabet a, size_t max)
{
	size_t n = 0;

	while (at + n < text.len && n <= max &&
		in_alphabet(text.ptr[at + n], a))
		n++;
	return n;
}

static size_t prefixed(struct redactor *r, size_t at)
{
	struct ch_str rest = ch_str_sub(r->text, at, r->text.len);

	for (size_t i = 0; i < CH_ARRAY_LEN(tokens); i++) {
		const struct token *t = &tokens[i];
		size_t body = at + strlen(t->prefix), n;

		if (t->prefix[0] != rest.ptr[0] ||
			!ch_str_starts(rest, t->prefix))
			continue;
		n = run_of(r->text, body, t->alphabet, t->max);
		if (n < t->min || n > t->max ||
			(body + n < r->text.len &&
				in_alphabet(r->text.ptr[body + n], WORD)) ||
			is_filler(at_most(r->text, body, n)))
			return at;
		return replace(r, at, body + n, t->kind);
	}
	return at;
}

/* "eyJ" + base64 of a header, ".", the same of claims, ".", a signature. */
static size_t jwt(struct redactor *r, size_t at)
{
	size_t n, m, k;

	/* Only at the start of a run: each run is read three times at most. */
	if (!ch_str_starts(at_most(r->text, at, 3), "eyJ") ||
		(at && r->text.ptr[at - 1] == '-'))
		return at;
	n = run_of(r->text, at, URLSAFE, 4096);
	if (n < 16)
		return at;
	m = at + n + 1;
	if (m >= r->text.len || r->text.ptr[m - 1] != '.' ||
		!ch_str_starts(at_most(r->text, m, 3), "eyJ"))
		return at;
	n = run_of(r->text, m, URLSAFE, 65536);
	k = m + n + 1;
	if (n < 8 || k >= r->text.len || r->text.ptr[k - 1] != '.')
		return at;
	n = run_of(r->text, k, URLSAFE, 4096);
	return n >= 20 ? replace(r, at, k + n, "jwt") : at;
}

static size_t sendgrid(struct redactor *r, size_t at)
{
	struct ch_str s = at_most(r->text, at, 70);

	if (!ch_str_starts(s, "SG.") || s.len < 69 || s.ptr[25] != '.' ||
		run_of(r->text, at + 3, URLSAFE, 22) != 22 ||
		run_of(r->text, at + 26, URLSAFE, 43) != 43 ||
		is_filler(ch_str_sub(s, 3, 25)))
		return at;
	return replace(r, at, at + 69, "sendgrid-key");
}

/* ---- passwords in URLs ---- */

static bool is_userinfo(char c)
{
	return ch_is_alnum(c) || ch_is_one_of(c, "-._~!&'*+,;=%$#?^");
}

/* ${VAR}, $VAR, %s, {x}, <x>, ***: somebody else's value comes here. */
static bool is_variable(struct ch_str s)
{
	size_t stars = 0;

	if (!s.len || ch_is_one_of(s.ptr[0], "${<%[("))
		return true;
	for (size_t i = 0; i < s.len; i++)
		stars += s.ptr[i] == '*' || s.ptr[i] == '.' || s.ptr[i] == 'x';
	return stars == s.len;
}

/* "redis://user:password@host" is how a manual writes the form of a URL. */
static bool is_url_filler(struct ch_str s)
{
	return is_variable(s) || !ch_str_casecmp(s, CH_STR("password")) ||
	       !ch_str_casecmp(s, CH_STR("passwd"));
}

static size_t url_password(struct redactor *r, size_t at)
{
	struct ch_str s = r->text;
	size_t user = at + 3, i = user, from, limit;

	if (!ch_str_starts(at_most(s, at, 3), "://") || !at ||
		!ch_is_alnum(s.ptr[at - 1]))
		return at;
	limit = s.len - user < 256 ? s.len : user + 256;
	while (i < limit && is_userinfo(s.ptr[i]))
		i++;
	if (i >= limit || s.ptr[i] != ':')
		return at;
	from = ++i;
	while (i < limit && (is_userinfo(s.ptr[i]) || s.ptr[i] == ':'))
		i++;
	if (i + 1 >= limit || i == from || s.ptr[i] != '@' ||
		!(ch_is_alnum(s.ptr[i + 1]) || s.ptr[i + 1] == '['))
		return at;
	if (is_url_filler(ch_str_sub(s, from, i)))
		return at;
	return replace(r, from, i, "url-password");
}

/* "Authorization: Bearer x": the scheme says it. */
static size_t bearer(struct redactor *r, size_t at)
{
	struct ch_str s = r->text;
	size_t from = at + 7, n = 0;

	if (!ch_str_starts(at_most(s, at, 7), "Bearer "))
		return at;
	while (from + n < s.len && n < MAX_VALUE &&
		(ch_is_alnum(s.ptr[from + n]) ||
			ch_is_one_of(s.ptr[from + n], "+/=_-.~")))
		n++;
	if (n < 20 || !is_random(at_most(s, from, n), 25))
		return at;
	return replace(r, from, from + n, "bearer-token");
}

static size_t try_word(struct redactor *r, size_t at)
{
	switch (r->text.ptr[at]) {
	case 'e':
		return jwt(r, at);
	case 'B':
		return bearer(r, at);
	case 'S':
		return sendgrid(r, at);
	case 'A':
	case 'g':
	case 'x':
	case 's':
	case 'r':
	case 'n':
	case 'p':
	case 'h':
	case 'd':
		return prefixed(r, at);
	default:
		return at;
	}
}

/* ---- assignments ---- */

/* The next part of an identifier: "api", "Key", "PASSWORD". */
static struct ch_str next_part(struct ch_str *name)
{
	size_t from = 0, to;
	struct ch_str part;

	while (from < name->len && !ch_is_alnum(name->ptr[from]))
		from++;
	to = from;
	while (to < name->len && ch_is_upper(name->ptr[to]))
		to++;
	/* "APIKey": the K belongs to "Key". */
	if (to > from + 1 && to < name->len && ch_is_lower(name->ptr[to]))
		to--;
	else
		while (to < name->len && (ch_is_lower(name->ptr[to]) ||
						 ch_is_digit(name->ptr[to])))
			to++;
	part = ch_str_sub(*name, from, to);
	*name = ch_str_sub(*name, to, name->len);
	return part;
}

static bool part_is(struct ch_str part, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ch_str_casecmp(part, ch_str_z(list[i])))
			return true;
	return false;
}

static bool names_secret(struct ch_str name)
{
	static const char *const alone[] = { "password", "passwd", "pwd",
		"passphrase", "secret", "token", "apikey", "credential",
		"credentials", "secretkey", "accesskey", "authtoken",
		"accesstoken", "pass", "passcode" };
	static const char *const before_key[] = { "api", "access", "secret",
		"private", "auth", "encryption", "signing", "master", "account",
		"app" };
	struct ch_str part, last = { 0 };

	while ((part = next_part(&name)).len) {
		if (part_is(part, alone, CH_ARRAY_LEN(alone)))
			return true;
		if (!ch_str_casecmp(part, CH_STR("key")) &&
			part_is(last, before_key, CH_ARRAY_LEN(before_key)))
			return true;
		last = part;
	}
	return false;
}

/* The name before the '=' or ':' at 'at', without quotes and brackets. */
static struct ch_str name_before(struct ch_str s, size_t at)
{
	size_t end = at, from;

	while (end && at - end < 8 && ch_is_one_of(s.ptr[end - 1], " \t:\"']"))
		end--;
	from = end;
	while (from && end - from < MAX_NAME &&
		(in_alphabet(s.ptr[from - 1], URLSAFE) ||
			s.ptr[from - 1] == '.'))
		from--;
	return ch_str_sub(s, from, end);
}

static bool is_value(char c, bool quoted)
{
	if (ch_is_alnum(c) || ch_is_one_of(c, "+/=_-"))
		return true;
	return quoted && ch_is_one_of(c, ".~!@#$%^&*:;,?");
}

/*
 * "NAME=value" and nothing else on its line, as environment files have it;
 * the sign may have the mark of a diff or "export" before the name.
 */
static bool is_environment(struct ch_str s, struct ch_str name, size_t at)
{
	size_t from = (size_t)(name.ptr - s.ptr);

	for (size_t i = 0; i < name.len; i++)
		if (ch_is_lower(name.ptr[i]) || name.ptr[i] == '.')
			return false;
	if (from + name.len != at || s.ptr[at] != '=')
		return false;
	return !from || ch_is_one_of(s.ptr[from - 1], "\n+- ");
}

/*
 * Unquoted values are expressions in most files: outside of environment files
 * only a long run that no identifier looks like is taken.
 */
static bool is_secret_value(struct ch_str s, bool plain)
{
	size_t digits = 0;

	if (plain)
		return s.len >= 12 && !is_variable(s) && is_random(s, 30);
	for (size_t i = 0; i < s.len; i++) {
		digits += ch_is_digit(s.ptr[i]);
		if (s.ptr[i] == '_')
			return false;
	}
	return s.len >= 20 && digits >= 3 && is_random(s, 30);
}

/* Past "= ", "=> ", a string prefix and the opening quote. */
static size_t value_start(struct ch_str s, size_t at, char *quote)
{
	size_t i = at + 1;

	while (i < s.len && i - at < 8 && ch_is_one_of(s.ptr[i], "=> \t"))
		i++;
	while (i + 1 < s.len && i - at < 12 &&
		ch_is_one_of(s.ptr[i], "rbuLf@") &&
		ch_is_one_of(s.ptr[i + 1], "\"'"))
		i++;
	*quote = 0;
	if (i < s.len && ch_is_one_of(s.ptr[i], "\"'`"))
		*quote = s.ptr[i++];
	return i;
}

static size_t assignment(struct redactor *r, size_t at)
{
	struct ch_str s = r->text, name = name_before(s, at);
	size_t i, from, limit;
	char quote;
	bool plain;

	if (!names_secret(name))
		return at;
	from = i = value_start(s, at, &quote);
	/* A token that has a name of its own keeps it. */
	if (from < s.len && (limit = try_word(r, from)) > from)
		return limit;
	limit = s.len - from < MAX_VALUE ? s.len : from + MAX_VALUE;
	while (i < limit && s.ptr[i] != quote && is_value(s.ptr[i], quote != 0))
		i++;
	if (quote ? (i >= s.len || s.ptr[i] != quote)
		  : (i < s.len && !ch_is_one_of(s.ptr[i], "\r\n \t\"',")))
		return at;
	plain = quote ||
		(is_environment(s, name, at) &&
			(i >= s.len || s.ptr[i] == '\n' || s.ptr[i] == '\r'));
	if (!is_secret_value(ch_str_sub(s, from, i), plain))
		return at;
	return replace(r, from, i, "secret");
}

/* ---- the pass ---- */

static size_t try_at(struct redactor *r, size_t at)
{
	char before = at ? r->text.ptr[at - 1] : ' ';
	size_t to;

	switch (r->text.ptr[at]) {
	case '-':
		return before == '-' && at > 1 && r->text.ptr[at - 2] == '-'
			       ? at
			       : private_key(r, at);
	case ':':
		to = url_password(r, at);
		return to > at ? to : assignment(r, at);
	case '=':
		return assignment(r, at);
	default:
		/* A letter may belong to an escape: "\\nAKIA...". */
		if (in_alphabet(before, WORD) &&
			!(at > 1 && r->text.ptr[at - 2] == '\\'))
			return at;
		return try_word(r, at);
	}
}

static struct ch_str pass(struct redactor *r, struct ch_arena *arena)
{
	struct ch_str text = r->text, result = text;

	for (size_t at = 0; at < text.len;) {
		size_t to = try_at(r, at);

		at = to > at ? to : at + 1;
	}
	if (r->nfound) {
		ch_buf_add(&r->out, text.ptr + r->copied, text.len - r->copied);
		result = ch_arena_str(arena, ch_buf_str(&r->out));
	}
	ch_buf_release(&r->out);
	return result;
}

struct ch_str ch_redact(
	struct ch_str text, struct ch_arena *arena, size_t *nfound)
{
	struct redactor r = { .text = text };
	struct ch_str result = pass(&r, arena);

	*nfound += r.nfound;
	return result;
}

struct ch_str ch_redact_into(
	struct ch_str text, struct ch_arena *arena, struct ch_secrets *secrets)
{
	struct redactor r = { .text = text, .secrets = secrets };

	return pass(&r, arena);
}

struct ch_str ch_redact_lines(
	struct ch_str text, struct ch_arena *arena, struct ch_secrets *secrets)
{
	struct redactor r = {
		.text = text, .secrets = secrets, .keep_lines = true
	};

	return pass(&r, arena);
}

struct ch_str ch_redact_value(struct ch_str name, struct ch_str value,
	struct ch_arena *arena, struct ch_secrets *secrets)
{
	struct ch_buf line = { 0 };
	struct ch_str clean;
	size_t start;

	if (!value.len)
		return value;
	ch_buf_add_str(&line, name);
	ch_buf_add_z(&line, " = ");
	start = line.len;
	ch_buf_add_str(&line, value);
	clean = ch_redact_into(
		ch_arena_str(arena, ch_buf_str(&line)), arena, secrets);
	ch_buf_release(&line);
	return ch_str_sub(clean, start, clean.len);
}

void ch_secrets_clear(struct ch_secrets *s)
{
	ch_map_clear(&s->seen);
	ch_arena_reset(&s->words);
}

void ch_secrets_release(struct ch_secrets *s)
{
	ch_map_release(&s->seen);
	ch_arena_release(&s->words);
}
