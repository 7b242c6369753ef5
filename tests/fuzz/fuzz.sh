#!/bin/sh
# fuzz.sh BUILD SECONDS [NAME...] - run fuzz programs for a while each.
#
# Inputs that reach new code are added to BUILD/corpus/<name>; what is worth
# keeping is minimised from there into tests/fuzz/corpus/<name> by hand:
#   build/debug/tests/fuzz/<name> -merge=1 tests/fuzz/corpus/<name> \
#       build/corpus/<name>
#
# fuzz_parse begins with the sources in tests/cli, and with those below the
# directories FUZZ_SEEDS names.
set -eu
FUZZ_SEEDS=${FUZZ_SEEDS-}
build=$1
seconds=$2
shift 2
status=0
for program in "$build"/debug/tests/fuzz/fuzz_*; do
	name=$(basename "$program")
	[ -x "$program" ] && [ "$name" = "${name%.*}" ] || continue
	if [ $# -gt 0 ]; then
		case " $* " in
		*" $name "* | *" ${name#fuzz_} "*) ;;
		*) continue ;;
		esac
	fi
	mkdir -p "$build/corpus/$name"
	[ "$name" != fuzz_parse ] ||
		perl tests/fuzz/seeds.pl "$build/corpus/$name" tests/cli \
			$FUZZ_SEEDS
	saved=tests/fuzz/corpus/$name
	[ -d "$saved" ] || saved=
	echo "$name, $seconds s"
	"$program" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3072 \
		-print_final_stats=1 -artifact_prefix="$build/corpus/$name." \
		"$build/corpus/$name" $saved 2>"$build/corpus/$name.log" ||
		status=1
	grep -E '^(SUMMARY|stat::number_of|Test unit written)|ERROR' \
		"$build/corpus/$name.log" || :
done
exit $status
