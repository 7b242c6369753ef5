/* clang-format off */
static const int table[] = { 1, 2 }; /* NOLINT */
/* clang-format on */

/* What it is. */
// NOLINTNEXTLINE(x)
int f(void);

struct a {
	int b; /* type: of the a */
	int c; /* see http://x.y // z */
	int d; // how many // NOLINT
	int e; // NOLINT(y)
};
#define LIMIT 3 // cppcheck-suppress x
