# codehist - see README.md.  `make help` lists the targets.
#
# CONFIG=release is what users get, debug (ASan + UBSan) is what tests run,
# thread (TSan) checks the locks, cover counts lines.

CONFIG ?= release
B := build
PREFIX ?= /usr/local
REPO ?= .

ROOMS := base gitlayer checkpoint uast analyzers pipeline snapshot
SRC := $(sort $(foreach r,$(ROOMS),$(wildcard $(r)/*.c)))
CMD := $(sort $(wildcard cmd/*.c))
PKGS := libgit2 libdeflate libxxhash liblz4 libzstd libpcre2-8

OUT := $(B)/$(CONFIG)
NPM := $(B)/npm/node_modules
GEN := $(B)/gen
TS := $(NPM)/tree-sitter/vendor/tree-sitter/lib

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wundef -Wvla \
	-Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wformat=2 \
	-Wswitch-enum -Wimplicit-fallthrough -Werror
CC_release := gcc
CC_debug := clang
CC_thread := clang
CC_cover := gcc
FLAGS_release := -O2 -g -DNDEBUG
FLAGS_debug := -O1 -g -fno-omit-frame-pointer \
	-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined
FLAGS_thread := -O1 -g -fsanitize=thread
FLAGS_cover := -O0 -g --coverage
CH_CC := $(CC_$(CONFIG))
CH_CFLAGS := -std=c11 -D_GNU_SOURCE -I. -isystem $(GEN) -isystem $(TS)/include \
	-isystem $(NPM)/tree-sitter-c/src $(WARN) $(FLAGS_$(CONFIG)) $(CFLAGS)
LIBS = $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lmsgpackc -lpthread -lm

# Grammars: "id:folder" for every line of uast/languages.def.
GRAMMARS := $(shell sed -n 's/^LANGUAGE(\([a-z0-9_]*\), *\(.*\))$$/\1:\2/p' uast/languages.def)
grammar_dir = $(NPM)/$(patsubst $(1):%,%,$(filter $(1):%,$(GRAMMARS)))
GRAMMAR_IDS := $(foreach g,$(GRAMMARS),$(firstword $(subst :, ,$(g))))
THIRD := $(GRAMMAR_IDS:%=$(B)/third/%.a) $(B)/third/tree-sitter.o $(B)/third/ranks.o

OBJ := $(SRC:%.c=$(OUT)/obj/%.o)
CMDOBJ := $(CMD:%.c=$(OUT)/obj/%.o)
LIB := $(OUT)/libcodehist.a
BIN := $(OUT)/codehist

.PHONY: all
all: $(BIN) ## build build/release/codehist (default)

-include tests/tests.mk

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile tests/tests.mk | \
		awk -F'\t' '{ printf "  make %-12s %s\n", $$1, $$2 }'

.PHONY: deps
deps: $(B)/deps.ok ## install what the build and the tests need
$(B)/deps.ok: tools/deps.sh tools/npm/package-lock.json
	@sh tools/deps.sh $(B)

# Grammars whose scanner is ours: uast/<id>_scanner.c.
OWN_SCANNERS := sql

# Third party: compiled once, as it comes, for all configurations.
$(NPM)/%: | $(B)/deps.ok ;
$(B)/third/tree-sitter.o: $(B)/deps.ok
	@mkdir -p $(@D)
	gcc -std=c11 -D_DEFAULT_SOURCE -D_POSIX_C_SOURCE=200112L -O2 -w \
		-I$(TS)/include -I$(TS)/src -c -o $@ $(TS)/src/lib.c
$(B)/third/%.a: $(B)/deps.ok tools/grammar.h
	@mkdir -p $(B)/third/$*.d && rm -f $@
	@echo "grammar $*"
	@set -e; for f in parser $(if $(filter $*,$(OWN_SCANNERS)),,scanner); do \
		src=$(call grammar_dir,$*)/$$f.c; [ -f $$src ] || continue; \
		gcc -std=c11 -O1 -w -fPIC -include tools/grammar.h \
			-I$(call grammar_dir,$*) -c \
			-o $(B)/third/$*.d/$$f.o $$src; \
	done; ar rcs $@ $(B)/third/$*.d/*.o
$(B)/third/ranks.o: $(GEN)/ranks.S
	@mkdir -p $(@D)
	gcc -c -o $@ $<

# Tables generated from npm packages' data.
$(GEN)/ranks.S: tools/gen_ranks.js $(B)/deps.ok
	@mkdir -p $(@D)
	node tools/gen_ranks.js $(NPM) $(GEN)
$(GEN)/linguist_tables.h: tools/gen_linguist.js tools/path_dfa.js $(B)/deps.ok
	@mkdir -p $(@D)
	node tools/gen_linguist.js $(NPM) $@
$(GEN)/grammar_versions.h: tools/gen_grammars.js uast/languages.def $(B)/deps.ok
	@mkdir -p $(@D)
	node tools/gen_grammars.js $(NPM) uast/languages.def $@
GENERATED := $(GEN)/linguist_tables.h $(GEN)/grammar_versions.h
$(OUT)/obj/gitlayer/linguist.o: $(GEN)/linguist_tables.h
$(OUT)/obj/uast/lang.o: $(GEN)/grammar_versions.h

# The innermost loops call each other across files.
ifeq ($(CONFIG),release)
$(OUT)/obj/base/%.o $(OUT)/obj/gitlayer/%.o: CH_CFLAGS += -flto=auto
endif
$(OUT)/obj/%.o: %.c | $(B)/deps.ok $(GENERATED)
	@mkdir -p $(@D)
	$(CH_CC) $(CH_CFLAGS) -MMD -MP -c -o $@ $<
-include $(OBJ:.o=.d) $(CMDOBJ:.o=.d)

$(LIB): $(OBJ)
	@rm -f $@
	ar rcs $@ $(OBJ)
$(BIN): $(CMDOBJ) $(LIB) $(THIRD)
	$(CH_CC) $(CH_CFLAGS) $(LDFLAGS) -o $@ $(CMDOBJ) $(LIB) $(THIRD) $(LIBS)

.PHONY: demo
demo: $(BIN) ## install, build and run the main job on a real history
	sh tools/demo.sh $(BIN) $(REPO)

.PHONY: bench
bench: $(BIN) $(T)/oracle/syntax ## codehist and git on the same work, REPO=path
	bash tools/bench.sh $(BIN) $(REPO) $(T)/oracle/syntax

.PHONY: install
install: $(BIN) ## install the program, man page and completion (PREFIX, DESTDIR)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/codehist
	$(BIN) help --man > $(OUT)/codehist.1
	install -m 644 $(OUT)/codehist.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	$(BIN) help --bash-completion > \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/codehist

.PHONY: clean
clean: ## remove what was built, keep what was installed
	rm -rf $(B)/release $(B)/debug $(B)/thread $(B)/cover
