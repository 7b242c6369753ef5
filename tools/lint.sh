#!/bin/bash
# lint.sh CACHE [FILE] - the house rules: one line a finding, "lint: ok" if none.
#
# clang-format, clang-tidy and the check that a header compiles alone look at
# one FILE at a time (clang-tidy 14 reports false va_list errors on several at
# once), some side by side.  A file without findings is looked at again only when
# it, a header it includes, or a rule has changed.  LINT_FLAGS: how our code is
# compiled.
set -u
export LC_ALL=C
cache=$1
flags=${LINT_FLAGS:?run make lint}

# What decides about a file: the rules, itself and the headers it reaches.
key_of() {
	{
		cat .clang-format .clang-tidy tools/lint.sh tools/lint_model.h
		echo "$flags"
		# shellcheck disable=SC2086 # flags are words
		clang $flags -MM "$1" | tr -s ' \\' '\n' | grep '\.[ch]$' |
			sort -u | xargs cat
	} | sha256sum | cut -d' ' -f1
}

# shellcheck disable=SC2086 # flags are words
look_at() {
	clang-format --dry-run -Werror "$1" 2>&1 |
		sed -n 's/error: code should be.*/format: run clang-format -i/p'
	case $1 in
	*.h)
		clang $flags -Wno-empty-translation-unit -Wno-unused-function \
			-Werror -fsyntax-only -x c "$1" 2>&1 |
			sed -n 's/error: /alone: /p'
		;;
	*.c)
		case $1 in
		base/*) model= ;;
		*) model='-include tools/lint_model.h' ;;
		esac
		clang-tidy --quiet "$1" -- $flags $model 2>/dev/null |
			sed -n "s|^$PWD/||; s|^\./||; s/ \(error\|warning\): / tidy: /p"
		;;
	esac
}

if [ $# -gt 1 ]; then
	key=$(key_of "$2")
	[ ! -e "$cache/$key" ] || exit 0
	found=$(look_at "$2")
	if [ "$found" ]; then
		echo "$found"
		exit 1
	fi
	: >"$cache/$key"
	exit 0
fi

mkdir -p "$cache/cppcheck"
find "$cache" -maxdepth 1 -type f -mtime +30 -delete
sources=$(find base gitlayer checkpoint uast analyzers pipeline snapshot cmd \
	tests -name '*.[ch]' -not -path 'tests/cli/*' 2>/dev/null | sort)
others=$(find Makefile ./*.md .ci docs tools tests testdata -type f \
	-not -name '*.[ch]' -not -path '*/corpus/*' -not -path 'tests/cli/*/*' \
	-not -path '*/node_modules/*' 2>/dev/null | sort)
status=0

# shellcheck disable=SC2086 # names without spaces
perl tools/lint_text.pl tools/lint.allow $sources $others || status=1
for script in $(printf '%s\n' $others | grep -E '\.sh$|^\.ci/run$'); do
	bash -n "$script" || status=1
done
printf '%s\n' $sources | xargs -P "$(nproc)" -n 1 \
	bash tools/lint.sh "$cache" || status=1
# Its uninit* do not follow out-parameters (clang-tidy's do), and 2.10 stumbles
# over a compound literal in ?:.
# shellcheck disable=SC2086
cppcheck --quiet --std=c11 --language=c -j "$(nproc)" -I. \
	--enable=warning,performance,portability --inline-suppr \
	--suppress=missingInclude --suppress=missingIncludeSystem \
	--suppress=uninitvar --suppress=uninitStructMember \
	--suppress=ctuuninitvar --suppress=ctunullpointer \
	--suppress=internalAstError \
	--suppress='memleakOnRealloc:tests/*' \
	--cppcheck-build-dir="$cache/cppcheck" --error-exitcode=1 \
	--template='{file}:{line}: cppcheck: {message} [{id}]' \
	-D__GNUC__ -D_GNU_SOURCE $(printf '%s\n' $sources | grep '\.c$') 2>&1 ||
	status=1

[ $status -ne 0 ] || echo 'lint: ok'
exit $status
