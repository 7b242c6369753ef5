#ifndef SHAPES_H
#define SHAPES_H

#include <stddef.h>

LIB_BEGIN_DECLS
#ifdef __cplusplus
extern "C" {
#endif

/** Opens a repository. More words. */
LIB_EXTERN(int) lib_open(lib_repo **out, const char *path);
LIB_EXTERN(const char *) lib_name(void);
LIB_EXTERN(lib_repo *) lib_find(
	const char *path,
	int flags);
LIB_DEPRECATED(LIB_EXTERN(int)) lib_old(void);
LIB_INLINE(int) lib_twice(int a) { return 2 * a; }
PyAPI_FUNC(PyObject *) PyLib_New(void);
PyAPI_DATA(PyTypeObject) PyLib_Type;
ALLOC_EXPORT void *lib_malloc(size_t n) ALLOC_ATTR(malloc) ALLOC_NOTHROW;
MODULE_API int (*Module_Call)(void *ctx, int n) MODULE_ATTR;
static FORCE_INLINE unsigned LIBCALL lib_pack(int a) { return 0; }
__lib_init int lib_start(void);
FILE *lib_file(void);
DWORD lib_word(void);
LIB_API FILE *lib_both(void);
LIB_API DWORD lib_both_words(void);
LIB_API
int lib_own_line(void);
LIB_EXPORT LIB_COLD void lib_two_macros(void);
LIB_NONNULL(1, 2) int lib_call_in_front(char *a, char *b);
typedef int LIB_CALLBACK(lib_cb)(int a);
struct lib_vtable {
	int LIB_CALLBACK(read)(struct lib_vtable *self, int n);
	BOOL flag;
	LIB_BOOL wide : 3;
};
struct LIB_PACKED lib_packed { char c; };
LIB_DEFINE_LIST(lib_items)
static int lib_after_macro(void) { return 1; }
LIB_DEFINE_QUEUE(lib_items);
#if defined(A) || \
	defined(B)
int lib_conditional(void);
#else
int lib_conditional(int);
#endif
int lib_deprecated(void) LIB_DEPRECATED_MSG("no");
LIB_EXTERN lib_file * LIB_EXPORT lib_open OF((const char *path, int mode));
extern int lib_close __P((lib_file *));
LIB_EXTERN int LIB_EXPORT lib_flush OF((void)) { return LIB_MAX((1)); }
typedef __attribute__((aligned(1))) uint16_t lib_unaligned;
struct lib_outer {
	struct lib_inner { int deep; } inner, *more;
	struct { int nameless; } part;
};
static void lib_guarded(void)
{
	int before;
	LIB_TRY { before = 1; }
	LIB_CATCH(...) { before = 2; }
}
int lib_after_catch(void);

#ifdef __cplusplus
}
#endif
LIB_END_DECLS
#if LIB_HAS_INCLUDE(<x.h>)
LIB_BEGIN_TYPES
struct lib_late { lib_atomic int a; lib_atomic uint64_t b; };
LIB_END_TYPES
#endif
void lib_noescape(LIB_NOESCAPE lib_file* f, LIB_NOESCAPE const lib_file* g);
void lib_far(LIB_CHAR FAR *p, LIB_NOESCAPE const lib_t * const q);
LIB_INLINE void
lib_restrict(lib_u64* LIB_RESTRICT acc, const lib_u8* LIB_RESTRICT input, lib_fn f,
	lib_u8 *LIB_RESTRICT const last)
{
	int before;
}
#endif
