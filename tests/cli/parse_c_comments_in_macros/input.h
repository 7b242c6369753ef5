#define FUNCTIONS(name) \
	int name##_first(void) \
	{ \
		/* This comment goes on \
		 * over several lines. \
		 */ \
		double x = 1; \
		return x > 0; /* and this one ends its line */ \
	} \
	int name##_second(void) { return 1; }

#define VALUE /* not continued,
	so that it takes the line's end along */ 1

int after(void);
