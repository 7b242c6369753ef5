/* Constructs of plain C, one of each. */
#include <stdio.h>
#include "local.h"

#define LIMIT 32 /* most items at once */
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define LOG(fmt, ...) fprintf(stderr, fmt, __VA_ARGS__)
#define LONG_ONE(x) do { \
	use(x); /* a comment in the middle */ \
	drop(x); \
} while (0)

enum color { RED, GREEN = 1 << 2, /* as in grass */ BLUE };
enum { ANONYMOUS = 3 };
typedef enum { MODE_A, MODE_B } mode_t_;

struct point {
	int x : 3, y;
	char *name, tags[10];
	int (*open)(const char *path, void (*done)(int));
	struct { int left, right; } sides;
	union { int as_int; float as_float; };
	struct nested { int z; } deep;
};
typedef struct { int only; } unnamed_t;
typedef struct point point_t, *point_ptr;
typedef int (*handler_fn)(struct point *p, int);
union either { int i; double d; };
struct forward;

extern int counter, *counter_ptr;
static const char *const names[] = { "a", "b" };
int table[2][3] = { { 1 } };
int (*current)(void) = 0;

int prototype(void);
int old_prototype();
__attribute__((deprecated)) void old_one(void);
void old_two(void) __attribute__((deprecated("use new_two")));
/* @deprecated use new_three */
void old_three(void);

/* Adds two numbers. The rest is not the first sentence. */
int add(int a, int b)
{
	return a + b;
}

static inline __attribute__((always_inline)) unsigned long wide(
	unsigned long first, /* a comment */
	struct point *second
)
{
	return first;
}

// Returns a function,
// as C lets it.
int (*choose(int which))(char)
{
	return 0;
}

char *old_style(a, b)
	int a;
	char *b;
{
	return b;
}

void many(int n, const char *fmt, ...)
{
	if (n && fmt || !n)
		for (;;)
			while (n)
				do { n--; } while (n);
	switch (n) {
	case 1:
	case 2: break;
	default: break;
	}
	n = n ? 1 : 0;
}

void takes(int arr[], int (*cb)(void *, int), void (*sig(int))(int), int)
{
	int local;
	int local_prototype(void);
	struct in_function { int f; } v;
}

int conditional(int a
#ifdef WITH_B
	, int b
#else
	, long b
#endif
)
{
#ifdef TRACE
	if (a) {
#else
	if (b) {
#endif
		a++;
	}
	return a;
}

#ifdef EXTRA
int extra(void) { return 1; }
#else
int extra_off(void) { return 0; }
#endif

#if 0
this isn't C at all (
#endif

int table_of[] = {
#ifdef EXTRA
	1,
#endif
	2
};

int
gnu_style (int a)
{
	return a;
}
