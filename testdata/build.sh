#!/bin/sh
# build.sh DIR [NAME...] - build the repositories of testdata/mk_NAME.sh.
#
# mk_NAME.sh fills the directory DIR/NAME with one or more repositories.  It is
# run again only when it or lib.sh has changed.  DIR/repositories lists those
# that git itself can read to the end, one a line, for the oracle tests; a
# script leaves one out by putting the file "not-for-oracle" beside it, named
# <repository>.not-for-oracle.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
dir=$(cd "$1" && pwd)
shift

build() {
	name=$1
	script=$here/mk_$name.sh
	sum=$({
		cat "$here/lib.sh" "$script"
		find "$here/$name" -type f 2>/dev/null | sort | xargs cat
	} | sha256sum)
	[ "$(cat "$dir/$name.ok" 2>/dev/null)" = "$sum" ] && return
	rm -rf "${dir:?}/$name" "$dir/$name.ok"
	mkdir "$dir/$name"
	if ! bash "$script" "$dir/$name" >"$dir/$name.log" 2>&1; then
		echo "testdata: mk_$name.sh failed:" >&2
		tail -n 20 "$dir/$name.log" >&2
		exit 1
	fi
	echo "$sum" >"$dir/$name.ok"
}

if [ "${TESTDATA_ONE:-}" ]; then
	build "$TESTDATA_ONE"
	exit
fi
if [ $# -eq 0 ]; then
	for script in "$here"/mk_*.sh; do
		name=${script##*/mk_}
		set -- "$@" "${name%.sh}"
	done
fi
printf '%s\n' "$@" | xargs -P "$(nproc)" -I NAME \
	env TESTDATA_ONE=NAME sh "$here/build.sh" "$dir"
(cd "$dir" && for repository in */*/; do
	repository=${repository%/}
	[ -e "$repository/HEAD" ] || [ -e "$repository/.git" ] || continue
	[ -e "$repository.not-for-oracle" ] || echo "$repository"
done) >"$dir/repositories"
