#!/bin/sh
# deps.sh - install what the build and the tests need, or say the one line to run.
#
# Debian packages go through apt-get (root, or sudo without a password); npm
# packages go to build/npm, exactly as tools/npm/package-lock.json pins them.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build}

build_packages="gcc make pkg-config libgit2-dev libdeflate-dev libxxhash-dev
	liblz4-dev libzstd-dev libmsgpack-dev libpcre2-dev"
test_packages="libcmocka-dev clang libclang-rt-14-dev clang-format clang-tidy
	cppcheck perl git mandoc"

missing=
for package in $build_packages $test_packages; do
	state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || :)
	[ "$state" = installed ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
	install="apt-get install -y --no-install-recommends$missing"
	if [ "$(id -u)" = 0 ]; then
		as_root=
	elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
		as_root=sudo
	else
		echo "deps: packages are missing; run: sudo $install" >&2
		exit 1
	fi
	DEBIAN_FRONTEND=noninteractive
	export DEBIAN_FRONTEND
	$as_root apt-get update -q
	$as_root $install
fi

command -v npm >/dev/null || {
	echo "deps: npm is missing; run: sudo apt-get install npm" >&2
	exit 1
}
mkdir -p "$build/npm"
cp tools/npm/package.json tools/npm/package-lock.json "$build/npm/"
(cd "$build/npm" && npm ci --ignore-scripts --legacy-peer-deps --no-audit \
	--no-fund --loglevel=error)
# Compiled for node, 400 MB, and not what we compile.
find "$build/npm" -name prebuilds -prune -exec rm -rf {} +
touch "$build/deps.ok"
