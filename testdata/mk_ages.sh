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
