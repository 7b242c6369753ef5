#!/bin/sh
# tokens.sh LIBCODEHIST_A FILE...: token ids equal gpt-tokenizer's on any files.
# Run from the top of the tree after make.
set -eu
lib=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -std=c11 -D_GNU_SOURCE -I. -O2 -o "$work/tokens" tests/oracle/tokens.c \
	"$lib" build/third/ranks.o
"$work/tokens" "$@" >"$work/ours"
node tests/oracle/tokens.js build/npm/node_modules "$@" >"$work/theirs"
if ! diff "$work/theirs" "$work/ours"; then
	echo "not ok - token ids equal gpt-tokenizer's"
	exit 1
fi
echo "ok - token ids of $# files equal gpt-tokenizer's"
