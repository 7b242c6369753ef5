/* Shapes among statements that are no C before the preprocessor. */
static int cron(struct server *s, ...)
{
	va_list ap;
	char *text = "rows: " STRINGIFY(ROWS) " at most\n";

	va_start(ap, s);
	text = va_arg(ap, char *);
	s->total = va_arg(ap, unsigned long long);
	every(100) {
		if (s->total)
			rotate(s);
	}
	every(1000) replicate(s);
	CHECK_READY(s)
	if (s->ready) {
		start(s);
#ifdef TLS
	} else if (s->tls) {
		start_tls(s);
#endif
	}
	report("%d %d", s->total,
#ifdef VERSION
		VERSION,
#else
		0,
#endif
		s->ready);
	const char *usage =
#ifdef TLS
	"--tls\n"
#ifdef CERTS
	"--certs\n"
#endif
#endif
	"";
	return finish(s, usage);
}

API mstime_t (*module_clock)(struct server *s) ATTRIBUTE;

/* Types, operators and lists as arguments. */
define_table(by_commit, struct entry *);
DEFINE_SORT(static, sort_entries, struct entry, next);
define_list_extra(slots, {"added"});
static PATH_FUNC(path_of_rules, "info/rules")
static PATH_FUNC(path_of_list,
	"info/list")
static int walk(struct list *l)
{
	struct entry *e = list_entry(l, struct entry, node);

	clear_and_free(&map, struct entry **, node);
	check_int(e->size, ==, 2);
	check_int(f(e), >=);
	struct {
		int (*by)(struct entry *, struct list *);
	} table;
	return sizeof(struct entry) + offsetof(struct entry, node);
}
static PATH_FUNC(path_of_kinds, "kinds")
enum kind {
	FIRST
};
static PRINTF_LIKE(1, 2)
void tell(const char *format, ...);
static PATH_FUNC(path_of_all, "all")

/* Not static. */
void forget(void);
typedef array_of(struct entry) entries;
