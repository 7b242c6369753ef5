# Repositories that somebody's disk has been at.  Nothing here is for git to
# judge: it stops at the first bad object.
. "$(dirname "$0")/lib.sh"

sound() {
	new_repository "$1"
	for i in 1 2 3 4 5 6; do
		lines 1 300 >a.txt
		sed -i "$((i * 40))s/\$/ edited $i/" a.txt
		lines 1 $((i * 4)) >b.txt
		commit "step $i"
	done
	git tag v1 HEAD~3
	git repack -q -a -d -f
	rm -rf .git/objects/info/commit-graph*
	pack=$(echo .git/objects/pack/*.pack)
	idx=${pack%.pack}.idx
	chmod u+w "$pack" "$idx"
	: >"$dir/$1.not-for-oracle"
}

# flip FILE OFFSET: the byte there becomes another.
flip() {
	perl -e 'open(my $f, "+<:raw", $ARGV[0]) or die; seek($f, $ARGV[1], 0);
		read($f, my $c, 1); seek($f, $ARGV[1], 0);
		print $f chr(ord($c) ^ 0x55);' "$1" "$2"
}

# offset_of REVISION:PATH: where the object lies in the pack.
offset_of() {
	git show-index <"$idx" | grep "$(git rev-parse "$1")" | cut -d' ' -f1
}

sound pack-cut
truncate -s -400 "$pack"
sound pack-empty
truncate -s 0 "$pack"
sound pack-gone
rm "$pack"
sound idx-cut
truncate -s -300 "$idx"
sound idx-empty
truncate -s 0 "$idx"
sound idx-gone
rm "$idx"
sound idx-of-another-pack
flip "$pack" $(($(stat -c %s "$pack") - 3))
sound idx-fanout
flip "$idx" $((8 + 4 * 255))
sound idx-offset
flip "$idx" $(($(stat -c %s "$idx") - 43))
sound blob-flipped
flip "$pack" $(($(offset_of HEAD:b.txt) + 5))
sound tree-flipped
flip "$pack" $(($(offset_of 'HEAD~2^{tree}') + 8))
sound commit-flipped
flip "$pack" $(($(offset_of HEAD~4) + 12))
sound head-flipped
flip "$pack" $(($(offset_of HEAD) + 12))

# Loose objects: emptied, cut, flipped, gone, of another type.
loose() {
	sound "$1"
	mv "$pack" ../p.pack
	rm .git/objects/pack/*
	git unpack-objects -q <../p.pack
	rm ../p.pack
}
loose_path() {
	local id
	id=$(git rev-parse "$1")
	echo ".git/objects/${id:0:2}/${id:2}"
}
loose loose-empty
path=$(loose_path HEAD~1:b.txt)
chmod u+w "$path" && : >"$path"
loose loose-cut
path=$(loose_path HEAD~1:a.txt)
chmod u+w "$path" && truncate -s -10 "$path"
loose loose-gone
rm -f "$(loose_path HEAD~1:b.txt)"
loose tree-gone
rm -f "$(loose_path 'HEAD~1^{tree}')"
loose parent-gone
rm -f "$(loose_path HEAD~3)"
loose wrong-type
tick
git update-ref refs/heads/main "$(git cat-file commit HEAD |
	sed "s/^tree .*/tree $(git rev-parse HEAD:a.txt)/" | object commit)"
loose ref-broken
echo 'not an id' >.git/refs/heads/main
loose ref-to-nothing
printf '%040d\n' 7 >.git/refs/heads/main
