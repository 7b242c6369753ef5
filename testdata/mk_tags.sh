# Tags of every kind; which one "since the last release" means.
. "$(dirname "$0")/lib.sh"

release() {
	lines 1 "$1" >a.txt
	commit "work up to $1"
}

new_repository releases
release 1
git tag -a -m 'one' v1.0.0
release 2
git tag v1.1.0
release 3
git tag -a -m 'candidate' v2.0.0-rc.1
release 4
git tag v2.0.0-beta
git tag nightly-20170714
release 5

new_repository on-head
release 1
git tag v1.0
release 2
git tag v2.0
git tag -a -m 'the same again' v2.0-final

new_repository two-names
release 1
git tag v1.0
git tag -a -m 'the same commit' stable
release 2

# Annotated tags of tags, of a tree, of a blob; names with slashes.
new_repository odd
release 1
git tag -a -m 'inner' inner
git -c advice.nestedTag=false tag -a -m 'outer' outer inner
git tag -a -m 'of a tree' of-tree 'HEAD^{tree}'
git tag -a -m 'of a blob' of-blob HEAD:a.txt
git tag release/1.0
release 2
git tag -a -m 'long

A body.' 'package@1.0.0'
release 3

# The nearest tag by commits is on a side branch; by the mainline another is.
new_repository side
release 1
git tag v1.0
release 2
git checkout -q -b stable
lines 1 4 >fix.txt
commit 'fix'
git tag v1.0.1
git checkout -q main
release 3
tick
git merge -q --no-ff -m 'merge stable' stable
release 4

new_repository none
release 1
release 2

new_repository packed
release 1
git tag -a -m 'one' v1.0
release 2
git tag v1.1
release 3
git pack-refs --all
