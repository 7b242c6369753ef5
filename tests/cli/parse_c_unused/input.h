int plain(int flag UNUSED, const char *name UNUSED);
static int list(int argc, const char **argv, struct repo *repo UNUSED)
{
	return argc;
}
void arrays(const char *argv[] UNUSED, unsigned long n MAYBE_UNUSED);
/* These are names and types. */
void kept(int UNUSED, struct NAME, const TYPE, struct x X, TYPE NAME);
int first(UNUSED struct repo *repo, UNUSED const char *name, NORETURN_PTR fn f);
void types(FILE *out, FILE const *in, DWORD size, HANDLE x, DWORD y UNUSED);
int last(UNUSED word list[3]);
