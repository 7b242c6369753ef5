# One person under many names, bots, co-authors.
. "$(dirname "$0")/lib.sh"

count=0
work() {
	person "$1" "$2"
	count=$((count + 1))
	echo "$count $1" >>a.txt
	commit "${3:-work $count}"
}

new_repository mailmap
cat >.mailmap <<'M'
# Every form that gitmailmap(5) has.
Ada Byron <ada@example.org> <ADA@old.example.org>
Ada Byron <ada@example.org> Lady Lovelace <lovelace@example.org>
Grace Hopper <grace@example.org>
<linus@example.org> <linus@laptop.local>
Nobody <nobody@example.org> <>
M
work 'Ada Byron' ada@example.org
work 'ada' ada@old.example.org
work 'A. Byron' Ada@OLD.example.org
work 'Lady Lovelace' lovelace@example.org
work 'lady lovelace' LOVELACE@example.org
work 'Somebody Else' lovelace@example.org
work 'ghopper' grace@example.org
work 'G. Hopper' GRACE@Example.org
work 'Linus' linus@laptop.local
work 'Linus' linus@example.org
work $'\303\211mile' emile@example.org

new_repository bots
work 'dependabot[bot]' '49699333+dependabot[bot]@users.noreply.example.org'
work 'Ada Byron' ada@example.org 'together

Co-authored-by: Grace Hopper <grace@example.org>
Co-Authored-By: ada <ada@example.org>
co-authored-by: Linus Example <linus@example.org>'
work 'renovate[bot]' bot@renovate.example
work 'Grace Hopper' grace@example.org 'a line that only looks like one

See Co-authored-by: Nobody <nobody@example.org>

Co-authored-by: no address here'

# The same person by address, then by full name, for --merge-identities.
new_repository identities
work 'Ada Byron' ada@example.org
work 'Ada Byron' ada@home.example
work 'ada' ada@home.example
work 'Grace Hopper' grace@example.org
work 'Grace  Hopper' grace@navy.example
work 'grace hopper' g@example.org
work 'root' root@localhost
work 'root' root@otherhost
