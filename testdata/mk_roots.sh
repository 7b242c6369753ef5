# Histories that begin more than once.
. "$(dirname "$0")/lib.sh"

new_repository joined
lines 1 12 >a.txt
commit 'first root'
git checkout -q --orphan other
git rm -qrf .
person 'Grace Hopper' grace@example.org
lines 1 8 other >sub.txt
commit 'second root'
git checkout -q main
tick
git merge -q --allow-unrelated-histories -m 'join the two' other
git checkout -q --orphan third
git rm -qrf .
lines 1 12 >a.txt
commit 'third root, with a file of the first'
git checkout -q main
tick
git merge -q --allow-unrelated-histories -m 'join the third' third

# A branch with a root of its own that is never merged.
new_repository apart
lines 1 12 >a.txt
commit 'code'
git checkout -q --orphan pages
git rm -qrf .
lines 1 3 page >index.html
commit 'pages'
git checkout -q main
lines 13 14 >>a.txt
commit 'more code'
