#include <string.h>

#include "base/map.h"
#include "uast/blank.h"
#include "uast/lang.h"

const struct TSLanguage *tree_sitter_swift(void);

enum sw_id {
	SW_NAME,
	SW_VALUE,
	SW_DATA,
	SW_BODY,
	SW_EXTERNAL,
	SW_KIND,
	SW_MODIFIERS,
	SW_VISIBILITY,
	SW_SET,
	SW_INHERITS,
	SW_WHERE,
	SW_TYPE_PARAMETERS,
	SW_PARAMETER,
	SW_ARROW,
	SW_COLON,
	SW_EQUALS,
	SW_DOTS,
	SW_ASYNC,
	SW_CLASS,
	SW_LET,
	SW_BINDING,
	SW_TYPE_ANNOTATION,
	SW_COMPUTED,
	SW_GETTER,
	SW_SETTER,
	SW_MODIFY,
	SW_OBSERVERS,
	SW_PROPERTY,
	SW_IDENTIFIER,
	SW_PATH,
	SW_TYPE_IDENTIFIER,
	SW_TYPE_ARGUMENTS,
	SW_CLASS_BODY,
	SW_ENUM_BODY,
	SW_SOURCE,
	SW_ENTRY,
	SW_DEFAULT,
	SW_IF,
	SW_ELSE,
	SW_WHERE_WORD,
	SW_WHERE_CLAUSE,
	SW_TRANSFER
};

static const char *const sw_ids[] = {
	[SW_NAME] = ".name",
	[SW_VALUE] = ".value",
	[SW_DATA] = ".data_contents",
	[SW_BODY] = ".body",
	[SW_EXTERNAL] = ".external_name",
	[SW_KIND] = ".declaration_kind",
	[SW_MODIFIERS] = "modifiers",
	[SW_VISIBILITY] = "visibility_modifier",
	[SW_SET] = "'set",
	[SW_INHERITS] = "inheritance_specifier",
	[SW_WHERE] = "type_constraints",
	[SW_TYPE_PARAMETERS] = "type_parameters",
	[SW_PARAMETER] = "parameter",
	[SW_ARROW] = "'->",
	[SW_COLON] = "':",
	[SW_EQUALS] = "'=",
	[SW_DOTS] = "'...",
	[SW_ASYNC] = "'async",
	[SW_CLASS] = "'class",
	[SW_LET] = "'let",
	[SW_BINDING] = "value_binding_pattern",
	[SW_TYPE_ANNOTATION] = "type_annotation",
	[SW_COMPUTED] = "computed_property",
	[SW_GETTER] = "computed_getter",
	[SW_SETTER] = "computed_setter",
	[SW_MODIFY] = "computed_modify",
	[SW_OBSERVERS] = "willset_didset_block",
	[SW_PROPERTY] = "property_declaration",
	[SW_IDENTIFIER] = "simple_identifier",
	[SW_PATH] = "identifier",
	[SW_TYPE_IDENTIFIER] = "type_identifier",
	[SW_TYPE_ARGUMENTS] = "type_arguments",
	[SW_CLASS_BODY] = "class_body",
	[SW_ENUM_BODY] = "enum_class_body",
	[SW_SOURCE] = "source_file",
	[SW_ENTRY] = "switch_entry",
	[SW_DEFAULT] = "default_keyword",
	[SW_IF] = "if_statement",
	[SW_ELSE] = "else",
	[SW_WHERE_WORD] = "where_keyword",
	[SW_WHERE_CLAUSE] = "where_clause",
	[SW_TRANSFER] = "control_transfer_statement",
};

/* ---- types -------------------------------------------------------------- */

/* "Base<T>, Face" of what stands behind the colon. */
static struct ch_str bases_of(struct ch_walk *w, uint32_t node)
{
	struct ch_str all = { NULL, 0 };
	uint32_t c;

	for (c = ch_get(w, node, SW_INHERITS); c != CH_NO_NODE;
		c = ch_get_next(w, c, SW_INHERITS)) {
		if (all.len > 4096)
			break;
		all = ch_join(w, all, ", ", ch_fold(w, c));
	}
	return all;
}

static struct ch_str generics_of(struct ch_walk *w, uint32_t node)
{
	return ch_join(w, ch_fold(w, ch_get(w, node, SW_TYPE_PARAMETERS)), " ",
		ch_fold(w, ch_get(w, node, SW_WHERE)));
}

/* "A.B" of "extension A.B<C>", of which B is the name. */
static void extended_name(struct ch_walk *w, uint32_t name, struct ch_symbol *s)
{
	struct ch_str path = { NULL, 0 };
	uint32_t i = name;

	while (i < w->nodes[name].next) {
		if (ch_is(w, i, SW_TYPE_ARGUMENTS)) {
			i = w->nodes[i].next;
			continue;
		}
		if (ch_is(w, i, SW_TYPE_IDENTIFIER)) {
			path = ch_join(w, path, ".", ch_text(w, i));
			s->name = ch_text(w, i);
			s->name_byte = w->nodes[i].start;
		}
		i++;
	}
	s->qualified = path;
}

static bool type_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	struct ch_str kind = ch_text(w, ch_get(w, node, SW_KIND));

	if (ch_str_is(kind, "struct"))
		s->kind = CH_KIND_STRUCT;
	else if (ch_str_is(kind, "enum"))
		s->kind = CH_KIND_ENUM;
	else if (ch_str_is(kind, "extension"))
		s->kind = CH_KIND_MODULE;
	s->bases = bases_of(w, node);
	s->generics = generics_of(w, node);
	if (s->kind == CH_KIND_MODULE)
		extended_name(w, ch_name_node(w), s);
	return true;
}

static bool alias_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t target = ch_next(w, ch_get(w, node, SW_EQUALS));

	if (target != CH_NO_NODE)
		s->result = ch_fold_bytes(
			w, w->nodes[target].start, w->nodes[node].end);
	return true;
}

/* "case a = 1, b(Int)": one of the names, with what belongs to it. */
static bool entry_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t name = ch_name_node(w), data = ch_next(w, name), equals = data;
	struct ch_str own = s->name;

	if (ch_is(w, data, SW_DATA))
		own = ch_fold_bytes(
			w, w->nodes[name].start, w->nodes[data].end);
	else if (ch_is(w, equals, SW_EQUALS))
		s->value = ch_fold(w, ch_next(w, equals));
	s->signature = ch_join(w,
		ch_fold_bare(w, w->nodes[node].start,
			w->nodes[ch_get(w, node, SW_NAME)].start),
		" ", own);
	return true;
}

/* Each is looked for among all. */
#define MAX_NAMES 1000

static void emit_entries(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t c = ch_get(w, node, SW_NAME);
	int i;

	for (i = 0; i < MAX_NAMES && c != CH_NO_NODE; i++) {
		ch_emit(w, row, node, c);
		c = ch_get_next(w, c, SW_NAME);
	}
}

/* ---- functions ---------------------------------------------------------- */

/* A label is the name for callers: "for" of "for x: Int". */
static void read_param(struct ch_walk *w, uint32_t node)
{
	uint32_t type = ch_next(w, ch_get(w, node, SW_COLON));
	uint32_t dots = ch_get(w, node, SW_DOTS), equals = ch_next(w, node);
	struct ch_str label = ch_text(w, ch_get(w, node, SW_EXTERNAL));
	struct ch_str name = ch_text(w, ch_get(w, node, SW_NAME));
	struct ch_str text = { NULL, 0 }, value = { NULL, 0 };
	struct ch_param *p;

	if (type != CH_NO_NODE)
		text = ch_fold_bytes(w, w->nodes[type].start,
			dots == CH_NO_NODE ? w->nodes[node].end
					   : w->nodes[dots].start);
	if (ch_is(w, equals, SW_EQUALS))
		value = ch_fold(w, ch_next(w, equals));
	p = ch_add_param(w);
	p->name = label.len && !ch_str_is(label, "_") ? label : name;
	p->type = text;
	p->dflt = value;
	p->optional = value.len > 0;
	if (dots != CH_NO_NODE)
		p->kind = CH_PARAM_VARIADIC;
	else if (ch_str_is(label, "_"))
		p->kind = CH_PARAM_POSITIONAL_ONLY;
}

/* They stand in the function itself, from the first on. */
static void sw_params(struct ch_walk *w, uint32_t first)
{
	for (; first != CH_NO_NODE; first = ch_get_next(w, first, SW_PARAMETER))
		read_param(w, first);
}

/* What stands between the arrow and the body. */
static struct ch_str result_of(struct ch_walk *w, uint32_t node)
{
	uint32_t first = ch_next(w, ch_get(w, node, SW_ARROW)), c, last = first;

	if (first == CH_NO_NODE)
		return ch_str_n(NULL, 0);
	for (c = first; c != CH_NO_NODE; c = ch_next(w, c)) {
		if (ch_is(w, c, SW_WHERE) || ch_is(w, c, SW_BODY) ||
			ch_is(w, c, SW_COMPUTED))
			break;
		last = c;
	}
	return ch_fold_bytes(w, w->nodes[first].start, w->nodes[last].end);
}

static bool function_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	if (ch_get(w, node, SW_ASYNC) != CH_NO_NODE)
		s->flags |= CH_SYM_ASYNC;
	if (ch_get(w, node, SW_CLASS) != CH_NO_NODE)
		s->flags |= CH_SYM_STATIC;
	s->result = result_of(w, node);
	s->generics = generics_of(w, node);
	return true;
}

/* ---- properties --------------------------------------------------------- */

/* "{ get }" where it cannot be set; what can be is a plain var to others. */
static bool is_read_only(const struct ch_walk *w, uint32_t computed)
{
	return computed != CH_NO_NODE &&
	       ch_get(w, computed, SW_SETTER) == CH_NO_NODE &&
	       ch_get(w, computed, SW_MODIFY) == CH_NO_NODE;
}

/* One of "a: Int = 1, b": the pattern is the child that holds its name. */
static bool property_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t computed = ch_get(w, node, SW_COMPUTED);
	uint32_t pattern = ch_name_node(w), c, annotation = CH_NO_NODE;
	uint32_t binding = ch_get(w, node, SW_BINDING);
	struct ch_str head;

	while (ch_parent(w, pattern) != node)
		pattern = ch_parent(w, pattern);
	for (c = ch_next(w, pattern); c != CH_NO_NODE && !ch_is(w, c, SW_NAME);
		c = ch_next(w, c)) {
		if (ch_is(w, c, SW_TYPE_ANNOTATION))
			annotation = c;
		if (ch_is(w, c, SW_VALUE))
			s->value = ch_fold(w, c);
	}
	s->result = ch_fold(w, ch_next(w, ch_first(w, annotation)));
	if (ch_get(w, binding, SW_LET) != CH_NO_NODE)
		s->flags |= CH_SYM_CONST;
	if (binding == CH_NO_NODE)
		return true;
	head = ch_fold_bare(w, w->nodes[node].start, w->nodes[binding].end);
	s->signature = ch_join(w, ch_join(w, head, " ", ch_fold(w, pattern)),
		"", ch_fold(w, annotation));
	if (is_read_only(w, computed))
		s->signature = ch_join(w, s->signature, " ", CH_STR("{ get }"));
	return !ch_str_is(s->name, "_");
}

/* "let (a, b) = c" names two. */
static void emit_pattern(struct ch_walk *w, uint32_t node,
	const struct ch_lang_row *row, uint32_t pattern)
{
	int n = 0;

	for (uint32_t i = pattern; i < w->nodes[pattern].next && n < MAX_NAMES;
		i++)
		if (ch_is(w, i, SW_IDENTIFIER)) {
			ch_emit(w, row, node, i);
			n++;
		}
}

static void emit_property(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t up = ch_parent(w, node), c;
	int i;

	if (!ch_is(w, up, SW_CLASS_BODY) && !ch_is(w, up, SW_ENUM_BODY) &&
		!ch_is(w, up, SW_SOURCE))
		return;
	c = ch_get(w, node, SW_NAME);
	for (i = 0; i < MAX_NAMES && c != CH_NO_NODE; i++) {
		emit_pattern(w, node, row, c);
		c = ch_get_next(w, c, SW_NAME);
	}
}

static bool requirement_hook(
	struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	uint32_t annotation = ch_get(w, node, SW_TYPE_ANNOTATION);

	s->result = ch_fold(w, ch_next(w, ch_first(w, annotation)));
	s->flags |= CH_SYM_ABSTRACT;
	return true;
}

static void emit_requirement(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	emit_pattern(w, node, row, ch_get(w, node, SW_NAME));
}

static bool is_of_scope(const struct ch_walk *w, uint32_t node)
{
	uint32_t up = ch_scope(w);

	return up != CH_NO_SYMBOL &&
	       ch_symbol_node(w, &w->facts->symbols[up]) == node;
}

/* "{ 1 }" of "var x: Int { 1 }" */
static void emit_computed(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t up = ch_parent(w, node);

	if (ch_is(w, up, SW_PROPERTY) && is_of_scope(w, up) &&
		ch_get(w, node, SW_GETTER) == CH_NO_NODE &&
		ch_get(w, node, SW_SETTER) == CH_NO_NODE)
		ch_emit(w, row, node, ch_first(w, node));
}

static bool computed_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->name = s->signature = CH_STR("get");
	s->body_start = w->nodes[node].start;
	s->body_end = w->nodes[node].end;
	s->flags &= ~(uint32_t)CH_SYM_DECLARATION;
	return true;
}

/* get, set, willSet and didSet with code are methods of their property. */
static void emit_accessor(
	struct ch_walk *w, uint32_t node, const struct ch_lang_row *row)
{
	uint32_t up = ch_parent(w, ch_parent(w, node)), name = node;

	if (!ch_is(w, up, SW_PROPERTY) || !is_of_scope(w, up))
		return;
	for (name = node; name < w->nodes[node].next; name++) {
		struct ch_str text = ch_text(w, name);

		if (ch_str_is(text, "get") || ch_str_is(text, "set") ||
			ch_str_is(text, "willSet") ||
			ch_str_is(text, "didSet") ||
			ch_str_is(text, "_modify")) {
			ch_emit(w, row, node, name);
			return;
		}
	}
}

static bool accessor_hook(struct ch_walk *w, uint32_t node, struct ch_symbol *s)
{
	s->signature = s->name;
	s->body_start = s->name_byte + (uint32_t)s->name.len;
	s->body_end = w->nodes[node].end;
	s->flags &= ~(uint32_t)CH_SYM_DECLARATION;
	return s->body_start < s->body_end;
}

/* ---- imports ------------------------------------------------------------ */

/* What comes with the language or its makers' systems. */
static bool is_system(struct ch_str name)
{
	static const char *const words[] = { "AVFoundation", "AVKit",
		"Accelerate", "Accessibility", "AppKit",
		"AuthenticationServices", "Builtin", "CFNetwork", "Charts",
		"CloudKit", "Combine", "Contacts", "CoreAudio", "CoreBluetooth",
		"CoreData", "CoreFoundation", "CoreGraphics", "CoreImage",
		"CoreLocation", "CoreML", "CoreMedia", "CoreMotion",
		"CoreServices", "CoreSpotlight", "CoreText", "CoreVideo",
		"CryptoKit", "CxxStdlib", "Darwin", "DeveloperToolsSupport",
		"Dispatch", "EventKit", "Foundation", "FoundationEssentials",
		"FoundationNetworking", "FoundationXML", "GameKit", "Glibc",
		"HealthKit", "ImageIO", "IOKit", "LocalAuthentication",
		"MapKit", "MediaPlayer", "MessageUI", "Metal", "MetalKit",
		"MobileCoreServices", "Musl", "NaturalLanguage", "Network",
		"NetworkExtension", "OSLog", "ObjectiveC", "Observation",
		"PDFKit", "PackageDescription", "PackagePlugin", "PassKit",
		"Photos", "PhotosUI", "QuartzCore", "QuickLook", "RealityKit",
		"RegexBuilder", "SafariServices", "SceneKit", "Security",
		"Speech", "SpriteKit", "StoreKit", "Swift", "SwiftData",
		"SwiftUI", "Synchronization", "SystemConfiguration", "TVUIKit",
		"Testing", "UIKit", "UniformTypeIdentifiers",
		"UserNotifications", "Vision", "WatchKit", "WebKit",
		"WidgetKit", "WinSDK", "XCTest", "os", "simd" };
	struct ch_str first = ch_str_sub(name, 0, ch_str_chr(name, '.', 0));

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (ch_str_is(first, words[i]))
			return true;
	return false;
}

static void sw_import(struct ch_walk *w, uint32_t node)
{
	struct ch_str name = ch_fold(w, ch_get(w, node, SW_PATH));
	struct ch_str words = ch_text(w, ch_get(w, node, SW_MODIFIERS));

	if (name.len)
		ch_add_import(w, node, name,
			is_system(name) ? CH_IMPORT_SYSTEM : CH_IMPORT_EXTERNAL,
			ch_str_find(words, CH_STR("@_exported"), 0) !=
				(size_t)-1);
}

/* ---- visibility --------------------------------------------------------- */

/* What its own words say, 1 + enum ch_visibility; 0: nothing. */
static int own_access(const struct ch_walk *w, uint32_t node)
{
	uint32_t list = ch_get(w, node, SW_MODIFIERS), c;

	for (c = ch_get(w, list, SW_VISIBILITY); c != CH_NO_NODE;
		c = ch_get_next(w, c, SW_VISIBILITY)) {
		struct ch_str word = ch_text(w, c);

		if (ch_get(w, c, SW_SET) != CH_NO_NODE)
			continue; /* private(set) */
		if (ch_str_is(word, "public") || ch_str_is(word, "open"))
			return 1 + CH_VIS_PUBLIC;
		if (ch_str_is(word, "private") ||
			ch_str_is(word, "fileprivate"))
			return 1 + CH_VIS_PRIVATE;
		return 1 + CH_VIS_INTERNAL;
	}
	return 0;
}

static bool is_accessor(const struct ch_walk *w, uint32_t node)
{
	return ch_is(w, node, SW_COMPUTED) || ch_is(w, node, SW_GETTER) ||
	       ch_is(w, node, SW_SETTER) || ch_is(w, node, SW_MODIFY) ||
	       ch_is(w, ch_parent(w, node), SW_OBSERVERS);
}

/*
 * An extension is as visible as what it extends (sw_finish), and says what
 * its members are where they do not; a protocol's are what it is.
 */
static enum ch_visibility sw_visible(
	struct ch_walk *w, uint32_t node, const struct ch_symbol *s)
{
	int own = own_access(w, node);
	const struct ch_symbol *up;

	if (is_accessor(w, node))
		return CH_VIS_PRIVATE;
	if (s->kind == CH_KIND_MODULE && own != 1 + CH_VIS_PRIVATE)
		return CH_VIS_PUBLIC;
	if (own)
		return (enum ch_visibility)(own - 1);
	if (s->kind == CH_KIND_VALUE)
		return CH_VIS_PUBLIC;
	if (s->parent == CH_NO_SYMBOL)
		return CH_VIS_INTERNAL;
	up = &w->facts->symbols[s->parent];
	if (up->kind == CH_KIND_INTERFACE)
		return CH_VIS_PUBLIC;
	own = own_access(w, ch_symbol_node(w, up));
	return up->kind == CH_KIND_MODULE && own ? (enum ch_visibility)(own - 1)
						 : CH_VIS_INTERNAL;
}

static void show_extensions(struct ch_walk *w)
{
	struct ch_facts *f = w->facts;
	struct ch_map types = { 0 };

	for (size_t i = 0; i < f->nsymbols; i++)
		if (ch_kind_is_type(f->symbols[i].kind))
			*ch_map_add(&types, f->symbols[i].qualified.ptr,
				f->symbols[i].qualified.len, NULL) |=
				1u << f->symbols[i].visibility;
	for (size_t i = 0; i < f->nsymbols; i++) {
		struct ch_symbol *s = &f->symbols[i];
		uint64_t *seen;

		if (s->kind != CH_KIND_MODULE)
			continue;
		seen = ch_map_get(&types, s->qualified.ptr, s->qualified.len);
		while (seen && !(*seen >> s->visibility))
			s->visibility--;
	}
	ch_map_release(&types);
}

/* Symbols on lines between "#if" and "#endif"; both come in source order. */
static void mark_conditionals(struct ch_walk *w)
{
	struct ch_facts *f = w->facts;
	struct ch_str rest = w->source, line;
	size_t i = 0, depth = 0;

	while (ch_str_line(&rest, &line) && i < f->nsymbols) {
		size_t end = (size_t)(line.ptr - w->source.ptr) + line.len;

		for (; i < f->nsymbols && f->symbols[i].start_byte <= end; i++)
			if (depth)
				f->symbols[i].flags |= CH_SYM_CONDITIONAL;
		line = ch_str_trim(line);
		depth += ch_str_starts(line, "#if ");
		depth -= depth && ch_str_starts(line, "#endif");
	}
}

static void sw_finish(struct ch_walk *w)
{
	show_extensions(w);
	mark_conditionals(w);
}

/* ---- what counts -------------------------------------------------------- */

static bool sw_counts(const struct ch_walk *w, uint32_t node)
{
	uint32_t up = ch_parent(w, node);

	if (ch_is(w, node, SW_ELSE)) /* that of a guard is its only way */
		return ch_is(w, up, SW_IF);
	if (ch_is(w, node, SW_ENTRY))
		return ch_get(w, node, SW_DEFAULT) == CH_NO_NODE;
	if (ch_is(w, node, SW_WHERE_WORD))
		return ch_is(w, up, SW_ENTRY) || ch_is(w, up, SW_WHERE_CLAUSE);
	if (ch_is(w, node, SW_TRANSFER)) {
		struct ch_str word = ch_text(w, ch_first(w, node));

		return ch_str_is(word, "break") || ch_str_is(word, "continue");
	}
	return true;
}

/* ---- the table ---------------------------------------------------------- */

static const struct ch_lang_row sw_rows[] = {
	{ .type = "class_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_CLASS,
		.traits = CH_ROW_MEMBERS,
		.name = ".name",
		.body = ".body",
		.hook = type_hook },
	{ .type = "protocol_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_INTERFACE,
		.traits = CH_ROW_REQUIRED,
		.name = ".name",
		.body = ".body",
		.hook = type_hook },
	{ .type = "enum_entry",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VALUE,
		.traits = CH_ROW_FLAT,
		.hook = entry_hook,
		.emit = emit_entries },
	{ .type = "function_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_FUNCTION,
		.name = ".name",
		.params = "parameter",
		.throws = "throws",
		.body = ".body",
		.hook = function_hook },
	{ .type = "protocol_function_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.flags = CH_SYM_DECLARATION,
		.name = ".name",
		.params = "parameter",
		.throws = "throws",
		.hook = function_hook },
	{ .type = "init_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = ".name",
		.params = "parameter",
		.throws = "throws",
		.body = ".body",
		.hook = function_hook },
	{ .type = "deinit_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = "'deinit",
		.body = ".body" },
	{ .type = "subscript_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_METHOD,
		.name = "'subscript",
		.params = "parameter",
		.body = "computed_property",
		.hook = function_hook },
	{ .type = "property_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_VARIABLE,
		.traits = CH_ROW_GLOBAL,
		.body = "computed_property|willset_didset_block",
		.hook = property_hook,
		.emit = emit_property },
	{ .type = "protocol_property_declaration",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_FIELD,
		.traits = CH_ROW_FLAT,
		.hook = requirement_hook,
		.emit = emit_requirement },
	{ .type = "computed_property",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.hook = computed_hook,
		.emit = emit_computed },
	{ .type = "computed_getter",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.hook = accessor_hook,
		.emit = emit_accessor },
	{ .type = "computed_setter",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.hook = accessor_hook,
		.emit = emit_accessor },
	{ .type = "computed_modify",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.hook = accessor_hook,
		.emit = emit_accessor },
	{ .type = "willset_clause",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.hook = accessor_hook,
		.emit = emit_accessor },
	{ .type = "didset_clause",
		.role = CH_ROLE_CUSTOM,
		.kind = CH_KIND_METHOD,
		.hook = accessor_hook,
		.emit = emit_accessor },
	{ .type = "typealias_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.traits = CH_ROW_FLAT | CH_ROW_GLOBAL,
		.name = ".name",
		.generics = "type_parameters",
		.hook = alias_hook },
	{ .type = "associatedtype_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_TYPE,
		.flags = CH_SYM_ABSTRACT,
		.traits = CH_ROW_FLAT,
		.name = ".name",
		.hook = alias_hook },
	{ .type = "macro_declaration",
		.role = CH_ROLE_SYMBOL,
		.kind = CH_KIND_MACRO,
		.traits = CH_ROW_FLAT,
		.name = "simple_identifier",
		.params = "parameter",
		.value = ".definition" },
	{ .type = "modifiers", .role = CH_ROLE_MODIFIERS },
	{ .type = "attribute", .role = CH_ROLE_ATTRIBUTE },
	{ .type = "import_declaration", .role = CH_ROLE_IMPORT },

	{ .type = "if_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "guard_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "for_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "while_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "repeat_while_statement",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "catch_block",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "ternary_expression",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_NESTS },
	{ .type = "switch_entry", .role = CH_ROLE_DECISION },
	{ .type = "where_keyword",
		.role = CH_ROLE_DECISION,
		.traits = CH_ROW_WORD },
	{ .type = "nil_coalescing_expression", .role = CH_ROLE_DECISION },
	{ .type = "switch_statement", .traits = CH_ROW_NESTS },
	{ .type = "else", .traits = CH_ROW_ELSE | CH_ROW_WORD },
	{ .type = "control_transfer_statement", .traits = CH_ROW_LABEL_JUMP },
	{ .type = "lambda_literal", .traits = CH_ROW_DEEPER },
	{ .type = "&&", .role = CH_ROLE_OPERATOR },
	{ .type = "||", .role = CH_ROLE_OPERATOR },

	{ .type = "line_string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "multi_line_string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "raw_string_literal", .traits = CH_ROW_LITERAL },
	{ .type = "boolean_literal", .traits = CH_ROW_LITERAL },
	{ .type = "throws", .traits = CH_ROW_WORD },
	{ .type = "default_keyword", .traits = CH_ROW_WORD },
	{ .type = "catch_keyword", .traits = CH_ROW_WORD },
	{ .type = "throw_keyword", .traits = CH_ROW_WORD },

	{ .type = "comment", .role = CH_ROLE_COMMENT },
	{ .type = "multiline_comment", .role = CH_ROLE_COMMENT },
	{ .type = "simple_identifier", .role = CH_ROLE_NAME },
	{ .type = "type_identifier", .role = CH_ROLE_NAME },
};

static const struct ch_modifier sw_modifiers[] = {
	{ "static", CH_SYM_STATIC, 0 },
};

const struct ch_lang ch_lang_swift = {
	.name = "Swift",
	.id = "swift",
	.grammar = tree_sitter_swift,
	.separator = ".",
	.bare_members = true,
	.rows = sw_rows,
	.nrows = sizeof(sw_rows) / sizeof(sw_rows[0]),
	.modifiers = sw_modifiers,
	.nmodifiers = sizeof(sw_modifiers) / sizeof(sw_modifiers[0]),
	.ids = sw_ids,
	.nids = sizeof(sw_ids) / sizeof(sw_ids[0]),
	.operator_field = "op",
	.doc = CH_DOC_MARKED,
	.visible = sw_visible,
	.counts = sw_counts,
	.on_import = sw_import,
	.on_params = sw_params,
	.finish = sw_finish,
	.blank = ch_blank_swift,
};
