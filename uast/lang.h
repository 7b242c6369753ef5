/*
 * lang.h - how a language is described; only uast/ includes this.
 *
 * A language is one file uast/lang_<id>.c with one const table
 *
 *	const struct ch_lang ch_lang_<id> = { .name = "...", ... };
 *
 * and one line in languages.def.  The engine (walk.c) copies the syntax tree
 * once into an array of nodes, in document order, comments and other extras
 * left out, and then reads rows: a row says what one node type means.  A
 * grammar's odd shapes are read by small hooks.
 *
 * Finders.  Where something stands below a node is a string:
 *	".name"			the first child in field 'name'
 *	"block"			the first child of type 'block'
 *	".left/identifier"	steps, one level down each
 *	".result|type"		the first alternative that is there
 *	"async", "'type"	a token; the quote where a type has its name
 * A step that names a field or type the grammar does not have is a bug, found
 * by the test that compiles every language's rows.  NULL finds nothing.
 *
 * Threads: a description is immutable; finders are resolved per ch_parser.
 */
#ifndef CH_UAST_LANG_H
#define CH_UAST_LANG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "uast/blank.h"
#include "uast/bodies.h"
#include "uast/facts.h"

struct TSLanguage;
struct ch_walk;

#define CH_NO_NODE UINT32_MAX

/*
 * One node of the flat tree.  Children of i: the first is i + 1 (when
 * i + 1 < nodes[i].next), the next sibling of c is nodes[c].next, as long as
 * that is < nodes[i].next.  'end' is the end of the last descendant that is
 * not an extra, so it does not depend on where a comment was hung.
 */
struct ch_node {
	uint32_t start, end; /* bytes */
	uint32_t next;	     /* index after the last descendant */
	uint32_t parent;     /* CH_NO_NODE for the root */
	uint16_t type;	     /* grammar symbol */
	uint8_t field;	     /* grammar field in the parent, 0: none */
	uint8_t row;	     /* 1 + index into rows; 0: none */
};

enum ch_role {
	CH_ROLE_NONE,
	CH_ROLE_SYMBOL,	   /* makes a symbol, when its name is found */
	CH_ROLE_WRAPPER,   /* around a symbol and part of it: decorated
			      definition, export, template; the symbol starts
			      and ends where the outermost wrapper does */
	CH_ROLE_ATTRIBUTE, /* decorator, annotation, #[...]: child of a symbol,
			      wrapper or modifiers, or sibling just before */
	CH_ROLE_MODIFIERS, /* holds attributes and modifier words */
	CH_ROLE_DECISION,  /* one more path: if, loop, case, ?:, catch */
	CH_ROLE_OPERATOR,  /* a decision when it stands in field 'operator', or
			      .bare_operators: the tokens && and || */
	CH_ROLE_IMPORT,	   /* calls 'on_import' of the language, or, where
			      the row has a 'name', is one of that name */
	CH_ROLE_CONDITION, /* symbols inside are CH_SYM_CONDITIONAL */
	CH_ROLE_NAME,	   /* a leaf that is an identifier, for facts.names */
	CH_ROLE_COMMENT,   /* taken out of the tree, kept by position */
	CH_ROLE_CUSTOM	   /* calls 'emit', which calls ch_emit() */
};

/* Bits of ch_lang_row.traits. */
enum ch_trait {
	CH_ROW_GLOBAL = 1 << 0,	  /* no symbol inside a function body */
	CH_ROW_MEMBERS = 1 << 1,  /* functions inside are methods, as in types:
				    an impl block */
	CH_ROW_FLAT = 1 << 2,	  /* what is inside is not its child */
	CH_ROW_DECIDES = 1 << 3,  /* also a decision */
	CH_ROW_HIDDEN = 1 << 4,	  /* no symbols anywhere inside: expressions */
	CH_ROW_REQUIRED = 1 << 5, /* functions inside without a body are
				     CH_SYM_ABSTRACT, with one
				     CH_SYM_HAS_DEFAULT: interface, trait */
	CH_ROW_CONDITIONAL = 1 << 6, /* as CH_ROLE_CONDITION, beside its role */
	CH_ROW_TOP = 1 << 7,	  /* the file's, wherever it stands: macros */
	CH_ROW_UNSCOPED = 1 << 8, /* named without its parent: C's enum values
				   */
	/* What metrics.c reads, besides the decisions. */
	CH_ROW_NESTS = 1 << 9,	 /* costs 1 and 1 more a level, and is a level:
				    if, ?:, switch, loop, catch */
	CH_ROW_DEEPER = 1 << 10, /* a level that costs nothing: lambda */
	CH_ROW_ELSE = 1 << 11,	 /* costs 1: the tokens else, elif; what nests
				    just behind it is neither cost nor level */
	CH_ROW_JUMP = 1 << 12,	 /* costs 1: goto; an else that no "else if"
				    begins with */
	CH_ROW_LABEL_JUMP = 1 << 13, /* costs 1 where it names a label: break,
					continue (it has a named child) */
	CH_ROW_LITERAL = 1 << 14, /* one operand as a whole: string, template */
	CH_ROW_WORD = 1 << 15,	  /* a named leaf that is an operator: a
				     primitive type, this */
	CH_ROW_CASE = 1 << 16,	  /* the else in it is a case, and free */
	CH_ROW_LEAF = 1 << 17,	  /* read as one token: prose, of which the
				     grammar has nodes only for the signs */
	CH_ROW_TAIL = 1 << 18, /* its body is the sibling behind it, when that
				     is of the type 'body' names */
	CH_ROW_REST = 1 << 19, /* without a body it holds what follows, up to
				     the next of its type: "namespace a;" */
	CH_ROW_KEEP = 1 << 20, /* an extra that is no comment: the text of
				     a heredoc */
	CH_ROW_PIECE = 1 << 21 /* a child of the root that is understood by
				     itself and the comments around it: no
				     hook reads it from a sibling or looks
				     out of it, finish() leaves it alone */
};

/*
 * Fill in or refuse a symbol whose finders were read: false drops it (its
 * children then belong to the enclosing symbol).  's' is valid until the next
 * ch_emit().  s->qualified is the symbol's own part and stands behind the
 * enclosing symbol's and a separator; it may bring one of the signs
 * ". : # \\" itself.
 */
typedef bool ch_symbol_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s);
/* For nodes that make several symbols, or none: calls ch_emit(). */
struct ch_lang_row;
typedef void ch_emit_hook(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row);

struct ch_lang_row {
	const char *type; /* node type or token; several rows may share one when
			  all but the last have a word */
	/*
	 * The row is for nodes whose 'key' (NULL: whose own text) reads so,
	 * where a language spells if and def as calls.
	 */
	const char *word;
	const char *key; /* the same finder in all rows of a type */
	enum ch_role role;
	/*
	 * Inside a type body FUNCTION becomes METHOD, VARIABLE and CONSTANT
	 * become FIELD.
	 */
	enum ch_kind kind;
	uint32_t traits; /* enum ch_trait */
	uint32_t flags;	 /* enum ch_symbol_flag every such symbol has */
	/* Finders; what is not found stays empty. */
	const char *name;
	const char *params; /* the list whose children are parameters */
	const char *result;
	const char *value; /* ends the signature, as a body does */
	const char *bases;
	const char *generics;
	const char *throws;
	const char *body; /* ends the signature; NULL: none */
	const char *doc;  /* a string that documents it: docstring */
	ch_symbol_hook *hook;
	ch_emit_hook *emit; /* CH_ROLE_CUSTOM */
};

struct ch_param_row {
	const char *type; /* a node type inside a parameter list */
	enum ch_param_kind kind;
	const char *name; /* each match is a parameter: Go's "a, b int"; NULL:
			     the node itself */
	const char *ptype;
	const char *dflt;
	bool optional;
};

/* A word before the name that sets flags or a visibility. */
struct ch_modifier {
	const char *word;
	uint32_t flags;
	int visibility; /* 1 + enum ch_visibility; 0: says nothing */
};

enum ch_doc_style {
	CH_DOC_NONE,
	CH_DOC_MARKED, /* only doc comments: two stars, three slashes, !, | */
	CH_DOC_OUTER,  /* the same without !, which documents what is around */
	CH_DOC_ANY     /* any comment that ends on the line above */
};

struct ch_lang {
	const char *name;   /* Linguist's, when it is built in */
	const char *id;	    /* "cpp": as in languages.def */
	const char *alias;  /* another of Linguist's names that it reads */
	const char *suffix; /* of the name's files only those that end so */
	/*
	 * Documents, data, markup, build files: what stands in them is nobody's
	 * interface, and snapshot/ leaves it alone.
	 *
	 *	module	  a section: heading, table, rule, key of keys
	 *	field	  a key with a value, an element's id, a column
	 *	function  a target, a function, a procedure, a trigger
	 *	variable  a make variable, a custom property, a sequence
	 *	macro	  what define ... endef holds
	 *	struct	  a table
	 *	interface a view
	 *	constant  an index
	 *	type, enum, value  SQL's own
	 */
	bool is_data;
	const char *version; /* of one that is not built in, else NULL */
	unsigned extracts;   /* what hooks make: bits of enum ch_extract that
			       the rows do not tell */
	unsigned max_depth; /* nothing is made inside of so many; 0: no limit */
	const struct TSLanguage *(*grammar)(void);
	const char *separator; /* of qualified names: "." or "::" */
	const struct ch_lang_row *rows;
	size_t nrows; /* < 255 */
	const struct ch_param_row *params;
	size_t nparams;
	const struct ch_modifier *modifiers;
	size_t nmodifiers;
	/*
	 * What hooks ask for: ids[E] is a finder step (".field", "type"), to be
	 * used as ch_is(w, node, E), ch_get(w, node, E).  Declare an enum.
	 */
	const char *const *ids;
	size_t nids;
	/* Of CH_ROLE_OPERATOR; NULL: "operator", empty: it is in none. */
	const char *operator_field;
	enum ch_doc_style doc;
	bool trailing_doc; /* a comment behind a field, value or macro, on its
			      line, documents it */
	bool doc_below;	   /* a doc comment on the line below documents what has
			   none above, when the next thing keeps a distance */
	bool bare_operators; /* CH_ROLE_OPERATOR in any place */
	bool bare_members;   /* "x" may be this.x, or a method of it */
	bool bare_calls;     /* "f x" calls f: a CH_ROLE_NAME, or what one
				consists of */
	/*
	 * Whether s, complete but for this, is visible to whom; NULL: what the
	 * modifiers said, else public.  Its parent is already decided.
	 */
	enum ch_visibility (*visible)(
		struct ch_walk *w, uint32_t node, const struct ch_symbol *s);
	/*
	 * Where a declaration begins whose first words are siblings before its
	 * node: "final int" and "a = 1"; the node itself for others.  NULL:
	 * there are none.
	 */
	uint32_t (*head)(const struct ch_walk *w, uint32_t node);
	/*
	 * Does this node decide or cost what its row says?  NULL: it does.
	 * Where one type is several things: the else of an if and of a case,
	 * an operator that is any sign.
	 */
	bool (*counts)(const struct ch_walk *w, uint32_t node);
	/* Calls ch_add_import() for a CH_ROLE_IMPORT node. */
	void (*on_import)(struct ch_walk *w, uint32_t node);
	/* Instead of reading the param rows. */
	void (*on_params)(struct ch_walk *w, uint32_t list);
	/* When all symbols are there: __all__, export lists. */
	void (*finish)(struct ch_walk *w);
	/*
	 * Name the byte ranges the grammar had better not see (macros before
	 * a declaration); they are parsed as spaces.  NULL: none.
	 */
	void (*blank)(struct ch_str source, struct ch_blanks *out);
	/* The same for one that can start in the middle; NULL: it cannot. */
	ch_blank_part *blank_part;
	/* Find functions' bodies without a parser; NULL: it cannot. */
	void (*bodies)(struct ch_str source, struct ch_bodies *out);
};

/* ---- for hooks ---------------------------------------------------------- */

/* The source while its facts are extracted. */
struct ch_walk {
	const struct ch_lang *lang;
	struct ch_str path, source; /* source as it is, nothing blanked */
	const struct ch_node *nodes;
	uint32_t nnodes;
	struct ch_facts *facts;	     /* symbols so far (finish: all) */
	struct ch_arena *arena;	     /* of the facts */
	struct ch_walk_state *state; /* the engine's */
};

/*
 * Is it of this type (or in this field)?  'id' indexes lang->ids; one that the
 * language does not have is nowhere.
 */
bool ch_is(const struct ch_walk *w, uint32_t node, unsigned id);
/* First child of that type or field, or CH_NO_NODE; 'node' may be none. */
uint32_t ch_get(const struct ch_walk *w, uint32_t node, unsigned id);
/* The next one among the siblings after 'child' (loop over several). */
uint32_t ch_get_next(const struct ch_walk *w, uint32_t child, unsigned id);
/* First child, next or previous sibling, or CH_NO_NODE. */
uint32_t ch_first(const struct ch_walk *w, uint32_t node);
uint32_t ch_next(const struct ch_walk *w, uint32_t node);
uint32_t ch_previous(const struct ch_walk *w, uint32_t node);
uint32_t ch_parent(const struct ch_walk *w, uint32_t node);
/* Its bytes as they stand; empty for CH_NO_NODE. */
struct ch_str ch_text(const struct ch_walk *w, uint32_t node);
/* White space folded, comments left out; a view or the arena's. */
struct ch_str ch_fold(struct ch_walk *w, uint32_t node);
struct ch_str ch_fold_bytes(struct ch_walk *w, uint32_t from, uint32_t to);
/* The same without the attributes of the symbol that is being filled. */
struct ch_str ch_fold_bare(struct ch_walk *w, uint32_t from, uint32_t to);
/* The same without n ranges {start, end}, in order. */
struct ch_str ch_fold_except(struct ch_walk *w, uint32_t from, uint32_t to,
	const uint32_t (*skip)[2], size_t n);
/* Two strings, one behind the other, in the arena; 'between' where both are. */
struct ch_str ch_join(struct ch_walk *w, struct ch_str a, const char *between,
	struct ch_str b);
/* Has the subtree a leaf with exactly this text? */
bool ch_has_word(const struct ch_walk *w, uint32_t node, const char *word);

/*
 * A symbol of row 'def' for 'node', named by the text of node 'name'
 * (CH_NO_NODE: none is made and NULL returned), its finders read, hook called.
 * Ends before the next ch_emit(); NULL when refused or not wanted here.
 */
struct ch_symbol *ch_emit(struct ch_walk *w, const struct ch_lang_row *def,
	uint32_t node, uint32_t name);
/* The name node of the ch_emit() that called the hook. */
uint32_t ch_name_node(const struct ch_walk *w);
/* Index of the innermost symbol the walk is inside of, or CH_NO_SYMBOL. */
uint32_t ch_scope(const struct ch_walk *w);
/* The last one made directly in there, or CH_NO_SYMBOL. */
uint32_t ch_last_sibling(const struct ch_walk *w);
/*
 * 'node', a later sibling of that symbol's node, is more of it: one more
 * clause of a function.  Its range and body (body_start to the node's end)
 * grow, what decides in there is counted for it.
 */
void ch_continue(
	struct ch_walk *w, uint32_t symbol, uint32_t node, uint32_t body_start);
/*
 * The symbol just made reaches to the end of 'last', a later sibling of its
 * node, and what stands up to there is inside: "package A;".
 */
void ch_cover(struct ch_walk *w, uint32_t last);
/* The node a symbol was made from. */
uint32_t ch_symbol_node(const struct ch_walk *w, const struct ch_symbol *s);
/*
 * The first symbol that was made from this node or a later one, or nsymbols;
 * for languages whose symbols come in the order of their nodes.
 */
size_t ch_symbol_from(const struct ch_walk *w, uint32_t node);
/* Give the symbol that is being filled one more parameter. */
struct ch_param *ch_add_param(struct ch_walk *w);
/* Parameter i of the symbol that is being filled, or NULL. */
struct ch_param *ch_param_at(struct ch_walk *w, size_t i);
/* Its documentation is this node (a docstring); nothing for CH_NO_NODE. */
void ch_set_doc(struct ch_walk *w, struct ch_symbol *s, uint32_t node);
/* The same for a text that is only part of a node. */
void ch_set_doc_text(
	struct ch_walk *w, struct ch_symbol *s, struct ch_str text);
/* Read a list's children by the param rows (the default of on_params). */
void ch_read_params(struct ch_walk *w, uint32_t list);
/* The file's comments, by position; NULL behind the last. */
const struct ch_comment *ch_comment_at(const struct ch_walk *w, size_t i);
/* Index of the first one that starts at or after 'byte'. */
size_t ch_comment_after(const struct ch_walk *w, uint32_t byte);
/* One more path through the innermost open function. */
void ch_note_decision(struct ch_walk *w);
/* Members of the innermost open symbol are this visible from here on. */
void ch_set_access(struct ch_walk *w, enum ch_visibility v);
/* No symbols anywhere below 'node'. */
void ch_hide(struct ch_walk *w, uint32_t node);
/* Symbols below 'node' are CH_SYM_CONDITIONAL. */
void ch_mark_conditional(struct ch_walk *w, uint32_t node);
void ch_add_import(struct ch_walk *w, uint32_t node, struct ch_str name,
	enum ch_import_kind kind, bool reexport);

#endif
