#!/bin/bash
# bench.sh BIN [REPO [FACTS]] - codehist and git on the same history, in turn.
#
# Every case is run once unmeasured, so that the files are in memory, then
# RUNS times (default 5) each in turn; medians are printed, with the ratio of
# the times (below 1: codehist is faster) and both peaks of memory in MiB:
# resident, which counts mapped packs, and anonymous, which the program
# allocated (of a file-by-file blame: xargs alone).  CASES, a regular
# expression, chooses among the cases.  blame, what parses every version, and
# git-of-theseus, where it is installed, are measured once.  FACTS is the
# program tests/oracle/syntax.c: the facts of all versions and nothing else,
# beside themselves with each version parsed from scratch, and how many were
# parsed how; shotness and all reports stand beside them.  A new case is one
# line at the end.
set -euo pipefail
export LC_ALL=C GIT_PAGER=cat
bin=$(realpath "$1")
repo=${2:-.}
runs=${RUNS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
top=$(cd "$(dirname "$0")" && pwd)
"${CC:-cc}" -std=c11 -D_GNU_SOURCE -O2 -o "$work/measure" "$top/measure.c"

# median FILE COLUMN: of an even number of runs, the lower one.
median() {
	cut -d' ' -f"$2" "$work/$1" | sort -n | sed -n "$(((runs + 1) / 2))p"
}

# run_one FILE COMMAND...: one line more in FILE.
run_one() {
	local file=$1
	shift
	"$work/measure" "$@" >>"$work/$file" && return
	echo "bench: exit $?: $*" >&2
	return 1
}

# shares: of FACTS' lines, which part of all versions was parsed how.
shares() {
	perl -ne '/^(parse.*?) +(\d+) items +(\d+) bytes +(\S+) s/ or next;
		$all ||= $2 or last; # the first line is the sum
		printf "  %-24s %8d versions %5.1f %% %8.1f MB %6.1f MB/s\n",
			$1, $2, 100 * $2 / $all, $3 / 1e6,
			$4 > 0 ? $3 / 1e6 / $4 : 0
			unless $1 eq "parse: seen before"'
}

# versus NAME OURS... -- GIT...
versus() {
	local name=$1 ours=() theirs=() i
	[[ $name =~ ${CASES:-.} ]] || return 0
	shift
	while [ "$1" != -- ]; do
		ours+=("$1")
		shift
	done
	shift
	theirs=("$@")
	run_one warm "${ours[@]}" || return 0
	((runs == 1)) || run_one warm "${theirs[@]}" || return 0
	: >"$work/ours"
	: >"$work/theirs"
	for ((i = 0; i < runs; i++)); do
		run_one ours "${ours[@]}" && run_one theirs "${theirs[@]}"
	done
	perl -e 'my ($name, $s, $git_s, @kib) = @ARGV;
		printf "%-22s %8.3f %8.3f %7.2f %7.0f %7.0f %7.0f %7.0f\n",
			$name, $s, $git_s, $s / $git_s, map { $_ / 1024 } @kib' \
		"$name" "$(median ours 1)" "$(median theirs 1)" \
		"$(median ours 2)" "$(median theirs 2)" \
		"$(median ours 3)" "$(median theirs 3)"
}

# The newest release and the one before it on its own history, else everything.
no_release='(rc|alpha|beta|pre|dev|[0-9][ab][0-9])'
to=$(git -C "$repo" for-each-ref --sort=-creatordate \
	--format='%(refname:short)' refs/tags | grep -E '[0-9]' |
	grep -vE "$no_release" | head -n 1 || :)
to=${to:-HEAD}
from=$(git -C "$repo" describe --tags --abbrev=0 --exclude='*rc*' \
	--exclude='*[0-9][ab][0-9]*' --exclude='*alpha*' --exclude='*beta*' \
	--exclude='*pre*' --exclude='*dev*' "$to^" 2>/dev/null ||
	git -C "$repo" rev-list --max-parents=0 "$to" | tail -n 1)
range=$from..$to

echo "$repo, $range, $(git -C "$repo" rev-list --count "$range") of" \
	"$(git -C "$repo" rev-list --count HEAD) commits; medians of $runs"
printf '%-22s %8s %8s %7s %7s %7s %7s %7s\n' '' codehist 'git, s' ratio \
	resident git anon git
versus 'start' "$bin" --help -- git --version
versus 'pack, 16k tokens' "$bin" -C "$repo" pack --budget 16k "$range" -- \
	git -C "$repo" log -p "$range"
versus 'pack, no limit' "$bin" -C "$repo" pack --budget 0 "$range" -- \
	git -C "$repo" log -p "$range"
numstat=(git -C "$repo" log --no-merges --no-renames --numstat)
for report in devs couples file-history 'burndown --people --files'; do
	# shellcheck disable=SC2086 # words
	versus "$report" "$bin" -C "$repo" report $report -- "${numstat[@]}"
done
git -C "$repo" ls-tree -r -z HEAD |
	perl -0ne 's/^100\d+ blob \w+\t// and print' >"$work/files"
runs=1 versus 'blame HEAD' "$bin" -C "$repo" blame HEAD -- \
	xargs -0 -a "$work/files" -n 1 git -C "$repo" blame -s -l --root HEAD --
# The syntax of every version: beside the same with each parsed from scratch.
runs=1 versus 'shotness' "$bin" -C "$repo" shotness -- \
	"$bin" -C "$repo" shotness --no-incremental
if [ -n "${3-}" ]; then
	facts=("$(realpath "$3")" "$repo" facts)
	part=("${facts[@]}" part "$(nproc)")
	runs=1 versus 'facts' "${part[@]}" -- "${facts[@]}" whole "$(nproc)"
	runs=1 versus 'shotness, facts' "$bin" -C "$repo" shotness -- \
		"${part[@]}"
	runs=1 versus 'report all, facts' "$bin" -C "$repo" report all -- \
		"${part[@]}"
	[[ facts =~ ${CASES:-.} ]] && "${part[@]}" | shares
fi
if command -v git-of-theseus-analyze >/dev/null; then
	interval=${INTERVAL_DAYS:-30}
	runs=1 versus 'git-of-theseus' \
		"$bin" -C "$repo" burndown --sampling "$interval" \
		--granularity "$interval" --people -- \
		git-of-theseus-analyze --all-filetypes --interval $((interval * 86400)) \
		--procs "$(nproc)" --quiet --outdir "$work/theseus" \
		--branch "$(git -C "$repo" symbolic-ref --short HEAD)" "$repo"
fi
