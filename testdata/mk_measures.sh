# Trees whose numbers are worked out by hand, and days that stand out.
. "$(dirname "$0")/lib.sh"

new_repository tree
# sum_of_primes: 3 loops and ifs: cyclomatic 4, cognitive 1+2+3+1 = 7, nesting 3
write src/primes.c <<'C'
/* All about primes. */

/* The sum of the primes up to max. */
int sum_of_primes(int max)
{
	int total = 0;

	for (int i = 2; i <= max; i++) { /* candidates */
		for (int j = 2; j < i; j++) {
			if (i % j == 0)
				goto next; /* it divides,
					      so it is none */
		}
		total += i;
next:;
	}
	return total;
}

static int twice(int a)
{
	return a + a;
}
C
write src/shapes.py <<'P'
"""Shapes."""


class Shape:
    """Two things in one: a place and a name."""

    def __init__(self, x, y, name):
        self.x = x
        self.y = y
        self.name = name

    def move(self, dx, dy):
        """Go elsewhere."""
        self.x += dx
        self.y += dy

    def width(self):
        return self.x

    def height(self):
        return self.y

    def title(self):
        return self.name.title()

    def shout(self):
        return self.title() + "!"

    @staticmethod
    def unit():
        return 1


class Counter:
    def __init__(self):
        self.n = 0

    def count(self):
        self.n += 1  # one more

    def again(self):
        if self.n > 1 and self.n < 9:
            self.count()
P
write src/account.h <<'C'
namespace bank {
/** Money of somebody. */
class Account {
public:
	Account();
	void pay(int sum);
	int balance() const;
	void log(const char *line);

private:
	int balance_;
	int lines_;
};
}
C
write src/account.cpp <<'C'
#include "account.h"

bank::Account::Account() : balance_(0), lines_(0) {}
void bank::Account::pay(int sum) { balance_ -= sum; }
int bank::Account::balance() const { return balance_; }
void bank::Account::log(const char *line) { lines_++; }
C
write go/stack.go <<'G'
package stack

// Stack is last in, first out.
type Stack struct {
	items []int
	name  string
}

// Push adds one.
func (s *Stack) Push(i int) { s.items = append(s.items, i) }
G
write go/more.go <<'G'
package stack

func (s *Stack) Len() int { return len(s.items) }

func (s *Stack) Name() string {
	if s.name == "" {
		return "stack"
	}
	return s.name
}
G
write vendor/lib.js <<'J'
function deep(a) {
  if (a) { if (a > 1) { if (a > 2) { return a ? 1 : 2; } } }
  return a || 0;
}
J
write README.md <<'M'
# Not parsed
M
commit 'the tree'

# Thirty days alike, then one day of 40 files by three people, one of removals.
new_repository days
for i in {1..30}; do
	tick $((24 * 3600))
	lines 1 $((i % 3 + 1)) "day $i" >>log.txt
	commit "day $i"
done
for who in Ada Grace Linus; do
	person "$who Example" "$who@example.org"
	mkdir -p "$who"
	for f in {1..13}; do lines 1 $f >"$who/$f.c"; done
	commit "$who: many"
done
person 'Ada Byron' ada@example.org
tick $((24 * 3600))
lines 1 2 quiet >>log.txt
commit 'a quiet day'
tick $((24 * 3600))
git rm -q -r Grace
commit 'away with it'
