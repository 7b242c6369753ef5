# Commits that no ordinary git would write.
. "$(dirname "$0")/lib.sh"

# raw MESSAGE: a commit whose header lines are on standard input.
raw() {
	{
		cat
		printf '\n%s' "$1"
	} | object commit
}

# next_tree: one line more in a.txt.
count=0
next_tree() {
	count=$((count + 1))
	lines 1 $((10 + count)) >a.txt
	git add a.txt
	tree=$(git write-tree)
}

# add AUTHOR-LINE COMMITTER-LINE MESSAGE: on top of main.
add() {
	next_tree
	id=$({
		echo "tree $tree"
		[ -z "$tip" ] || echo "parent $tip"
		[ -z "$1" ] || printf 'author %s\n' "$1"
		[ -z "$2" ] || printf 'committer %s\n' "$2"
	} | raw "$3")
	tip=$id
	git update-ref refs/heads/main "$id"
}
ada='Ada Byron <ada@example.org>'
fresh() {
	new_repository "$1"
	count=0
	tip=
}

# Dates: 1960, 2100, before its parent, beyond 64 bits, missing, no number,
# odd zones.  The end is an ordinary date, so that "later than the end" is told.
fresh dates
add "$ada -300000000 +0000" "$ada -300000000 +0000" 'in 1960
'
add "$ada 1500000000 +0000" "$ada 1500000000 +0000" 'in 2017
'
add "$ada 1400000000 +0000" "$ada 1400000000 +0000" 'before its parent
'
add "$ada 4102444800 +0000" "$ada 4102444800 +0000" 'in 2100
'
add "$ada 99999999999999999999999 +0000" \
	"$ada 99999999999999999999999 +0000" 'beyond every number
'
add "$ada" "$ada" 'no date
'
add "$ada soon +0000" "$ada soon +0000" 'no number
'
add "$ada 1500010000 +1400" "$ada 1500010000 -1130" 'two zones
'
add "$ada 1500020000 +9999" "$ada 1500020000" 'no zone that exists
'
add "$ada 0 +0000" "$ada 0 +0000" 'the epoch
'
add "$ada 1500030000 +0530" "$ada 1500030000 +0530" 'the end
'

fresh people
add 'Ada Byron 1500000000 +0000' "$ada 1500000000 +0000" 'author without <>
'
add '<ada@example.org> 1500000100 +0000' "$ada 1500000100 +0000" 'no name
'
add 'Ada Byron <> 1500000200 +0000' "$ada 1500000200 +0000" 'no address
'
add 'Ada <B> Byron <ada@example.org> 1500000300 +0000' \
	"$ada 1500000300 +0000" 'brackets in the name
'
add 'Ada Byron <ada@example.org 1500000400 +0000' \
	"$ada 1500000400 +0000" 'bracket not closed
'
add '' "$ada 1500000500 +0000" 'no author
'
add "$ada 1500000600 +0000" '' 'no committer
'
add $'\351mile Latin <emile@example.org> 1500000700 +0000' \
	"$ada 1500000700 +0000" 'a name in no stated encoding
'
add '  Ada   Byron   <  ada@example.org  > 1500000800 +0000' \
	"$ada 1500000800 +0000" 'spaces
'
add "$ada 1500000900 +0000" "$ada 1500000900 +0000" 'an ordinary end
'

fresh messages
add "$ada 1500000000 +0000" "$ada 1500000000 +0000" ''
add "$ada 1500000100 +0000" "$ada 1500000100 +0000" '


blank lines before

and a body
'
add "$ada 1500000200 +0000" "$ada 1500000200 +0000" 'no newline at the end'
add "$ada 1500000300 +0000" "$ada 1500000300 +0000" 'a subject
that goes on
over three lines

Body.
'
add "$ada 1500000400 +0000" "$ada 1500000400 +0000" $'caf\351 in no encoding
'
add "$ada 1500000500 +0000" "$ada 1500000500 +0000
encoding ISO-8859-1" $'caf\351 in latin-1
'
add $'\351mile <e@example.org> 1500000600 +0000' "$ada 1500000600 +0000
encoding latin1" $'na\357ve and \351mile
'
add "$ada 1500000700 +0000" "$ada 1500000700 +0000
encoding x-no-such" $'caf\351 in an unknown encoding
'
add "$ada 1500000800 +0000" "$ada 1500000800 +0000
encoding Shift_JIS" $'\223\372\226{ in Shift-JIS
'
add "$ada 1500000900 +0000" "$ada 1500000900 +0000
gpgsig -----BEGIN PGP SIGNATURE-----
${empty:= }
 bm90IGEgc2lnbmF0dXJl
 -----END PGP SIGNATURE-----
mergetag object 0000000000000000000000000000000000000000
 type commit
 tag x" 'signed, after a fashion
'
add "$ada 1500001000 +0000" "$ada 1500001000 +0000" "$(
	printf 'windows\r\n\r\nline ends\r\n')
"
add "$ada 1500001100 +0000" "$ada 1500001100 +0000" "a subject of $(
	head -c 20000 /dev/zero | tr '\0' x) and no end
"
add "$ada 1500001200 +0000" "$ada 1500001200 +0000" 'the end
'

# A NUL inside a message, which ends it for git.
fresh nul
add "$ada 1500000000 +0000" "$ada 1500000000 +0000" 'start
'
next_tree
tip=$(printf 'tree %s\nparent %s\nauthor %s\ncommitter %s\n\nseen\0unseen\n' \
	"$tree" "$tip" "$ada 1500000100 +0000" "$ada 1500000100 +0000" |
	object commit)
git update-ref refs/heads/main "$tip"

# A parent named twice, and one that is itself named by two lines in a row.
fresh parents
add "$ada 1500000000 +0000" "$ada 1500000000 +0000" 'start
'
first=$tip
add "$ada 1500000100 +0000" "$ada 1500000100 +0000" 'second
'
next_tree
tip=$({
	printf 'tree %s\nparent %s\nparent %s\nparent %s\n' \
		"$tree" "$tip" "$tip" "$first"
	printf 'author %s\ncommitter %s\n' "$ada 1500000200 +0000" \
		"$ada 1500000200 +0000"
} | raw 'the same parent twice
')
git update-ref refs/heads/main "$tip"
