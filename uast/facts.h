/*
 * facts.h - what is known of one version of a source file.
 *
 * Extracted in a single pass over the tree and shared by all who need it.
 * Nobody outside uast/ sees a tree-sitter node.  Strings are views into the
 * source unless said otherwise; arrays and folded strings are the arena's of
 * the parse call.  Bytes and lines count from 0, ends are exclusive for bytes
 * and inclusive for lines.
 */
#ifndef CH_UAST_FACTS_H
#define CH_UAST_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Universal kinds; ch_kind_name() gives the names spec/cli.md prints. */
enum ch_kind {
	CH_KIND_FUNCTION,
	CH_KIND_METHOD, /* also constructors and properties */
	CH_KIND_CLASS,
	CH_KIND_STRUCT,
	CH_KIND_UNION,
	CH_KIND_INTERFACE,
	CH_KIND_TRAIT,
	CH_KIND_ENUM,
	CH_KIND_FIELD, /* of a struct, class or interface */
	CH_KIND_VALUE, /* of an enum */
	CH_KIND_TYPE,  /* alias */
	CH_KIND_MACRO,
	CH_KIND_CONSTANT,
	CH_KIND_VARIABLE,
	CH_KIND_MODULE, /* namespace, module, impl block's type */
	CH_NKINDS
};
const char *ch_kind_name(enum ch_kind kind);
/* Functions and methods. */
bool ch_kind_is_callable(enum ch_kind kind);
/* Classes, structs, unions, interfaces, traits and enums. */
bool ch_kind_is_type(enum ch_kind kind);

enum ch_visibility {
	CH_VIS_PRIVATE,
	CH_VIS_INTERNAL, /* package, crate, file in a header-less module */
	CH_VIS_PROTECTED,
	CH_VIS_PUBLIC
};
const char *ch_visibility_name(enum ch_visibility v);

enum ch_param_kind {
	CH_PARAM_NORMAL,
	CH_PARAM_RECEIVER, /* self, this, Go receiver: never a delta */
	CH_PARAM_POSITIONAL_ONLY,
	CH_PARAM_KEYWORD_ONLY,
	CH_PARAM_VARIADIC,	   /* ..., *args, rest */
	CH_PARAM_KEYWORD_VARIADIC, /* **kwargs */
	CH_PARAM_BLOCK		   /* Ruby's &block */
};
const char *ch_param_kind_name(enum ch_param_kind kind);

struct ch_param {
	struct ch_str name; /* empty: only a type was written */
	struct ch_str type; /* white space folded; empty: none written */
	struct ch_str dflt; /* the default's source; empty: none */
	enum ch_param_kind kind;
	bool optional; /* a default, or `x?: T` */
};

/* Bits of ch_symbol.flags. */
enum ch_symbol_flag {
	CH_SYM_STATIC = 1 << 0,
	CH_SYM_ASYNC = 1 << 1,
	CH_SYM_CONST = 1 << 2,	    /* const method, constexpr, readonly */
	CH_SYM_ABSTRACT = 1 << 3,   /* no body and one is required of others */
	CH_SYM_DEPRECATED = 1 << 4, /* attribute, decorator, doc tag, call */
	CH_SYM_DECLARATION = 1
			     << 5,  /* no body: a prototype, overload, extern */
	CH_SYM_EXPORTED = 1 << 6,   /* export, __all__, extern "C" */
	CH_SYM_NEAR_ERROR = 1 << 7, /* a parse error inside or beside it */
	CH_SYM_CONDITIONAL = 1
			     << 8, /* under #if, try/except, if TYPE_CHECKING */
	CH_SYM_MACRO_MADE = 1 << 9,   /* its declarator comes out of a macro */
	CH_SYM_HAS_DEFAULT = 1 << 10, /* trait/interface method with a body */
	CH_SYM_LOCAL = 1 << 11,	      /* inside a function body */
	CH_SYM_UNSAFE = 1 << 12,
	CH_SYM_OPEN = 1 << 13 /* #[non_exhaustive], may grow */
};

#define CH_NO_SYMBOL UINT32_MAX

struct ch_symbol {
	struct ch_str name;	 /* "Frobnicate" */
	struct ch_str qualified; /* "ns::Widget::Frobnicate", in the arena */
	struct ch_str signature; /* start of declaration to body, white space
				    folded to single spaces, no comments */
	struct ch_str doc;	 /* first sentence of its comment, plain text */
	struct ch_str result;	 /* return type, folded; a field's or variable's
				    type; an alias's target */
	struct ch_str value;	 /* macro body, enum value, constant's source,
				    field default, folded */
	struct ch_str bases;	 /* base classes, supertraits, folded */
	struct ch_str generics;	 /* "<T: Clone>", folded */
	struct ch_str throws;	 /* Java throws clause, noexcept */
	struct ch_str attributes; /* decorators, annotations, #[...], folded */
	enum ch_kind kind;
	enum ch_visibility visibility;
	uint32_t flags;
	uint32_t parent; /* index of the enclosing symbol or CH_NO_SYMBOL */
	uint32_t start_byte, end_byte; /* with attributes, without the doc */
	uint32_t start_line, end_line;
	uint32_t name_byte; /* where the name stands */
	uint32_t name_line;
	uint32_t body_start, body_end; /* bytes; equal when there is none */
	uint32_t decisions;	       /* deciding nodes: McCabe minus 1 */
	uint32_t nparams;
	struct ch_param *params;
	uint64_t body_hash; /* leaf tokens of the whole symbol after its name,
			       own name left out; stable across white space
			       and comments; 0: no body */
	uint64_t text_hash; /* all leaf tokens, own name included */
};

enum ch_import_kind {
	CH_IMPORT_SYSTEM,
	CH_IMPORT_EXTERNAL,
	CH_IMPORT_RELATIVE
};
const char *ch_import_kind_name(enum ch_import_kind kind);

struct ch_import {
	struct ch_str name; /* "stdio.h", "os.path", "./util", "std::fmt" */
	enum ch_import_kind kind;
	uint32_t line;
	bool reexport; /* pub use, export ... from */
};

struct ch_comment {
	uint32_t start_byte, end_byte;
	uint32_t start_line;
};

/*
 * How involved a function is, apart from its decisions.  What stands in a
 * function inside it that is a symbol itself counts there only.
 *
 * Source: G. A. Campbell, Cognitive Complexity (SonarSource), recursion as far
 * as a function calls itself by name; M. H. Halstead, Elements of Software
 * Science: names and literals are operands, all other tokens operators.
 */
struct ch_metrics {
	uint32_t cognitive;
	uint32_t nesting;				/* deepest level */
	uint32_t operators, operands;			/* N1, N2 */
	uint32_t distinct_operators, distinct_operands; /* n1, n2 */
};

/*
 * A name that a method uses: of its own object or type (self.x), or a bare one
 * where the language calls members so; whether the type has it is not known.
 */
struct ch_use {
	struct ch_str name;
	uint32_t symbol; /* the method, which has a body */
	bool of_self;
};

/* A use of a name anywhere in the file, for dependents: distinct hashes. */
struct ch_facts {
	struct ch_symbol
		*symbols; /* in source order, parents before children */
	size_t nsymbols;
	struct ch_metrics *metrics; /* by symbol; zero but for callables that
				       have a body.  NULL unless asked for */
	struct ch_import *imports;
	size_t nimports;
	struct ch_comment *comments;
	size_t ncomments;
	struct ch_str *names; /* distinct identifiers used, sorted; for counts
				 of dependents. NULL unless asked for */
	size_t nnames;
	struct ch_use *uses; /* distinct, by symbol. NULL unless asked for */
	size_t nuses;
	uint32_t bytes, lines;
	uint32_t ntokens;     /* leaf tokens, comments left out */
	uint32_t error_bytes; /* inside ERROR nodes */
	bool truncated;	      /* a limit was hit: facts up to there */
};

/*
 * The qualified name of the type or module a symbol is a member of, also where
 * that is declared elsewhere (A::f outside of the class); empty: of none, or
 * inside a function.
 */
struct ch_str ch_symbol_owner(const struct ch_facts *f, uint32_t symbol);

/*
 * The first sentence of what a file says of itself: of the first comment or
 * docstring above its code that is neither a licence nor a tool's nor about
 * the symbol below it.  In 'arena'; empty: there is none.
 */
struct ch_str ch_file_doc(
	const struct ch_facts *f, struct ch_str text, struct ch_arena *arena);

#endif
