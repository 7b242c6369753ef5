# One repository for each way branches come together.
. "$(dirname "$0")/lib.sh"

# Two branches touch different files and different ends of one file.
new_repository clean
lines 1 30 >a.txt
lines 1 10 >b.txt
commit 'start'
git checkout -q -b side
sed -i '28s/$/ side/' a.txt
lines 1 5 side >side.txt
commit 'side: touch the end'
git checkout -q main
sed -i '2s/$/ main/' a.txt
commit 'main: touch the start'
tick
git merge -q --no-ff -m "Merge pull request #7 from example/side

Touch the end" side
lines 11 12 >>b.txt
commit 'b: go on'
tick
git checkout -q -b late HEAD~2
lines 20 24 late >late.txt
commit 'late: from before the merge'
git checkout -q main
tick
git merge -q --no-ff -m "Merge branch 'late'" late

# A conflict resolved with lines that neither side has, and a file that only
# the merge touches.
new_repository conflict
lines 1 20 >a.txt
lines 1 5 >untouched.txt
commit 'start'
git checkout -q -b side
sed -i '10s/.*/ten of side/' a.txt
commit 'side: ten'
git checkout -q main
person 'Grace Hopper' grace@example.org
sed -i '10s/.*/ten of main/' a.txt
commit 'main: ten'
tick
git merge -q --no-ff side >/dev/null || :
lines 1 20 | sed '10s/.*/ten of both\nand a line of the merge/' >a.txt
sed -i '1s/$/ changed in the merge only/' untouched.txt
git add -A
git commit -q -m 'merge: resolve ten by hand'
sed -i '$d' a.txt
commit 'drop the last line'

# One side is thrown away, then brought back by a second merge.
new_repository ours
lines 1 10 >a.txt
commit 'start'
git checkout -q -b side
lines 1 10 side >a.txt
lines 1 3 only >only-side.txt
commit 'side: all other'
git checkout -q main
lines 11 12 >>a.txt
commit 'main: two more'
tick
git merge -q -s ours -m 'merge side, keep ours' side
git checkout -q side
lines 4 6 only >>only-side.txt
commit 'side: more'
git checkout -q main
tick
git merge -q -m 'merge side again' side >/dev/null || {
	git checkout -q --theirs a.txt 2>/dev/null || :
	git add -A
	git commit -q -m 'merge side again'
}

# Five parents.
new_repository octopus
lines 1 10 >base.txt
commit 'start'
for name in one two three four; do
	git checkout -q -b $name main
	lines 1 4 $name >$name.txt
	commit "$name: its file"
done
git checkout -q main
sed -i '5s/$/ main/' base.txt
commit 'main: five'
tick
git merge -q -m 'octopus of four' one two three four >/dev/null
lines 11 12 >>base.txt
commit 'base: go on'

# Two merge bases.
new_repository criss-cross
lines 1 30 >a.txt
commit 'start'
git branch right
sed -i '3s/$/ left/' a.txt
commit 'left: three'
left=$(git rev-parse HEAD)
git checkout -q right
sed -i '27s/$/ right/' a.txt
commit 'right: twenty-seven'
right=$(git rev-parse HEAD)
tick
git merge -q --no-ff -m 'right takes left' "$left"
git checkout -q main
tick
git merge -q --no-ff -m 'left takes right' "$right"
sed -i '15s/$/ left again/' a.txt
commit 'left: fifteen'
git checkout -q right
sed -i '20s/$/ right again/' a.txt
commit 'right: twenty'
git checkout -q main
tick
git merge -q --no-ff -m 'both again' right

# Many branches open at once; the same change made on several of them.
new_repository braid
lines 1 60 >a.txt
commit 'start'
for i in 1 2 3 4 5 6 7 8; do
	git checkout -q -b "b$i" main
	sed -i "$((i * 6))s/\$/ b$i/" a.txt
	commit "b$i: own line"
	sed -i '60s/.*/the same everywhere/' a.txt
	commit "b$i: the last line"
done
git checkout -q main
for i in 1 3 5 7 2 4 6 8; do
	tick
	git merge -q --no-ff -m "Merge branch 'b$i'" "b$i"
done

# A history whose merges are fast-forwards in disguise: one side adds nothing.
new_repository empty-sides
lines 1 5 >a.txt
commit 'start'
git checkout -q -b side
commit 'side: nothing at all'
git checkout -q main
lines 6 7 >>a.txt
commit 'main: two lines'
tick
git merge -q --no-ff -m 'merge nothing' side
