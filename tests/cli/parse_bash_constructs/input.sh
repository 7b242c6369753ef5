#!/usr/bin/env bash
# The library of greetings.

set -euo pipefail
source ./lib/log.sh
. "$(dirname "$0")/util.sh"
source "${ROOT}/etc/rc"
. /etc/profile
source <(kubectl completion bash)

# Where things are. More.
export FOO=1 BAR
readonly VERSION="1.2"   # the version
declare -rx -i LEVEL=3
declare -A map=([a]=1 [b]=2)
typeset LIST=(one
	two)
NAME=value
NAME=other
FOO+=more
a[1]=2
A=1 B=2 make install
X=1 Y=2
alias ll='ls -l' la="ls -a"

# Says hi to WHO. Says
# more than that.
function greet {
	local who="$1" count=0
	export INNER=1
	if [[ $who == a && -n $b || $c ]]; then
		echo "hi $who"
	elif test -f x; then :
	else return 1
	fi
	for i in 1 2 3; do
		[ "$i" = 2 ] && continue 2
	done
	case "$1" in
	a | b) echo ;;
	c) ;&
	*) ;;
	esac
	while read -r l; do ((n++)); done < f
	until false; do :; done
	for ((i = 0; i < 3; i++)); do :; done
	select x in a b; do break; done
	((count = a ? b : c))
}

function two() ( echo sub; inside() { :; } )

# Makes four when it runs.
three() {
	# Four.
	four() { :; }
	alias inner=four
	trap 'x' EXIT
}

if true; then
	cond() { echo; }
	MAYBE=1
fi

# @description Is hidden.
# @deprecated use greet
_five()
{
	cat <<-'EOF'
		not() { a function; }
	EOF
	cat <<EOF
$(not_either() { :; })
EOF
}

six-7:x.y() { :; }
brace() if true; then :; fi
export -f greet
export LATER
readonly NAME
unset -f four
(
	in_subshell() { :; }
)
result=$(greet "$@" | sed 's/a() { }/b/') || exit
greet a && six-7:x.y &
