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
