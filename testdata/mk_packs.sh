# Ways objects are stored: one pack, many, deltas of both kinds, loose.
. "$(dirname "$0")/lib.sh"

history() {
	local i
	for ((i = 1; i <= $1; i++)); do
		lines 1 200 >a.txt
		sed -i "$((i * 3 % 199 + 1))s/\$/ edited $i/" a.txt
		lines $i $((i + 60)) "b" | write "d/b$((i % 4)).txt"
		commit "step $i"
	done
}

new_repository one-pack
history 40
git repack -q -a -d -f --depth=50 --window=50

# Chains as long as the history, bases by id and not by distance.
new_repository ref-deltas
history 60
git config repack.useDeltaBaseOffset false
git repack -q -a -d -f --depth=200 --window=200

new_repository many-packs
for part in 1 2 3 4; do
	history 8
	git repack -q -d
done
lines 1 3 >loose.txt
commit 'loose objects on top'

new_repository indexed
history 10
git repack -q -a -d --write-midx
git multi-pack-index write 2>/dev/null
git commit-graph write --reachable 2>/dev/null

new_repository loose
history 6

# The same objects in a pack and loose, and in two packs.
new_repository doubled
history 6
git repack -q
git repack -q -a
