/*
 * ecma.h - what JavaScript's and TypeScript's descriptions share.
 *
 * Both grammars name most nodes alike, so the hooks are the same; those ids
 * that only TypeScript has stand at the end, and hooks ask for them only where
 * ch_walk.lang->nids says they are there.
 */
#ifndef CH_UAST_ECMA_H
#define CH_UAST_ECMA_H

#include "uast/lang.h"

enum ec_id {
	EC_NAME,
	EC_VALUE,
	EC_BODY,
	EC_PARAMETERS,
	EC_PARAMETER,
	EC_LEFT,
	EC_RIGHT,
	EC_KEY,
	EC_OBJECT,
	EC_PROPERTY,
	EC_SOURCE,
	EC_ALIAS,
	EC_FUNCTION,
	EC_ARGUMENTS,
	EC_PROGRAM,
	EC_EXPORT,
	EC_EXPORT_SPECIFIER,
	EC_DEFAULT,
	EC_VARIABLE,
	EC_EXPRESSION_STATEMENT,
	EC_ASSIGNMENT,
	EC_MEMBER,
	EC_IDENTIFIER,
	EC_OBJECT_LITERAL,
	EC_PAIR,
	EC_SHORTHAND,
	EC_OBJECT_PATTERN,
	EC_ARRAY_PATTERN,
	EC_PAIR_PATTERN,
	EC_SHORTHAND_PATTERN,
	EC_ASSIGNMENT_PATTERN,
	EC_OBJECT_ASSIGNMENT_PATTERN,
	EC_REST_PATTERN,
	EC_ARROW,
	EC_FUNCTION_EXPRESSION,
	EC_GENERATOR,
	EC_FUNCTION_DECLARATION,
	EC_GENERATOR_DECLARATION,
	EC_METHOD,
	EC_CLASS,
	EC_HERITAGE,
	EC_BLOCK,
	EC_STATIC_BLOCK,
	EC_STRING,
	EC_IMPORT,
	EC_ARROW_TOKEN,
	EC_ASYNC,
	EC_LEXICAL,
	EC_CONST,
	EC_CLASS_BODY,
	EC_IMPORT_STATEMENT,
	EC_CALL,
	EC_NJAVASCRIPT,

	TS_TYPE = EC_NJAVASCRIPT,
	TS_PATTERN,
	TS_RETURN_TYPE,
	TS_TYPE_PARAMETERS,
	TS_REQUIRED,
	TS_OPTIONAL,
	TS_ACCESSIBILITY,
	TS_READONLY,
	TS_MODULE,
	TS_NAMESPACE,
	TS_AMBIENT,
	TS_INTERFACE_BODY,
	TS_OBJECT_TYPE,
	TS_TYPE_ALIAS,
	TS_INTERSECTION,
	TS_EXTENDS,
	TS_IMPLEMENTS,
	TS_EXTENDS_TYPE,
	TS_ENUM_ASSIGNMENT,
	TS_INDEX_TYPE,
	TS_QUESTION,
	TS_IMPORT_REQUIRE,
	TS_THIS,
	TS_CALL_SIGNATURE,
	TS_CONSTRUCT_SIGNATURE,
	EC_NTYPESCRIPT
};

/* The first EC_NJAVASCRIPT entries of an ids array. */
#define EC_IDS                                                                 \
	[EC_NAME] = ".name", [EC_VALUE] = ".value", [EC_BODY] = ".body",       \
	[EC_PARAMETERS] = ".parameters", [EC_PARAMETER] = ".parameter",        \
	[EC_LEFT] = ".left", [EC_RIGHT] = ".right", [EC_KEY] = ".key",         \
	[EC_OBJECT] = ".object", [EC_PROPERTY] = ".property",                  \
	[EC_SOURCE] = ".source", [EC_ALIAS] = ".alias",                        \
	[EC_FUNCTION] = ".function", [EC_ARGUMENTS] = ".arguments",            \
	[EC_PROGRAM] = "program", [EC_EXPORT] = "export_statement",            \
	[EC_EXPORT_SPECIFIER] = "export_specifier", [EC_DEFAULT] = "'default", \
	[EC_VARIABLE] = "variable_declarator",                                 \
	[EC_EXPRESSION_STATEMENT] = "expression_statement",                    \
	[EC_ASSIGNMENT] = "assignment_expression",                             \
	[EC_MEMBER] = "member_expression", [EC_IDENTIFIER] = "identifier",     \
	[EC_OBJECT_LITERAL] = "object", [EC_PAIR] = "pair",                    \
	[EC_SHORTHAND] = "shorthand_property_identifier",                      \
	[EC_OBJECT_PATTERN] = "object_pattern",                                \
	[EC_ARRAY_PATTERN] = "array_pattern",                                  \
	[EC_PAIR_PATTERN] = "pair_pattern",                                    \
	[EC_SHORTHAND_PATTERN] = "shorthand_property_identifier_pattern",      \
	[EC_ASSIGNMENT_PATTERN] = "assignment_pattern",                        \
	[EC_OBJECT_ASSIGNMENT_PATTERN] = "object_assignment_pattern",          \
	[EC_REST_PATTERN] = "rest_pattern", [EC_ARROW] = "arrow_function",     \
	[EC_FUNCTION_EXPRESSION] = "function_expression",                      \
	[EC_GENERATOR] = "generator_function",                                 \
	[EC_FUNCTION_DECLARATION] = "function_declaration",                    \
	[EC_GENERATOR_DECLARATION] = "generator_function_declaration",         \
	[EC_METHOD] = "method_definition", [EC_CLASS] = "class",               \
	[EC_HERITAGE] = "class_heritage", [EC_BLOCK] = "statement_block",      \
	[EC_STATIC_BLOCK] = "class_static_block", [EC_STRING] = "string",      \
	[EC_IMPORT] = "import", [EC_ARROW_TOKEN] = "=>", [EC_ASYNC] = "async", \
	[EC_LEXICAL] = "lexical_declaration", [EC_CONST] = "const",            \
	[EC_CLASS_BODY] = "class_body",                                        \
	[EC_IMPORT_STATEMENT] = "import_statement",                            \
	[EC_CALL] = "call_expression"

ch_symbol_hook ec_function; /* declarations, methods, signatures */
ch_symbol_hook ec_variable;
ch_symbol_hook ec_class;
ch_symbol_hook ec_field;
ch_symbol_hook ec_assigned; /* exports.x = ..., X.prototype.y = ... */
ch_symbol_hook ec_pair;
ch_symbol_hook ec_default;
ch_emit_hook ec_emit_variable;
ch_emit_hook ec_emit_assigned;
ch_emit_hook ec_emit_pair;
ch_emit_hook ec_emit_method;
ch_emit_hook ec_emit_default; /* export default function () {} */
ch_emit_hook ec_emit_call;    /* require("x"), import("x") */

void ec_params(struct ch_walk *w, uint32_t list);
void ec_import(struct ch_walk *w, uint32_t node);
void ec_finish(struct ch_walk *w);
enum ch_visibility ec_visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s);

/* "T" of ": T". */
struct ch_str ec_type_text(struct ch_walk *w, uint32_t annotation);
/* Is it in a function that need not have a name? */
bool ec_in_function(const struct ch_walk *w, uint32_t node);
/* Without quotes. */
struct ch_str ec_unquote(struct ch_str s);

#endif
