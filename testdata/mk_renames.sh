# Files and folders that change their names.
. "$(dirname "$0")/lib.sh"

new_repository exact
lines 1 30 >old.txt
lines 1 9 other >other.txt
commit 'start'
git mv old.txt new.txt
commit 'rename, content kept'
sed -i '4s/$/ changed/' new.txt
commit 'change under the new name'

new_repository edited
lines 1 100 >old.c
lines 1 20 small >small.txt
commit 'start'
git mv old.c new.c
sed -i '10,20s/$/ edited/' new.c
commit 'rename and edit a tenth'
git mv new.c third.c
sed -i '1,45s/^/x /' third.c
commit 'rename and edit nearly half'
git mv third.c fourth.c
sed -i '1,90s/^/yyyyyyyyyyyy /' fourth.c
commit 'rewrite: no rename any more'

new_repository folder
for i in 1 2 3 4 5 6; do
	lines 1 $((i * 7)) "file $i" | write "src/lib/f$i.c"
done
lines 1 9 top >src/top.c
commit 'start'
mkdir -p source
git mv src/lib source/core
commit 'move a folder'
git mv source/core/f1.c source/f1.c
sed -i '3s/$/ moved/' source/f1.c
sed -i '5s/$/ stayed/' source/core/f2.c
commit 'take one file out of it'

new_repository chain
lines 1 40 >a
commit 'start'
for pair in 'a b' 'b c' 'c d' 'd a' 'a e'; do
	# shellcheck disable=SC2086
	git mv $pair
	sed -i "${#pair}s/\$/ $pair/" "${pair#* }"
	commit "rename $pair"
done
lines 1 10 again >a
commit 'a again, another file'

new_repository both
lines 1 30 >old
commit 'start'
git mv old new
commit 'rename'
lines 1 10 again >old
commit 'the old name again, another file'
sed -i '3s/$/ edited/' old new
commit 'change both'
git rm -q old
commit 'the old name goes'

new_repository swap
lines 1 30 left >left
lines 1 30 right >right
commit 'start'
git mv left third
git mv right left
git mv third right
commit 'swap two files'
git mv left LEFT
commit 'change the case'

# The same file taken from two sources, and one source split in two.
new_repository ambiguous
lines 1 40 >one
lines 1 40 >two
commit 'two equal files'
git rm -q one two
lines 1 40 >three
commit 'both become one'
cp three four
sed -i '1s/$/ four/' four
git mv three five
sed -i '40s/$/ five/' five
commit 'one becomes both'

# A branch renames, the other edits; the merge must follow both.
new_repository in-merge
lines 1 50 >old.txt
commit 'start'
git checkout -q -b side
git mv old.txt new.txt
commit 'side: rename'
git checkout -q main
sed -i '25s/$/ main/' old.txt
commit 'main: edit under the old name'
tick
git merge -q --no-ff -m 'merge the rename' side
sed -i '26s/$/ after/' new.txt
commit 'edit under the new name'

# Deleted, and added again later: a new file as far as ages go.
new_repository again
lines 1 20 >a.txt
lines 1 3 keep >keep.txt
commit 'start'
git rm -q a.txt
commit 'delete'
lines 1 20 >a.txt
commit 'the same content again'
sed -i '5s/$/ x/' a.txt
commit 'edit'
git revert --no-edit HEAD >/dev/null
