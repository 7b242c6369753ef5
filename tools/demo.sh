#!/bin/sh
# demo.sh BIN [REPO] - the main job on a real history: what changed in REPO
# (default: this project) since its last release, in at most 4,000 tokens.
set -eu
bin=$1
repo=${2:-.}
pack=${DEMO_OUT:-build/demo.md}
shown=45

if ! git -C "$repo" rev-parse -q --verify HEAD >/dev/null 2>&1; then
	echo "demo: no history in $repo; run: make demo REPO=path" >&2
	exit 1
fi
mkdir -p "$(dirname "$pack")"
echo "codehist -C $repo pack --budget 4k"
echo "  What changed since the last release, for release notes or review."
echo
"$bin" -C "$repo" pack --budget 4k >"$pack"
head -n $shown "$pack"
lines=$(wc -l <"$pack")
if [ "$lines" -gt $shown ]; then
	echo
	echo "... and $((lines - shown)) lines more in $pack"
fi
echo
echo "Read on: $bin help, README.md; your own history: make demo REPO=path"
