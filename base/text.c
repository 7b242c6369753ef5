#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The letter of \n and the like, or 0. */
static char escape_letter(uint32_t point)
{
	static const char letters[] = "abtnvfr";

	return point >= 7 && point <= 13 ? letters[point - 7] : '\0';
}

static void add_octal(struct ch_buf *out, struct ch_str bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		ch_buf_printf(out, "\\%03o", (unsigned char)bytes.ptr[i]);
}

static void add_quoted_point(
	struct ch_buf *out, uint32_t point, struct ch_str bytes)
{
	char letter = escape_letter(point);

	if (point == '"' || point == '\\')
		ch_buf_printf(out, "\\%c", (char)point);
	else if (letter)
		ch_buf_printf(out, "\\%c", letter);
	else if (point == CH_UTF8_BAD || ch_point_is_unsafe(point))
		add_octal(out, bytes);
	else
		ch_buf_add_str(out, bytes);
}

static bool needs_quotes(struct ch_str path)
{
	size_t at = 0;

	while (at < path.len) {
		uint32_t point = ch_utf8_next(path, &at);

		if (point == '"' || point == '\\' || point == CH_UTF8_BAD ||
			ch_point_is_unsafe(point))
			return true;
	}
	return false;
}

void ch_text_path(struct ch_buf *out, struct ch_str path)
{
	size_t at = 0;

	if (!needs_quotes(path)) {
		ch_buf_add_str(out, path);
		return;
	}
	ch_buf_add_char(out, '"');
	while (at < path.len) {
		size_t from = at;
		uint32_t point = ch_utf8_next(path, &at);

		add_quoted_point(out, point, ch_str_sub(path, from, at));
	}
	ch_buf_add_char(out, '"');
}

static void escape(struct ch_buf *out, struct ch_str s, bool one_line)
{
	size_t at = 0;

	while (at < s.len) {
		size_t from = at;
		uint32_t point = ch_utf8_next(s, &at);
		bool is_space = point == '\n' || point == '\t';

		if (point == CH_UTF8_BAD)
			ch_buf_printf(out, "\\x%02x",
				(unsigned)(unsigned char)s.ptr[from]);
		else if (is_space && one_line)
			ch_buf_printf(out, "\\%c", escape_letter(point));
		else if (is_space || !ch_point_is_unsafe(point))
			ch_buf_add_str(out, ch_str_sub(s, from, at));
		else
			ch_buf_printf(out, point < 0x80 ? "\\x%02x" : "\\u%04x",
				point);
	}
}

void ch_text_escape(struct ch_buf *out, struct ch_str s)
{
	escape(out, s, false);
}

void ch_text_escape_line(struct ch_buf *out, struct ch_str s)
{
	escape(out, s, true);
}

void ch_text_utf8(struct ch_buf *out, struct ch_str s)
{
	size_t at = 0;

	while (at < s.len) {
		size_t from = at;

		if (ch_utf8_next(s, &at) == CH_UTF8_BAD)
			ch_utf8_add(out, 0xfffd);
		else
			ch_buf_add_str(out, ch_str_sub(s, from, at));
	}
}

void ch_text_percent(struct ch_buf *out, struct ch_str s)
{
	size_t at = 0;

	while (at < s.len) {
		size_t from = at;
		uint32_t point = ch_utf8_next(s, &at);

		if (point == CH_UTF8_BAD || point == '%')
			ch_buf_printf(out, "%%%02X",
				(unsigned)(unsigned char)s.ptr[from]);
		else
			ch_buf_add_str(out, ch_str_sub(s, from, at));
	}
}

/* How many bytes from the start fill at most 'width' columns. */
static size_t head_of(struct ch_str s, size_t width)
{
	size_t at = 0;

	while (at < s.len) {
		size_t next = at;
		unsigned w = ch_point_width(ch_utf8_next(s, &next));

		if (w > width)
			break;
		width -= w;
		at = next;
	}
	return at;
}

void ch_text_elide(struct ch_buf *out, struct ch_str s, size_t width)
{
	size_t total = ch_text_width(s);
	size_t keep, tail;

	if (total <= width) {
		ch_buf_add_str(out, s);
		return;
	}
	keep = width > 3 ? width - 3 : 1;
	ch_buf_add(out, s.ptr, head_of(s, keep / 3));
	ch_buf_add_z(out, "...");
	/* The end of a path says more than its start. */
	tail = head_of(s, total - (keep - keep / 3));
	while (ch_text_width(ch_str_sub(s, tail, s.len)) > keep - keep / 3)
		ch_utf8_next(s, &tail);
	ch_buf_add_str(out, ch_str_sub(s, tail, s.len));
}

void ch_text_roff(struct ch_buf *out, struct ch_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if ((c == '.' || c == '\'') && (!i || s.ptr[i - 1] == '\n'))
			ch_buf_add_z(out, "\\&");
		if (c == '-')
			ch_buf_add_z(out, "\\-");
		else if (c == '\\')
			ch_buf_add_z(out, "\\e");
		else
			ch_buf_add_char(out, c);
	}
}

static void wrap_line(
	struct ch_buf *out, struct ch_str line, size_t indent, size_t width)
{
	size_t column = 0;
	size_t at = 0;

	while (at < line.len) {
		size_t end = ch_str_chr(line, ' ', at);
		struct ch_str word;
		size_t w;

		if (end == (size_t)-1)
			end = line.len;
		word = ch_str_sub(line, at, end);
		w = ch_text_width(word);
		if (column && column + 1 + w > width) {
			ch_buf_add_char(out, '\n');
			column = 0;
		}
		if (column)
			ch_buf_add_char(out, ' ');
		else
			ch_buf_add_repeat(out, ' ', indent);
		column += column ? w + 1 : indent + w;
		ch_buf_add_str(out, word);
		at = end + 1;
	}
	ch_buf_add_char(out, '\n');
}

void ch_text_wrap(
	struct ch_buf *out, struct ch_str s, size_t indent, size_t width)
{
	struct ch_str line;

	while (ch_str_line(&s, &line))
		wrap_line(out, line, indent, width);
}

void ch_text_int(struct ch_buf *out, int64_t n)
{
	char digits[32];
	int len = snprintf(digits, sizeof(digits), "%lld", (long long)n);

	for (int i = 0; i < len; i++) {
		if (i > (n < 0) && (len - i) % 3 == 0)
			ch_buf_add_char(out, ',');
		ch_buf_add_char(out, digits[i]);
	}
}

void ch_text_bytes(struct ch_buf *out, int64_t bytes)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB",
		"PiB" };
	double value = (double)bytes;
	size_t i = 0;

	while (fabs(value) >= 1023.95 && i + 1 < CH_ARRAY_LEN(units)) {
		value /= 1024;
		i++;
	}
	ch_buf_printf(out, i ? "%.1f %s" : "%.0f %s", value, units[i]);
}

void ch_text_duration(struct ch_buf *out, double seconds)
{
	long long s = seconds < 1e15 ? (long long)(seconds + 0.5) : 0;

	if (!(seconds >= 0) || seconds >= 1e15)
		ch_buf_add_z(out, "-");
	else if (seconds < 9.995)
		ch_buf_printf(out, "%.2f s", seconds);
	else if (s < 60)
		ch_buf_printf(out, "%lld s", s);
	else if (s < 3600)
		ch_buf_printf(out, "%lld min %02lld s", s / 60, s % 60);
	else if (s < 86400)
		ch_buf_printf(
			out, "%lld h %02lld min", s / 3600, s % 3600 / 60);
	else
		ch_buf_printf(
			out, "%lld d %lld h", s / 86400, s % 86400 / 3600);
}

/*
 * The day 'days' after 1970-01-01, Gregorian.  Years are counted from March, so
 * that the odd day comes last: 400 of them are 146,097 days, and the months
 * from March on begin after (153 * month + 2) / 5 days.
 */
static void split_day(int64_t days, int *year, int *month, int *day)
{
	int64_t shifted = days + 719468; /* since 0000-03-01 */
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int64_t in_era = shifted - era * 146097;
	int64_t years =
		(in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) /
		365;
	int64_t in_year = in_era - (365 * years + years / 4 - years / 100);
	int64_t from_march = (5 * in_year + 2) / 153;

	*day = (int)(in_year - (153 * from_march + 2) / 5 + 1);
	*month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
	*year = (int)(years + era * 400 + (*month <= 2));
}

bool ch_text_date(struct ch_buf *out, int64_t when_s)
{
	/* 0000-01-01 to 9999-12-31 */
	static const int64_t first_s = -62167219200, last_s = 253402300799;
	int64_t days = when_s / 86400 - (when_s % 86400 < 0);
	int year, month, day;

	if (when_s < first_s || when_s > last_s)
		return false;
	split_day(days, &year, &month, &day);
	ch_buf_printf(out, "%04d-%02d-%02d", year, month, day);
	return true;
}

bool ch_text_time(struct ch_buf *out, int64_t when_s)
{
	int second = (int)(when_s % 86400);

	if (!ch_text_date(out, when_s))
		return false;
	if (second < 0)
		second += 86400;
	ch_buf_printf(out, "T%02d:%02d:%02dZ", second / 3600, second / 60 % 60,
		second % 60);
	return true;
}

void ch_text_real(struct ch_buf *out, double value)
{
	char text[40];

	for (int digits = 6; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	ch_buf_add_z(out, text);
	if (!strpbrk(text, ".eni"))
		ch_buf_add_z(out, ".0");
}

#define LONGEST_WORD 63

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t ch_text_distance(struct ch_str a, struct ch_str b)
{
	size_t rows[3][LONGEST_WORD + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];

	if (a.len > LONGEST_WORD || b.len > LONGEST_WORD)
		return LONGEST_WORD;
	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *spare = before;

		before = above;
		above = row;
		row = spare;
		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			bool same = a.ptr[i - 1] == b.ptr[j - 1];

			row[j] = least(above[j], row[j - 1]) + 1;
			row[j] = least(row[j], above[j - 1] + !same);
			if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
				a.ptr[i - 2] == b.ptr[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
	}
	return row[b.len];
}

bool ch_text_is_near(struct ch_str word, size_t distance)
{
	return distance <= 1 + word.len / 4 && distance < word.len;
}
