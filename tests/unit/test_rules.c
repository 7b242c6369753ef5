#include "snapshot/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/lib/two_trees.h"

/* Rule, severity: what must fire; CH_NRULES: nothing may. */
struct example {
	const char *path; /* its extension says the language */
	const char *old_text, *new_text;
	enum ch_rule rule;
	enum ch_severity severity;
};

static const char *language_of(const char *path)
{
	static const char *const rows[][2] = { { ".h", "C" }, { ".c", "C" },
		{ ".hpp", "C++" }, { ".py", "Python" }, { ".go", "Go" },
		{ ".rs", "Rust" }, { ".java", "Java" }, { ".js", "JavaScript" },
		{ ".ts", "TypeScript" }, { ".swift", "Swift" },
		{ ".php", "PHP" }, { ".cs", "C#" }, { ".dart", "Dart" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (ch_str_ends(ch_str_z(path), rows[i][0]))
			return rows[i][1];
	return "";
}

/* "rule severity" a line, in the order of the symbols. */
static void describe(struct ch_buf *b, const struct trees *t)
{
	for (size_t i = 0; i < t->diff.n; i++) {
		const struct ch_symbol_delta *d = &t->diff.items[i];

		for (size_t k = 0; k < d->nhits; k++)
			ch_buf_printf(b, "%s %s\n",
				ch_rule_name(d->hits[k].rule),
				ch_severity_name(d->hits[k].severity));
	}
}

static void check(const struct example *e, size_t at)
{
	const struct tree_file file = { language_of(e->path), e->path, NULL,
		e->old_text, e->new_text };
	struct ch_buf b = { 0 };
	struct trees t;
	char expected[80] = "";

	if (e->rule != CH_NRULES)
		snprintf(expected, sizeof(expected), "%s %s\n",
			ch_rule_name(e->rule), ch_severity_name(e->severity));
	trees_compare(&t, &file, 1, NULL);
	describe(&b, &t);
	ch_buf_add_char(&b, '\0');
	if (strcmp(b.ptr, expected))
		print_error("example %zu (%s): %s", at, e->path, e->old_text);
	assert_string_equal(b.ptr, expected);
	ch_buf_release(&b);
	trees_release(&t);
}

#define HIGH CH_SEVERITY_HIGH
#define MEDIUM CH_SEVERITY_MEDIUM
#define LOW CH_SEVERITY_LOW
#define QUIET CH_NRULES, CH_SEVERITY_INFO

#define PY_METHOD                              \
	"    def run(self, args):\n"           \
	"        n = len(args) + self.start\n" \
	"        return [self.call(a, n) for a in args]\n"

/* After each rule's examples stand its near misses. */
static const struct example symbols[] = {
	{ "a.h", "int f(void);\n", "\n", CH_RULE_SYM_REMOVED, HIGH },
	{ "a.c", "static int f(void) { return 1; }\n", "\n", QUIET },
	{ "a.py", "def f(): pass\n", "\n", CH_RULE_SYM_REMOVED, HIGH },
	{ "a.py", "def _f(): pass\n", "\n", QUIET },
	{ "a.hpp", "void f(int);\nvoid f(char *);\n", "void f(int);\n",
		CH_RULE_SYM_REMOVED, HIGH },
	{ "a.hpp", "void f(int);\n", "void f(int);\nvoid f(char *);\n", QUIET },
	{ "a.go", "package a\n\nfunc F(n int) int { return n + n*n - 1 }\n",
		"package a\n\nfunc G(n int) int { return n + n*n - 1 }\n",
		CH_RULE_SYM_RENAMED, HIGH },
	{ "a.go", "package a\n\nfunc f(n int) int { return n + n*n - 1 }\n",
		"package a\n\nfunc g(n int) int { return n + n*n - 1 }\n",
		QUIET },
	{ "a.py", "def f(a, b):\n    return (a, b, 1)\n",
		"def g(a, b):\n    return (a, b, 1)\n\nf = g\n",
		CH_RULE_SYM_RENAMED, MEDIUM },
	{ "a.hpp", "namespace a {\nint f();\nint g();\n}\n",
		"namespace a {\nint g();\n}\nint f();\n", CH_RULE_SYM_MOVED,
		MEDIUM },
	{ "a.py", "class A:\n" PY_METHOD "class B: pass\n",
		"class A: pass\nclass B:\n" PY_METHOD, CH_RULE_SYM_MOVED,
		MEDIUM },
	{ "a.py", "class A(B):\n" PY_METHOD "class B: pass\n",
		"class A(B): pass\nclass B:\n" PY_METHOD, QUIET },
	{ "a.rs", "pub fn f() {}\n", "pub(crate) fn f() {}\n",
		CH_RULE_VIS_REDUCED, HIGH },
	{ "A.java", "public class A {\n  protected void f() {}\n}\n",
		"public class A {\n  private void f() {}\n}\n",
		CH_RULE_VIS_REDUCED, MEDIUM },
	{ "a.rs", "pub(crate) fn f() {}\n", "pub fn f() {}\n", QUIET },
	{ "a.rs", "pub(crate) fn f() {}\n", "fn f() {}\n", QUIET },
	{ "internal/a.h", "int f(void);\n", "\n", QUIET },
	{ "a_internal.h", "int f(void);\n", "\n", QUIET },
	{ "internalize.h", "int f(void);\n", "\n", CH_RULE_SYM_REMOVED, HIGH },
	{ "contrib/a.py", "def f(): pass\n", "\n", QUIET },
	{ "contributed/a.py", "def f(): pass\n", "\n", CH_RULE_SYM_REMOVED,
		HIGH },
	{ "a.rs",
		"pub struct S;\nimpl S {\n    pub fn f(&self) {}\n}\n"
		"impl Drop for S {\n    fn drop(&mut self) {}\n}\n",
		"\n", CH_RULE_SYM_REMOVED, HIGH },
	{ "a.py",
		"def f(): pass\ndef __getattr__(name):\n"
		"    raise AttributeError(name)\n",
		"def __getattr__(name):\n    if name == \"f\":\n"
		"        warn(\"f is deprecated\")\n        return _f\n",
		CH_RULE_NOW_DEPRECATED, CH_SEVERITY_INFO },
	{ "a.py", "def f(): pass\n",
		"def __getattr__(name):\n    if name == \"g\":\n"
		"        warn(\"g is deprecated\")\n        return _g\n",
		CH_RULE_SYM_REMOVED, HIGH },
};

static const struct example parameters[] = {
	{ "a.h", "int f(int a, int b);\n", "int f(int a);\n",
		CH_RULE_PARAM_REMOVED, HIGH },
	{ "a.h", "int f(void);\n", "int f();\n", QUIET },
	{ "a.py", "def f(a, b): pass\n", "def f(a): pass\n",
		CH_RULE_PARAM_REMOVED, HIGH },
	{ "a.py", "def _f(a, b): pass\n", "def _f(a): pass\n", QUIET },
	{ "a.h", "int f(int a);\n", "int f(int a, int b);\n",
		CH_RULE_PARAM_ADDED_REQUIRED, HIGH },
	{ "a.py", "def f(a): pass\n", "def f(a, *, b): pass\n",
		CH_RULE_PARAM_ADDED_REQUIRED, HIGH },
	{ "a.py", "def f(a): pass\n", "def f(a, *, b=1): pass\n",
		CH_RULE_PARAM_ADDED_OPTIONAL, LOW },
	{ "a.py", "def f(a): pass\n", "def f(a, **kwargs): pass\n",
		CH_RULE_PARAM_ADDED_OPTIONAL, LOW },
	{ "a.ts", "export function f(a: string) {}\n",
		"export function f(a: string, b?: number) {}\n",
		CH_RULE_PARAM_ADDED_OPTIONAL, LOW },
	{ "a.hpp", "void f(int a);\n", "void f(int a, int b = 0);\n",
		CH_RULE_PARAM_ADDED_OPTIONAL, HIGH },
	{ "a.py", "class A:\n    def f(self): pass\n",
		"class A:\n    def f(this): pass\n", QUIET },
	{ "a.h", "int f(int a, char *b);\n", "int f(char *b, int a);\n",
		CH_RULE_PARAM_MOVED, HIGH },
	{ "a.py", "def f(a, b): pass\n", "def f(a, *, b): pass\n",
		CH_RULE_PARAM_MOVED, HIGH },
	{ "a.py", "def f(*, a, b): pass\n", "def f(*, b, a): pass\n", QUIET },
	{ "a.py", "def f(a: int): pass\n", "def f(a: int | str): pass\n",
		CH_RULE_PARAM_TYPE, LOW },
	{ "a.py", "def f(a: int | str): pass\n", "def f(a: int): pass\n",
		CH_RULE_PARAM_TYPE, MEDIUM },
	{ "a.py", "def f(a: Union[Optional[str], int]): pass\n",
		"def f(a: str | int | None): pass\n", QUIET },
	{ "a.py", "def f(__a: int): pass\n", "def f(a: int, /): pass\n",
		QUIET },
	{ "a.py", "def f(a, b): pass\n", "def f(a, c): pass\n",
		CH_RULE_PARAM_RENAMED, HIGH },
	{ "a.py", "def f(a, b, /): pass\n", "def f(a, c, /): pass\n", QUIET },
	{ "a.py", "def f(*args): pass\n", "def f(*values): pass\n", QUIET },
	{ "a.py", "def f(**kw): pass\n", "def f(**options): pass\n", QUIET },
	{ "a.h", "int f(int a);\n", "int f(int b);\n", QUIET },
	{ "a.go", "package a\n\nfunc F(n int) {}\n",
		"package a\n\nfunc F(m int) {}\n", QUIET },
	{ "a.php", "<?php\nfunction f(?int $a = null) { return $a; }\n",
		"<?php\nfunction f(int $a = null) { return $a; }\n", QUIET },
	{ "a.php", "<?php\nfunction f(?int $a) { return $a; }\n",
		"<?php\nfunction f(int $a) { return $a; }\n",
		CH_RULE_PARAM_TYPE, MEDIUM },
	{ "a.h", "int f(int a);\n", "int f(long a);\n", CH_RULE_PARAM_TYPE,
		MEDIUM },
	{ "a.h", "int f(char *a);\n", "int f(char* a);\n", QUIET },
	{ "a.py", "def f(a: Optional[int]): pass\n",
		"def f(a: int | None): pass\n", QUIET },
	{ "a.py", "def f(a): pass\n", "def f(a: int): pass\n", QUIET },
	{ "a.py", "def f(a=1): pass\n", "def f(a): pass\n",
		CH_RULE_DEFAULT_REMOVED, MEDIUM },
	{ "a.py", "def f(a): pass\n", "def f(a=1): pass\n", QUIET },
	{ "a.py", "def f(a=1): pass\n", "def f(a=2): pass\n",
		CH_RULE_DEFAULT_CHANGED, LOW },
	{ "a.py", "def f(a=(1,2)): pass\n", "def f(a=(1, 2)): pass\n", QUIET },
};

static const struct example callables[] = {
	{ "a.h", "int f(void);\n", "long f(void);\n", CH_RULE_RETURN_TYPE,
		MEDIUM },
	{ "a.h", "int f(void);\n", "int\nf(void);\n", QUIET },
	{ "a.py", "def f(): pass\n", "def f() -> int: pass\n", QUIET },
	{ "A.java", "public class A {\n  public void f() {}\n}\n",
		"public class A {\n  public void f() throws IOException {}\n"
		"}\n",
		CH_RULE_THROWS, MEDIUM },
	{ "A.java",
		"public class A {\n  public void f() throws IOException {}\n"
		"}\n",
		"public class A {\n  public void f()\n    throws  IOException "
		"{}"
		"\n}\n",
		QUIET },
	{ "a.rs", "pub fn f<T>(a: T) {}\n", "pub fn f<T: Clone>(a: T) {}\n",
		CH_RULE_GENERIC_CHANGED, MEDIUM },
	{ "a.h", "typedef int t;\n", "typedef long t;\n", CH_RULE_ALIAS_CHANGED,
		MEDIUM },
	{ "a.h", "typedef struct { int a; } t;\n",
		"typedef struct { int a; }  t;\n", QUIET },
	{ "a.rs", "pub fn f<'a>(x: &'a str) {}\n",
		"pub fn f<'b>(x: &'b str) {}\n", QUIET },
	{ "a.py", "def f(): pass\n", "async def f(): pass\n",
		CH_RULE_ASYNC_CHANGED, HIGH },
	{ "a.js", "export function f() {}\n", "export async function f() {}\n",
		CH_RULE_ASYNC_CHANGED, HIGH },
	{ "a.py", "async def f(): pass\n", "async def f(): return 1\n", QUIET },
	{ "a.rs", "pub async fn f() -> T {}\n", "pub fn f() -> T {}\n",
		CH_RULE_ASYNC_CHANGED, HIGH },
	{ "a.rs", "pub async fn f() -> T {}\n",
		"pub fn f() -> impl Future<Output = T> + Send {}\n",
		CH_RULE_ASYNC_CHANGED, LOW },
	{ "a.rs",
		"pub fn f<'a>() -> Pin<Box<dyn std::future::Future<Output = ()>"
		" + Send + 'a>> {}\n",
		"pub async fn f<'a>() {}\n", CH_RULE_ASYNC_CHANGED, LOW },
	{ "a.rs", "pub trait A {\n    async fn f() -> T;\n}\n",
		"pub trait A {\n    fn f() -> impl Future<Output = T> + Send;\n"
		"}\n",
		CH_RULE_ASYNC_CHANGED, MEDIUM },
	{ "a.ts", "export async function f(): Promise<T> {}\n",
		"export function f(): Promise<T> {}\n", QUIET },
	{ "a.cs", "public class A {\n  public Task<int> F() { }\n}\n",
		"public class A {\n  public async Task<int> F() { }\n}\n",
		QUIET },
	{ "a.dart", "Future<int> f() => g();\n",
		"Future<int> f() async => g();\n", QUIET },
	{ "A.java", "public class A {\n  public static void f() {}\n}\n",
		"public class A {\n  public void f() {}\n}\n",
		CH_RULE_STATIC_CHANGED, HIGH },
	{ "a.c", "static int f(void) { return 1; }\n",
		"int f(void) { return 1; }\n", QUIET },
	{ "a.hpp", "class A {\npublic:\n\tint f() const;\n};\n",
		"class A {\npublic:\n\tint f();\n};\n", CH_RULE_CONST_CHANGED,
		MEDIUM },
	{ "a.hpp", "class A {\nprivate:\n\tint f() const;\n};\n",
		"class A {\nprivate:\n\tint f();\n};\n", QUIET },
	{ "a.rs", "pub fn f() {}\n", "#[deprecated]\npub fn f() {}\n",
		CH_RULE_NOW_DEPRECATED, CH_SEVERITY_INFO },
	{ "a.rs", "#[deprecated]\npub fn f() {}\n", "pub fn f() {}\n", QUIET },
};

static const struct example types[] = {
	{ "a.h", "struct s {\n\tint a;\n\tint b;\n};\n",
		"struct s {\n\tint a;\n};\n", CH_RULE_FIELD_REMOVED, HIGH },
	{ "a.rs", "pub struct S {\n    pub a: u8,\n    b: u8,\n}\n",
		"pub struct S {\n    pub a: u8,\n}\n", QUIET },
	{ "a.h", "struct s {\n\tint a;\n};\n", "struct s {\n\tlong a;\n};\n",
		CH_RULE_FIELD_TYPE, MEDIUM },
	{ "a.h", "struct s {\n\tchar *a;\n};\n", "struct s {\n\tchar* a;\n};\n",
		QUIET },
	{ "a.h", "struct s {\n\tint a;\n};\n",
		"struct s {\n\tint a;\n\tint b;\n};\n", CH_RULE_FIELD_ADDED,
		LOW },
	{ "a.go", "package a\n\ntype S struct {\n\tA int\n}\n",
		"package a\n\ntype S struct {\n\tA int\n\tB int\n}\n",
		CH_RULE_FIELD_ADDED, LOW },
	{ "A.java", "public class A {\n  public int a;\n}\n",
		"public class A {\n  public int a;\n  public int b;\n}\n",
		QUIET },
	{ "a.h", "\n", "struct s {\n\tint a;\n};\n", QUIET },
	{ "a.h", "struct s {\n\tint a;\n\tchar b;\n};\n",
		"struct s {\n\tchar b;\n\tint a;\n};\n",
		CH_RULE_FIELD_REORDERED, LOW },
	{ "A.java", "public class A {\n  public int a;\n  public int b;\n}\n",
		"public class A {\n  public int b;\n  public int a;\n}\n",
		QUIET },
	{ "a.h", "enum e { A = 1, B = 2 };\n", "enum e { A = 1 };\n",
		CH_RULE_ENUM_REMOVED, HIGH },
	{ "a.h", "enum e { A, B };\n", "enum e { A, B, };\n", QUIET },
	{ "a.h", "enum e { A = 1 };\n", "enum e { A = 2 };\n",
		CH_RULE_ENUM_VALUE, MEDIUM },
	{ "a.h", "enum e { A = 1 };\n", "enum e { A =  1 /* one */ };\n",
		QUIET },
	{ "a.h", "enum e { A };\n", "enum e { A, B };\n", CH_RULE_ENUM_ADDED,
		LOW },
	{ "a.rs", "pub enum E { A }\n", "pub enum E { A, B }\n",
		CH_RULE_ENUM_ADDED, HIGH },
	{ "a.rs", "#[non_exhaustive]\npub enum E { A }\n",
		"#[non_exhaustive]\npub enum E { A, B }\n", CH_RULE_ENUM_ADDED,
		LOW },
	{ "a.rs", "enum E { A }\n", "enum E { A, B }\n", QUIET },
	{ "a.go", "package a\n\ntype I interface {\n\tA()\n}\n",
		"package a\n\ntype I interface {\n\tA()\n\tB()\n}\n",
		CH_RULE_IFACE_ADDED_REQUIRED, HIGH },
	{ "a.rs", "pub trait T { fn a(&self); }\n",
		"pub trait T { fn a(&self); fn b(&self); }\n",
		CH_RULE_IFACE_ADDED_REQUIRED, HIGH },
	{ "a.rs", "pub trait T { fn a(&self); }\n",
		"pub trait T { fn a(&self); fn b(&self) {} }\n", QUIET },
	{ "a.rs",
		"pub struct E(u8);\nimpl E { pub fn status(&self) -> u8 { 1 } "
		"}\n",
		"make_error! {\n    pub struct E(u8);\n}\n", QUIET },
	{ "a.rs",
		"make_error! {\n    pub struct E(u8);\n}\n"
		"impl E { pub fn status(&self) -> u8 { 1 } }\n",
		"make_error! {\n    pub struct E(u8);\n}\n",
		CH_RULE_SYM_REMOVED, HIGH },
	{ "A.swift", "public protocol P {\n  func a()\n}\n",
		"public protocol P {\n  func a()\n  func b(x: Int)\n}\n"
		"extension P {\n  public func b(x: Int) { a() }\n}\n",
		QUIET },
	{ "A.swift", "public protocol P {\n  func a()\n}\n",
		"public protocol P {\n  func a()\n  func b(x: Int)\n}\n"
		"extension P {\n  public func b() { b(x: 1) }\n}\n",
		CH_RULE_IFACE_ADDED_REQUIRED, HIGH },
	{ "A.swift", "public protocol P {\n  func a()\n}\n",
		"public protocol P {\n  func a()\n  func b()\n}\n"
		"extension P where Self: Q {\n  public func b() { a() }\n}\n",
		CH_RULE_IFACE_ADDED_REQUIRED, HIGH },
	{ "A.java", "public interface A {\n  void a();\n}\n",
		"public interface A {\n  void a();\n  void b();\n}\n",
		CH_RULE_IFACE_ADDED_REQUIRED, HIGH },
	{ "A.java", "public interface A {\n  void a();\n}\n",
		"public interface A {\n  void a();\n"
		"  default void b() { a(); }\n}\n",
		QUIET },
	{ "a.ts", "export interface A {\n  a(): void;\n}\n",
		"export interface A {\n  a(): void;\n  b(): void;\n}\n",
		CH_RULE_IFACE_ADDED_REQUIRED, HIGH },
	{ "a.py", "class A(B, C): pass\n", "class A(B): pass\n",
		CH_RULE_BASE_REMOVED, MEDIUM },
	{ "a.py", "class A(B): pass\n", "class A(B, C): pass\n", QUIET },
	{ "a.py", "class A(C, B): pass\n", "class A(B, C): pass\n", QUIET },
	{ "a.py", "class A(Base): pass\n", "class A(BaseOfAll): pass\n",
		CH_RULE_BASE_REMOVED, MEDIUM },
	{ "a.rs", "pub trait A: B + C {}\n", "pub trait A: B {}\n",
		CH_RULE_BASE_REMOVED, MEDIUM },
	{ "a.rs", "pub trait A: B + C {}\n", "pub trait A: B + D + C {}\n",
		QUIET },
	{ "A.java", "public class A extends B implements C, D {\n}\n",
		"public class A extends B implements D {\n}\n",
		CH_RULE_BASE_REMOVED, MEDIUM },
	{ "A.java", "public class A extends B implements C {\n}\n",
		"public class A extends B implements E, C {\n}\n", QUIET },
	{ "A.java", "public class A extends B<C, D> {\n}\n",
		"public class A extends B<C, D> implements E {\n}\n", QUIET },
	{ "a.hpp", "class A : public B, public C {\n};\n",
		"class A : public C {\n};\n", CH_RULE_BASE_REMOVED, MEDIUM },
	{ "a.hpp", "class A : public B {\n};\n",
		"class A : public C, public B {\n};\n", QUIET },
	{ "a.ts", "export class A extends B implements C {\n}\n",
		"export class A extends B implements D, C {\n}\n", QUIET },
	{ "a.js", "export class A extends B {\n}\n",
		"export class A extends C {\n}\n", CH_RULE_BASE_REMOVED,
		MEDIUM },
	{ "a.ts", "export interface A {\n  a: string;\n}\n",
		"export class A {\n  a: string;\n}\n", CH_RULE_KIND_CHANGED,
		MEDIUM },
	{ "a.ts", "interface A {\n  a: string;\n}\n",
		"class A {\n  a: string;\n}\n", QUIET },
};

static const struct example macros[] = {
	{ "a.h", "#define M(a) a\n", "\n", CH_RULE_MACRO_REMOVED, HIGH },
	{ "a.c", "#define M(a) a\n", "\n", QUIET },
	{ "a.h", "#define M(a) a\n", "#define M(a, b) a\n", CH_RULE_MACRO_ARITY,
		HIGH },
	{ "a.h", "#define M(a) a\n", "#define M( a ) a\n", QUIET },
	{ "a.h", "#define M 1\n", "#define M 2\n", CH_RULE_MACRO_VALUE, LOW },
	{ "a.h", "#define M 1\n", "#define M  1 /* one */\n", QUIET },
	{ "a.h", "#define M 1\n",
		"#ifdef A\n#define M 1\n#else\n#define M 2\n#endif\n", QUIET },
};

#define check_all(examples)                                                  \
	do {                                                                 \
		for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); \
			i++)                                                 \
			check(&(examples)[i], i);                            \
	} while (0)

static void removed_and_renamed_symbols_break(void **state)
{
	(void)state;
	check_all(symbols);
}

static void parameters_break_by_what_happened_to_them(void **state)
{
	(void)state;
	check_all(parameters);
}

static void what_a_call_gives_back_breaks(void **state)
{
	(void)state;
	check_all(callables);
}

static void members_break_those_who_use_or_implement_them(void **state)
{
	(void)state;
	check_all(types);
}

static void macros_break_like_functions(void **state)
{
	(void)state;
	check_all(macros);
}

static void a_move_breaks_imports_but_not_inside_a_package(void **state)
{
	static const struct tree_file python[] = {
		{ "Python", "a.py", NULL, "def f(): pass\n", "\n" },
		{ "Python", "b.py", NULL, "\n", "def f(): pass\n" }
	};
	static const struct tree_file go[] = {
		{ "Go", "p/a.go", NULL, "package p\n\nfunc F() {}\n",
			"package p\n" },
		{ "Go", "p/b.go", NULL, "package p\n",
			"package p\n\nfunc F() {}\n" }
	};
	static const struct tree_file sets[] = {
		{ "Kotlin", "m/src/main/kotlin/p/A.kt", NULL, "fun f() {}\n",
			"\n" },
		{ "Kotlin", "m/src/jvmMain/kotlin/p/A.kt", NULL, "\n",
			"fun f() {}\n" }
	};
	static const struct tree_file modules[] = {
		{ "Kotlin", "m/src/main/kotlin/p/A.kt", NULL, "fun f() {}\n",
			"\n" },
		{ "Kotlin", "n/src/main/kotlin/p/A.kt", NULL, "\n",
			"fun f() {}\n" }
	};
	struct trees t;

	(void)state;
	trees_compare(&t, sets, 2, NULL);
	assert_int_equal(t.diff.n, 1);
	assert_int_equal(t.diff.items[0].nhits, 0);
	trees_release(&t);
	trees_compare(&t, modules, 2, NULL);
	assert_int_equal(t.diff.n, 1);
	assert_int_equal(t.diff.items[0].nhits, 1);
	trees_release(&t);
	trees_compare(&t, python, 2, NULL);
	assert_int_equal(t.diff.n, 1);
	assert_int_equal(t.diff.items[0].nhits, 1);
	assert_int_equal(t.diff.items[0].hits[0].rule, CH_RULE_SYM_MOVED);
	assert_int_equal(t.diff.items[0].hits[0].severity, MEDIUM);
	trees_release(&t);
	trees_compare(&t, go, 2, NULL);
	assert_int_equal(t.diff.n, 1);
	assert_int_equal(t.diff.items[0].nhits, 0);
	trees_release(&t);
}

/* A namesake that nobody sees does not make a removal a change of kind. */
static void a_private_namesake_keeps_nobody(void **state)
{
	static const struct tree_file files[] = {
		{ "C", "a.c", NULL, "int f(int a) { return a + 1; }\n", "\n" },
		{ "C", "a.h", NULL, "int f(int a);\n", "\n" },
		{ "C", "old.c", NULL, "static int f(void) { return 9; }\n",
			"static int f(void) { return 8; }\n" }
	};
	struct trees t;

	(void)state;
	trees_compare(&t, files, 3, NULL);
	assert_int_equal(t.diff.items[0].nhits, 1);
	assert_int_equal(t.diff.items[0].hits[0].rule, CH_RULE_SYM_REMOVED);
	trees_release(&t);
}

static const struct ch_symbol_delta *find(
	const struct trees *t, const char *qualified)
{
	for (size_t i = 0; i < t->diff.n; i++)
		if (ch_str_is(ch_symbol_shown(&t->diff.items[i])
				      ->symbol->qualified,
			    qualified))
			return &t->diff.items[i];
	fail_msg("no %s", qualified);
	return NULL;
}

/* "A -> _A": the old name is told, and its members do not tell it again. */
static void a_type_that_became_private_tells_it_once(void **state)
{
	static const struct tree_file file = { "Python", "a.py", NULL,
		"class Box:\n    def put(self, x):\n"
		"        self.x = x\n        return self.x + 1\n",
		"class _Box:\n    def put(self, x):\n"
		"        self.x = x\n        return self.x + 1\n" };
	const struct ch_symbol_delta *box;
	struct trees t;

	(void)state;
	trees_compare(&t, &file, 1, NULL);
	box = find(&t, "_Box");
	assert_int_equal(box->nhits, 2);
	assert_int_equal(box->hits[0].rule, CH_RULE_SYM_RENAMED);
	assert_true(ch_str_is(box->hits[0].detail, "Box -> _Box"));
	assert_int_equal(box->hits[1].rule, CH_RULE_VIS_REDUCED);
	for (size_t i = 0; i < t.diff.n; i++)
		if (&t.diff.items[i] != box)
			assert_int_equal(t.diff.items[i].nhits, 0);
	trees_release(&t);
}

/* Nobody can say from one file whether a package exports it. */
static void a_private_module_is_to_be_checked(void **state)
{
	static const struct tree_file files[] = {
		{ "Python", "p/__init__.py", NULL, "def f(): pass\n", "\n" },
		{ "Python", "p/_impl.py", NULL, "def g(): pass\n", "\n" }
	};
	struct trees t;

	(void)state;
	trees_compare(&t, files, 2, NULL);
	assert_int_equal(
		find(&t, "f")->hits[0].confidence, CH_CONFIDENCE_CERTAIN);
	assert_int_equal(
		find(&t, "g")->hits[0].confidence, CH_CONFIDENCE_CHECK);
	trees_release(&t);
}

/* Two long types are shown from where they differ. */
static void a_long_detail_shows_what_differs(void **state)
{
	static const struct tree_file file = { "C", "a.h", NULL,
		"typedef int (*cb)(struct first *first_of_all, struct second "
		"*second_of_all, struct third *third_of_all, struct fourth "
		"*fourth_of_all, int flags);\n",
		"typedef int (*cb)(struct first *first_of_all, struct second "
		"*second_of_all, struct third *third_of_all, struct fourth "
		"*fourth_of_all, long flags);\n" };
	struct ch_str detail;
	struct trees t;

	(void)state;
	trees_compare(&t, &file, 1, NULL);
	detail = t.diff.items[0].hits[0].detail;
	assert_true(ch_str_find(detail, CH_STR("int flags) -> ..."), 0) !=
		    (size_t)-1);
	assert_true(ch_str_ends(detail, "long flags)"));
	trees_release(&t);
}

static void tests_break_nobody(void **state)
{
	static const struct tree_file file = { "Python", "tests/a.py", NULL,
		"def f(a): pass\n", "def f(a, b): pass\n" };
	struct trees t;

	(void)state;
	trees_compare(&t, &file, 1, NULL);
	assert_int_equal(t.diff.items[0].nhits, 1);
	trees_release(&t);
	trees_compare(&t, &file, 1, NULL);
	t.delta.files[0].class = t.delta.files[0].old_class = CH_CLASS_TEST;
	ch_symdiff_release(&t.diff);
	ch_symdiff_build(&t.delta, NULL, &t.diff);
	ch_rules_apply(&t.delta, &t.diff, &t.arena, &t.secrets);
	assert_int_equal(t.diff.items[0].nhits, 0);
	trees_release(&t);
}

/* A rule without an example could be deleted unseen. */
static void every_rule_has_an_example(void **state)
{
	static const struct {
		const struct example *list;
		size_t n;
	} all[] = { { symbols, sizeof(symbols) / sizeof(*symbols) },
		{ parameters, sizeof(parameters) / sizeof(*parameters) },
		{ callables, sizeof(callables) / sizeof(*callables) },
		{ types, sizeof(types) / sizeof(*types) },
		{ macros, sizeof(macros) / sizeof(*macros) } };
	bool seen[CH_NRULES + 1] = { false };

	(void)state;
	seen[CH_RULE_SYM_MOVED] = true; /* needs two files */
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		for (size_t k = 0; k < all[i].n; k++)
			seen[all[i].list[k].rule] = true;
	for (int r = 0; r < CH_NRULES; r++)
		if (!seen[r])
			fail_msg("%s has no example",
				ch_rule_name((enum ch_rule)r));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(removed_and_renamed_symbols_break),
		cmocka_unit_test(parameters_break_by_what_happened_to_them),
		cmocka_unit_test(what_a_call_gives_back_breaks),
		cmocka_unit_test(members_break_those_who_use_or_implement_them),
		cmocka_unit_test(macros_break_like_functions),
		cmocka_unit_test(
			a_move_breaks_imports_but_not_inside_a_package),
		cmocka_unit_test(a_private_namesake_keeps_nobody),
		cmocka_unit_test(a_type_that_became_private_tells_it_once),
		cmocka_unit_test(a_private_module_is_to_be_checked),
		cmocka_unit_test(a_long_detail_shows_what_differs),
		cmocka_unit_test(tests_break_nobody),
		cmocka_unit_test(every_rule_has_an_example),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
