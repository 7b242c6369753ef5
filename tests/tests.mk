# tests.mk - what `make test`, `make lint` and their relatives run.
#
# A test is found by its place: tests/unit/test_*.c and thread_*.c (a program
# each), tests/cli/*/cmd, tests/oracle/*.t (helper programs beside them as *.c),
# tests/fuzz/fuzz_*.c.  The programs are built by this same Makefile with
# CONFIG=debug; thread_*.c and the program they share with CONFIG=thread.

T := $(OUT)/tests
TESTDATA := $(B)/testdata
NPROC := $(shell nproc 2>/dev/null || echo 2)
FUZZ_RUNS ?= 2000
SECONDS ?= 60
FUZZ ?=
CASE ?= *

UNITS := $(sort $(wildcard tests/unit/test_*.c))
THREADS := $(sort $(wildcard tests/unit/thread_*.c))
HELPERS := $(sort $(wildcard tests/oracle/*.c))
FUZZERS := $(sort $(wildcard tests/fuzz/fuzz_*.c))
CASES := $(patsubst %/cmd,%,$(sort $(wildcard tests/cli/$(CASE)/cmd)))
ORACLES := $(sort $(wildcard tests/oracle/*.t))
RUNNER := $(sort $(wildcard tests/runner/*.t))

test_programs = $(patsubst %.c,$(T)/%,$(1:tests/%=%))
TEST_BIN := $(if $(CMD),$(BIN))

# The program is told apart by CONFIG, so each configuration is one more make.
again = +@$(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(NPROC))
run_tests = perl tests/run.pl --jobs $(NPROC) --testdata $(TESTDATA) \
	$(if $(CMD),--codehist $(B)/debug/codehist) \
	--helpers $(B)/debug/tests/oracle --corpus tests/fuzz/corpus \
	--fuzz-runs $(FUZZ_RUNS)
built = $(patsubst %.c,$(B)/$(1)/tests/%,$(2:tests/%=%))

.PHONY: test
test: $(B)/deps.ok ## install, build and run every test (CASE=pattern: those cli cases)
	$(again) CONFIG=debug test-build
	$(if $(THREADS),$(again) CONFIG=thread thread-build)
	@sh testdata/build.sh $(TESTDATA)
	@$(run_tests) $(RUNNER:%=tap:%) \
		$(patsubst %,fuzz:%,$(call built,debug,$(FUZZERS))) \
		$(ORACLES:%=tap:%) \
		$(patsubst %,unit:%,$(call built,thread,$(THREADS))) \
		$(patsubst %,unit:%,$(call built,debug,$(UNITS))) \
		$(if $(CMD),$(CASES:%=cli:%))

.PHONY: test-unit
test-unit: $(B)/deps.ok ## only the unit tests
	$(again) CONFIG=debug test-build
	@sh testdata/build.sh $(TESTDATA)
	@$(run_tests) $(patsubst %,unit:%,$(call built,debug,$(UNITS)))

.PHONY: test-cli
test-cli: $(B)/deps.ok ## only the command-line cases (CASE=pattern)
	$(again) CONFIG=debug $(B)/debug/codehist
	@sh testdata/build.sh $(TESTDATA)
	@$(run_tests) $(CASES:%=cli:%)

.PHONY: accept
accept: $(B)/deps.ok ## rewrite the cases' expectations (CASE=pattern); read the diff
	$(again) CONFIG=debug $(B)/debug/codehist
	@sh testdata/build.sh $(TESTDATA)
	@$(run_tests) --accept $(CASES:%=cli:%)

.PHONY: test-oracle
test-oracle: $(B)/deps.ok ## compare with git on a repository of yours, REPO=path
	$(again) CONFIG=debug test-build
	@$(run_tests) --timeout 7200 --repo $(REPO) $(ORACLES:%=tap:%)

.PHONY: fuzz
fuzz: $(B)/deps.ok ## fuzz for SECONDS=60 each [FUZZ=name], keep new inputs in build/corpus
	$(again) CONFIG=debug fuzz-build
	@sh tests/fuzz/fuzz.sh $(B) $(SECONDS) $(FUZZ)

.PHONY: testdata
testdata: ## build the repositories the tests read, in build/testdata
	@sh testdata/build.sh $(TESTDATA)

.PHONY: lint
lint: $(B)/deps.ok ## style, static analysis, layers, banned functions
	$(if $(wildcard tools/gen_linguist.js),$(again) $(GENERATED))
	@LINT_FLAGS="-std=c11 -D_GNU_SOURCE -I. -isystem $(GEN) -isystem \
		$(TS)/include -isystem $(NPM)/tree-sitter-c/src $(WARN)" \
		bash tools/lint.sh $(B)/lint

# What CONFIG=debug and CONFIG=thread build.
.PHONY: test-build thread-build fuzz-build
test-build: $(call test_programs,$(UNITS) $(HELPERS) $(FUZZERS)) $(TEST_BIN)
thread-build: $(call test_programs,$(THREADS))
fuzz-build: $(call test_programs,$(FUZZERS))

TEST_LIBS = $(LIB) $(THIRD) $(LIBS)
$(T)/unit/%: tests/unit/%.c $(LIB) $(THIRD)
	@mkdir -p $(@D)
	$(CH_CC) $(CH_CFLAGS) -MMD -MP -MT $@ -o $@ $< $(TEST_LIBS) -lcmocka
$(T)/oracle/%: tests/oracle/%.c $(LIB) $(THIRD)
	@mkdir -p $(@D)
	$(CH_CC) $(CH_CFLAGS) -MMD -MP -MT $@ -o $@ $< $(TEST_LIBS)
$(T)/fuzz/%: tests/fuzz/%.c $(LIB) $(THIRD)
	@mkdir -p $(@D)
	$(CH_CC) $(CH_CFLAGS) -fsanitize=fuzzer -Wno-missing-prototypes \
		-MMD -MP -MT $@ -o $@ $< $(TEST_LIBS)
-include $(patsubst %,%.d,$(call test_programs,$(UNITS) $(THREADS) \
	$(HELPERS) $(FUZZERS)))
