# Trees that are deep, wide, or made to explode.
. "$(dirname "$0")/lib.sh"

# deep_tree BLOB DEPTH: the id of DEPTH folders "d" around a file "f".
deep_tree() {
	perl -MDigest::SHA=sha1_hex -e '
		my ($id, $depth) = @ARGV;
		my ($entry, $name) = ("100644 blob", "f");
		my ($mode, $text) = ("100644", "");
		for (0 .. $depth) {
			$text .= "$entry $id\t$name\n\n";
			my $body = "$mode $name\0" . pack("H*", $id);
			$id = sha1_hex("tree " . length($body) . "\0$body");
			($entry, $name, $mode) = ("040000 tree", "d", "40000");
		}
		print $text;' "$1" "$2" | git mktree --missing --batch | tail -n 1
}

# DIR.not-for-oracle: git takes forever, or runs out of stack.
new_repository deep
tick
blob=$(echo one | object blob)
commit=$(git commit-tree -m 'one' "$(deep_tree "$blob" 3000)")
tick
blob=$(echo two | object blob)
commit=$(git commit-tree -m 'two' -p "$commit" "$(deep_tree "$blob" 3000)")
git update-ref refs/heads/main "$commit"
: >"$dir/deep.not-for-oracle"

# Within the limit: git can judge this one.
new_repository half-deep
tick
blob=$(echo one | object blob)
commit=$(git commit-tree -m 'one' "$(deep_tree "$blob" 900)")
tick
blob=$(echo two | object blob)
commit=$(git commit-tree -m 'two' -p "$commit" "$(deep_tree "$blob" 900)")
git update-ref refs/heads/main "$commit"

# Ten entries a level, twelve levels, all the same: 10^12 paths in 26 objects.
new_repository explode
for text in one two; do
	id=$(echo "$text" | object blob)
	mode='100644 blob'
	for level in {1..12}; do
		id=$(for i in {0..9}; do
			printf '%s %s\tn%s\n' "$mode" "$id" "$i"
		done | git mktree)
		mode='040000 tree'
	done
	tick
	commit=$(git commit-tree -m "$text" ${commit_before:+-p $commit_before} \
		"$id")
	commit_before=$commit
done
git update-ref refs/heads/main "$commit"
: >"$dir/explode.not-for-oracle"

# One commit with 6,000 changed paths, then one with as many removed.
new_repository wide
perl -e '
	print "blob\nmark :1\ndata 2\na\n\nblob\nmark :2\ndata 2\nb\n\n";
	my $who = "Ada Byron <ada\@example.org>";
	for my $c (1 .. 3) {
		my $when = 1500000000 + $c * 3600;
		print "commit refs/heads/main\nmark :1$c\n",
			"committer $who $when +0000\ndata 7\nwide $c\n";
		for my $i (1 .. 6000) {
			my $path = sprintf("d%02d/f%04d.txt", $i % 60, $i);
			print $c == 3 ? "D $path\n" : "M 100644 :$c $path\n";
		}
		print "M 100644 :1 kept\n\n";
	}' | git fast-import --quiet
git reset -q --hard

# Entries that are out of order, doubled, zero-padded, or not to be named.
new_repository malformed
blob=$(echo one | object blob)
bytes=$(echo "$blob" | sed 's/../\\x&/g')
lines 1 3 >ok
commit 'start'
entry() {
	printf '%s %s\0' "$1" "$2"
	printf '%b' "$bytes"
}
number=0
for tree in 'b a' 'a a' '.. ok' '.git ok' ". x" 'a/b c'; do
	tick
	number=$((number + 1))
	id=$(for name in $tree; do entry 100644 "$name"; done | object tree)
	git update-ref "refs/heads/odd$number" \
		"$(git commit-tree -m "names: $tree" -p main "$id")"
done
for mode in 040000 0100644 100664 120777 777; do
	tick
	number=$((number + 1))
	id=$(entry $mode x | object tree)
	git update-ref "refs/heads/odd$number" \
		"$(git commit-tree -m "mode $mode" -p main "$id")"
done
tick
git update-ref refs/heads/cut "$(git commit-tree -m 'a tree cut short' -p main \
	"$(entry 100644 x | head -c 20 | object tree)")"
: >"$dir/malformed.not-for-oracle"
