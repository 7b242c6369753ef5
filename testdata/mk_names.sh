# Paths that are hard to print, quote or sort.
. "$(dirname "$0")/lib.sh"

new_repository odd
lines 1 4 >'with space'
lines 1 4 >'quote"quote'
lines 1 4 >"apostrophe'"
lines 1 4 >'back\slash'
lines 1 4 >$'new\nline'
lines 1 4 >$'tab\there'
lines 1 4 >$'bell\a'
lines 1 4 >$'latin1-\351'
lines 1 4 >$'utf8-\303\251'
lines 1 4 >$'bidi-\342\200\256txt.c'
lines 1 4 >./-dash
lines 1 4 >'*star'
lines 1 4 >'[bracket]'
lines 1 4 >':colon'
lines 1 4 >'{brace,s}'
lines 1 4 >'$HOME'
lines 1 4 >'#hash'
lines 1 4 | write $'dir\377/a'
lines 1 4 | write 'sort/a.b'
lines 1 4 | write 'sort/a/b'
lines 1 4 | write 'sort/a-b'
lines 1 4 | write "long/$(printf '%0200d' 0)/$(printf '%0250d' 1)"
commit 'start'
git ls-files -z | xargs -0 -n 1 bash -c 'echo more >>"$0"'
commit 'one line more in each'
git mv $'new\nline' $'new\nname'
git mv 'with space' 'with  two  spaces'
git mv $'latin1-\351' $'latin1-\352'
commit 'rename the worst'

# One path of more than 4,096 bytes.
new_repository long-path
lines 1 4 >short
commit 'start'
id=$(echo deep | git hash-object -w --stdin)
path=
for i in {1..25}; do
	path=$path$(printf '%0199d' "$i")/
done
git update-index --add --cacheinfo "100644,$id,${path}end"
tick
git commit -q -m 'a path of 5,003 bytes'
git update-index --cacheinfo \
	"100644,$(echo deeper | git hash-object -w --stdin),${path}end"
tick
git commit -q -m 'changed'
git reset -q --soft HEAD

# Paths that a case-folding or a normalising file system would join.
new_repository alike
for name in a A file File $'e\314\201' $'\303\251'; do
	object blob <<<"$name" >id
	git update-index --add --cacheinfo "100644,$(cat id),$name"
done
rm id
tick
git commit -q -m 'start'
git update-index --add --cacheinfo \
	"100644,$(object blob <<<other),File"
tick
git commit -q -m 'File only'
