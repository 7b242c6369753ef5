# Who wrote which line, where it is easy to get wrong.
. "$(dirname "$0")/lib.sh"

# Content that comes, goes, and comes back, by other hands.
new_repository recurring
lines 1 30 >a.txt
commit 'start'
person 'Grace Hopper' grace@example.org
sed -i '10s/$/ grace/' a.txt
commit 'grace: ten'
person 'Linus Example' linus@example.org
lines 1 30 >a.txt
commit 'linus: as it was'
person 'Ada Byron' ada@example.org
sed -i '10s/$/ grace/' a.txt
commit 'ada: as grace had it'
git checkout -q -b side HEAD~2
sed -i '20s/$/ side/' a.txt
commit 'side: twenty'
git checkout -q main
sed -i '20s/$/ side/' a.txt
commit 'ada: the same on main'
tick
git merge -q --no-ff -m 'merge: both had it' side

# Blocks moved, doubled, and braces that diff can slide.
new_repository sliding
write a.c <<'C'
int one(void)
{
	return 1;
}

int two(void)
{
	return 2;
}
C
commit 'start'
write a.c <<'C'
int one(void)
{
	return 1;
}

int between(void)
{
	return 3;
}

int two(void)
{
	return 2;
}
C
commit 'one more between'
person 'Grace Hopper' grace@example.org
{ sed -n '6,10p' a.c; sed -n '1,5p' a.c; sed -n '11,$p' a.c; } >b.c
mv b.c a.c
commit 'swap two'
{ cat a.c; echo; cat a.c; } >b.c
mv b.c a.c
commit 'everything twice'
sed -i 's/^\t/    /' a.c
commit 'indent with spaces'

# Three years, a commit every five weeks, files of two languages.
new_repository years
for i in {1..32}; do
	case $((i % 3)) in
	0) person 'Ada Byron' ada@example.org ;;
	1) person 'Grace Hopper' grace@example.org ;;
	2) person 'Linus Example' linus@example.org ;;
	esac
	tick $((35 * 24 * 3600))
	[ $((i % 4)) -eq 0 ] || lines $i $((i + 20)) "c $i" >>code.c
	lines 1 $((i * 2)) "py" | write tools/t.py
	sed -i "$((i % 9 + 1))d" code.c 2>/dev/null || :
	[ $((i % 8)) -ne 0 ] || lines 1 10 "doc $i" | write "docs/d$i.md"
	commit "month $i"
done

# One side renames, the other edits; both go on after the merge.
new_repository rename-and-edit
lines 1 40 >old.txt
commit 'start'
git checkout -q -b edits
person 'Grace Hopper' grace@example.org
sed -i '5s/$/ grace/; 20d' old.txt
lines 90 95 >>old.txt
commit 'grace: edit the old name'
git checkout -q main
person 'Ada Byron' ada@example.org
mkdir deep && git mv old.txt deep/new.txt
commit 'ada: rename'
sed -i '30s/$/ ada/' deep/new.txt
commit 'ada: edit the new name'
tick
git merge -q --no-ff -m 'merge: both' edits
sed -i '1s/$/ after/' deep/new.txt
commit 'after the merge'
git checkout -q edits
sed -i '6s/$/ late/' old.txt
commit 'grace: once more under the old name'
git checkout -q main
tick
git merge -q --no-ff -m 'merge: again' edits

# Both sides delete the same lines, one of them more.
new_repository deleted-twice
lines 1 60 >a.txt
commit 'start'
git checkout -q -b side
person 'Grace Hopper' grace@example.org
sed -i '20,29d; 40,44d' a.txt
commit 'grace: without the twenties and the forties'
git checkout -q main
person 'Ada Byron' ada@example.org
sed -i '20,29d' a.txt
commit 'ada: without the twenties'
tick
git merge -q --no-ff -m 'merge: both deleted' side

# A merge that is taken back, and a branch that is applied again.
new_repository taken-back
lines 1 30 >a.txt
commit 'start'
git checkout -q -b side
person 'Grace Hopper' grace@example.org
sed -i '10s/$/ grace/' a.txt
lines 1 12 side >b.txt
commit 'grace: ten and a file'
git checkout -q main
person 'Ada Byron' ada@example.org
sed -i '25s/$/ ada/' a.txt
commit 'ada: twenty-five'
tick
git merge -q --no-ff -m 'merge: side' side
tick
git revert --no-edit -m 1 HEAD >/dev/null
sed -i '5s/$/ later/' a.txt
commit 'ada: five'
tick
git revert --no-edit HEAD~1 >/dev/null
git checkout -q side
person 'Linus Example' linus@example.org
sed -i '12s/$/ linus/' a.txt
commit 'linus: twelve, on the branch'
git checkout -q main
tick
git merge -q --no-ff -m 'merge: side once more' side

# Files that go and come back, as text, as bytes, as links.
new_repository there-and-back
lines 1 20 >gone.txt
lines 1 20 >bytes.txt
lines 1 20 >link.txt
commit 'start'
git rm -q gone.txt
printf 'a\0b\n' | cat - bytes.txt >x && mv x bytes.txt
ln -sf elsewhere link.txt
commit 'gone, bytes, a link'
person 'Grace Hopper' grace@example.org
lines 1 20 >gone.txt
lines 1 21 >bytes.txt
rm link.txt && lines 1 22 >link.txt
commit 'grace: back'
sed -i '7s/$/ grace/' gone.txt bytes.txt link.txt
commit 'grace: seven'

# A foreign history under a directory, edited on both sides.
new_repository imported
lines 1 30 >lib.c
lines 1 10 doc >README
commit 'library: start'
sed -i '3s/$/ lib/' lib.c
commit 'library: three'
git branch library
git checkout -q --orphan app
git rm -q -rf .
person 'Grace Hopper' grace@example.org
lines 1 15 app >main.c
commit 'app: start'
tick
git merge -q -s ours --no-commit --allow-unrelated-histories library
git read-tree --prefix=vendor/ -u library
git commit -q -m 'app: import the library'
sed -i '9s/$/ app/' vendor/lib.c
commit 'app: nine'
git checkout -q library
person 'Ada Byron' ada@example.org
sed -i '20s/$/ lib/' lib.c
commit 'library: twenty'
git checkout -q app
tick
git merge -q -s subtree -m 'app: update the library' library
git branch -q -D main 2>/dev/null || :

# The same commits have one date, and a child is older than its parent.
new_repository one-date
for name in ada grace linus; do
	git checkout -q -b $name main 2>/dev/null || git checkout -q -b $name
	lines 1 10 $name >$name.txt
	git add -A
	GIT_AUTHOR_DATE='1500000000 +0000' GIT_COMMITTER_DATE='1500000000 +0000' \
		git commit -q -m $name
done
git checkout -q -B main ada
lines 1 5 late >>ada.txt
git add -A
GIT_COMMITTER_DATE='1400000000 +0000' git commit -q -m 'older than its parent'
tick
git merge -q --no-ff -m 'merge: all' grace linus
