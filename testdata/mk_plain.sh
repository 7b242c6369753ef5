# Three people, five commits, a README, two folders and two releases.
. "$(dirname "$0")/lib.sh"

new_repository plain
write README.md <<<'# plain'
lines 1 40 >numbers.txt
commit 'start'

person 'Grace Hopper' grace@example.org
write src/main.c <<'C'
#include <stdio.h>

int main(void)
{
	puts("one");
	return 0;
}
C
commit 'src: print one'
git tag -a -m 'first release' v1.0

person 'Ada Byron' ada@example.org
sed -i 's/^line 7$/line seven/; /^line 20$/d' numbers.txt
commit 'numbers: spell seven, drop twenty (#12)'

person 'Linus Example' linus@example.org
sed -i 's/one/two/' src/main.c
lines 41 45 >>numbers.txt
commit 'src: print two

The first number was taken. Fixes #13.'

person 'Grace Hopper' grace@example.org
git rm -q README.md
write docs/guide.md <<<'# How to count'
commit 'docs: say how'
git tag v1.1
