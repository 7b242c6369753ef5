static const struct entry table[] = {
#include "generated.h"
	ENTRY(first, 1),
#define PAIR(name) ENTRY(name, "_" #name),
PAIRS
#undef PAIR
	ENTRY(last, 2),
};

static int after_the_list(void)
{
	struct point here[] = {
		{ "a", after_the_list() },
	};

	return here[0].x;
}

#if defined(HERE) + defined(THERE) != 1
Exactly one of HERE or THERE should be defined.
#endif
typedef union { double d; unsigned u[2]; } after_prose;

#define AFTER 1
