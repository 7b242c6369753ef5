/*
 * cfamily.h - what the descriptions of C, C++ and Objective-C share:
 * declarators.
 */
#ifndef CH_UAST_CFAMILY_H
#define CH_UAST_CFAMILY_H

#include "uast/lang.h"

/* Rows that no node type has by itself: the first of each table. */
enum ch_c_row {
	CH_C_PROTOTYPE,
	CH_C_VARIABLE,
	CH_C_TYPEDEF,
	CH_C_FIELD,
	CH_C_FIELD_SCOPE, /* a field of a nameless struct: holds its fields */
	CH_C_NROWS,
	/* C++ only */
	CH_CPP_VALUE = CH_C_NROWS, /* of an enum class */
	CH_CPP_NROWS,
	/* Objective-C only */
	CH_OBJC_CATEGORY = CH_C_NROWS,
	CH_OBJC_PROPERTY,
	CH_OBJC_IVAR,
	CH_OBJC_NROWS
};

/* The first ids of all three languages. */
enum ch_c_id {
	CH_C_DECLARATOR, /* field */
	CH_C_PARAMETERS, /* field */
	CH_C_NAME,	 /* field */
	CH_C_TYPE,	 /* field */
	CH_C_BODY,	 /* field */
	CH_C_VALUE,	 /* field */
	CH_C_PATH,	 /* field */
	CH_C_DEFAULT,	 /* field default_value in C++, value in C */
	CH_C_FUNCTION_DECLARATOR,
	CH_C_POINTER_DECLARATOR,
	CH_C_ARRAY_DECLARATOR,
	CH_C_PARENTHESIZED_DECLARATOR,
	CH_C_INIT_DECLARATOR,
	CH_C_ABSTRACT_FUNCTION,
	CH_C_IDENTIFIER,
	CH_C_FIELD_IDENTIFIER,
	CH_C_TYPE_IDENTIFIER,
	CH_C_PRIMITIVE_TYPE,
	CH_C_STORAGE_CLASS,
	CH_C_TYPE_QUALIFIER,
	CH_C_ATTRIBUTE_SPECIFIER,
	CH_C_ATTRIBUTE_DECLARATION,
	CH_C_DECLSPEC,
	CH_C_BITFIELD,
	CH_C_PARAMETER_DECLARATION,
	CH_C_VARIADIC,
	CH_C_DECLARATION,
	CH_C_FUNCTION_DEFINITION,
	CH_C_FIELD_DECLARATION,
	CH_C_TYPE_DEFINITION,
	CH_C_FIELD_LIST,
	CH_C_ENUMERATOR_LIST,
	CH_C_STRUCT,
	CH_C_UNION,
	CH_C_ENUM,
	CH_C_PREPROC_DEF,
	CH_C_PREPROC_IFDEF,
	CH_C_SYSTEM_STRING,
	CH_C_STRING,
	CH_C_ELLIPSIS, /* token */
	CH_C_LINKAGE,
	CH_C_NIDS,
	/* C++ only */
	CH_CPP_REFERENCE = CH_C_NIDS,
	CH_CPP_VARIADIC_DECLARATOR,
	CH_CPP_QUALIFIED,
	CH_CPP_DESTRUCTOR,
	CH_CPP_OPERATOR,
	CH_CPP_OPERATOR_CAST,
	CH_CPP_TEMPLATE_FUNCTION,
	CH_CPP_TEMPLATE_METHOD,
	CH_CPP_TEMPLATE_TYPE,
	CH_CPP_DEPENDENT_NAME,
	CH_CPP_TEMPLATE_DECLARATION,
	CH_CPP_OPTIONAL_PARAMETER,
	CH_CPP_VARIADIC_PARAMETER,
	CH_CPP_TRAILING_RETURN,
	CH_CPP_NOEXCEPT,
	CH_CPP_INITIALIZERS,
	CH_CPP_DEFAULTED,
	CH_CPP_DELETED,
	CH_CPP_PURE,
	CH_CPP_FRIEND,
	CH_CPP_BASES,
	CH_CPP_NAMESPACE,
	CH_CPP_CLASS,
	CH_CPP_CLASS_TOKEN,
	CH_CPP_STRUCT_TOKEN,
	CH_CPP_SCOPE, /* field */
	CH_CPP_NIDS,
	/* Objective-C only, which leaves those of C++ out */
	CH_OBJC_BLOCK_POINTER = CH_CPP_NIDS,
	CH_OBJC_NIDS
};

/* clang-format off */
#define CH_C_IDS                                                               \
	[CH_C_DECLARATOR] = ".declarator",                                     \
	[CH_C_PARAMETERS] = ".parameters",                                     \
	[CH_C_NAME] = ".name",                                                 \
	[CH_C_TYPE] = ".type",                                                 \
	[CH_C_BODY] = ".body",                                                 \
	[CH_C_VALUE] = ".value",                                               \
	[CH_C_PATH] = ".path",                                                 \
	[CH_C_FUNCTION_DECLARATOR] = "function_declarator",                    \
	[CH_C_POINTER_DECLARATOR] = "pointer_declarator",                      \
	[CH_C_ARRAY_DECLARATOR] = "array_declarator",                          \
	[CH_C_PARENTHESIZED_DECLARATOR] = "parenthesized_declarator",          \
	[CH_C_INIT_DECLARATOR] = "init_declarator",                            \
	[CH_C_ABSTRACT_FUNCTION] = "abstract_function_declarator",             \
	[CH_C_IDENTIFIER] = "identifier",                                      \
	[CH_C_FIELD_IDENTIFIER] = "field_identifier",                          \
	[CH_C_TYPE_IDENTIFIER] = "type_identifier",                            \
	[CH_C_PRIMITIVE_TYPE] = "primitive_type",                              \
	[CH_C_STORAGE_CLASS] = "storage_class_specifier",                      \
	[CH_C_TYPE_QUALIFIER] = "type_qualifier",                              \
	[CH_C_ATTRIBUTE_SPECIFIER] = "attribute_specifier",                    \
	[CH_C_ATTRIBUTE_DECLARATION] = "attribute_declaration",                \
	[CH_C_DECLSPEC] = "ms_declspec_modifier",                              \
	[CH_C_BITFIELD] = "bitfield_clause",                                   \
	[CH_C_PARAMETER_DECLARATION] = "parameter_declaration",                \
	[CH_C_DECLARATION] = "declaration",                                    \
	[CH_C_FUNCTION_DEFINITION] = "function_definition",                    \
	[CH_C_FIELD_DECLARATION] = "field_declaration",                        \
	[CH_C_TYPE_DEFINITION] = "type_definition",                            \
	[CH_C_FIELD_LIST] = "field_declaration_list",                          \
	[CH_C_ENUMERATOR_LIST] = "enumerator_list",                            \
	[CH_C_STRUCT] = "struct_specifier",                                    \
	[CH_C_UNION] = "union_specifier",                                      \
	[CH_C_ENUM] = "enum_specifier",                                        \
	[CH_C_PREPROC_DEF] = "preproc_def",                                    \
	[CH_C_PREPROC_IFDEF] = "preproc_ifdef",                                \
	[CH_C_SYSTEM_STRING] = "system_lib_string",                            \
	[CH_C_STRING] = "string_literal",                                      \
	[CH_C_ELLIPSIS] = "'...",                                              \
	[CH_C_LINKAGE] = "linkage_specification"
/* What the three grammars have in common. */
#define CH_C_ROWS                                                              \
	{ .type = "field_declaration", .role = CH_ROLE_CUSTOM,                 \
		.emit = ch_c_emit_declarations },                              \
	{ .type = "preproc_if", .role = CH_ROLE_CONDITION },                   \
	{ .type = "preproc_ifdef", .role = CH_ROLE_CUSTOM,                     \
		.emit = ch_c_emit_condition },                                 \
	{ .type = "preproc_include", .role = CH_ROLE_IMPORT },                 \
	{ .type = "attribute_specifier", .role = CH_ROLE_ATTRIBUTE },          \
	{ .type = "attribute_declaration", .role = CH_ROLE_ATTRIBUTE },        \
	{ .type = "ms_declspec_modifier", .role = CH_ROLE_ATTRIBUTE },         \
	{ .type = "if_statement", .role = CH_ROLE_DECISION,                    \
		.traits = CH_ROW_NESTS },                                      \
	{ .type = "for_statement", .role = CH_ROLE_DECISION,                   \
		.traits = CH_ROW_NESTS },                                      \
	{ .type = "while_statement", .role = CH_ROLE_DECISION,                 \
		.traits = CH_ROW_NESTS },                                      \
	{ .type = "do_statement", .role = CH_ROLE_DECISION,                    \
		.traits = CH_ROW_NESTS },                                      \
	{ .type = "conditional_expression", .role = CH_ROLE_DECISION,          \
		.traits = CH_ROW_NESTS },                                      \
	{ .type = "'case", .role = CH_ROLE_DECISION },                         \
	{ .type = "switch_statement", .traits = CH_ROW_NESTS },                \
	{ .type = "'else", .traits = CH_ROW_ELSE },                            \
	{ .type = "goto_statement", .traits = CH_ROW_JUMP },                   \
	{ .type = "string_literal", .traits = CH_ROW_LITERAL },                \
	{ .type = "char_literal", .traits = CH_ROW_LITERAL },                  \
	{ .type = "primitive_type", .traits = CH_ROW_WORD },                   \
	{ .type = "&&", .role = CH_ROLE_OPERATOR },                            \
	{ .type = "||", .role = CH_ROLE_OPERATOR },                            \
	{ .type = "comment", .role = CH_ROLE_COMMENT },                        \
	{ .type = "identifier", .role = CH_ROLE_NAME },                        \
	{ .type = "type_identifier", .role = CH_ROLE_NAME },                   \
	{ .type = "field_identifier", .role = CH_ROLE_NAME }
/* clang-format on */

/* A path that other files include. */
bool ch_c_is_header(struct ch_str path);
/*
 * The name at the bottom of declarator 'at', or CH_NO_NODE.  Sets *fn to the
 * function declarator that is about this name: none for pointers to functions.
 */
uint32_t ch_c_declared(const struct ch_walk *w, uint32_t at, uint32_t *fn);
/* Hook: result, parameters and signature around ch_name_node(). */
ch_symbol_hook ch_c_declare;
/* Hook: a struct, union, enum or class that has a body. */
ch_symbol_hook ch_c_type_hook;
ch_symbol_hook ch_c_macro_hook;
/* declaration, field_declaration, type_definition, function_definition. */
ch_emit_hook ch_c_emit_declarations;
ch_emit_hook ch_c_emit_function;
ch_emit_hook ch_c_emit_tagged; /* struct, union, enum */
ch_emit_hook ch_c_emit_condition;
void ch_c_import(struct ch_walk *w, uint32_t node);
void ch_c_params(struct ch_walk *w, uint32_t list);
enum ch_visibility ch_c_visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s);

#endif
