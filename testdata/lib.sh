# lib.sh - read by every mk_*.sh: fixed names, dates and settings, so that the
# same script gives the same object ids on every machine.
#
#   new_repository NAME   make $dir/NAME and go into it
#   commit MESSAGE        everything in the work tree, one hour later
#   person NAME EMAIL     the author of what follows
#   write FILE            standard input, folders made
#   lines FROM TO [WORD]  numbered lines
#   object TYPE           the id of standard input as an object, whatever it is
set -euo pipefail
dir=$(cd "$1" && pwd)
cd "$dir"
unset ${!GIT_*}
export LC_ALL=C TZ=UTC HOME=/nonexistent
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_CONFIG_COUNT=5
export GIT_CONFIG_KEY_0=gc.auto GIT_CONFIG_VALUE_0=0
export GIT_CONFIG_KEY_1=protocol.file.allow GIT_CONFIG_VALUE_1=always
export GIT_CONFIG_KEY_2=advice.detachedHead GIT_CONFIG_VALUE_2=false
export GIT_CONFIG_KEY_3=pack.threads GIT_CONFIG_VALUE_3=1
export GIT_CONFIG_KEY_4=safe.directory GIT_CONFIG_VALUE_4='*'
now=1500000000 # 2017-07-14 02:40:00 UTC

tick() {
	now=$((now + ${1:-3600}))
	export GIT_AUTHOR_DATE="$now +0000" GIT_COMMITTER_DATE="$now +0000"
}

person() {
	export GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$2
	export GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=$2
}

new_repository() {
	git init -q -b main "$dir/$1"
	cd "$dir/$1"
	person 'Ada Byron' ada@example.org
	tick
}

commit() {
	tick
	git add -A
	git commit -q --allow-empty -m "$1"
}

write() {
	mkdir -p "$(dirname "$1")"
	cat >"$1"
}

lines() {
	local i
	for ((i = $1; i <= $2; i++)); do
		echo "${3:-line} $i"
	done
}

object() {
	git hash-object -t "$1" -w --stdin --literally
}
tick
