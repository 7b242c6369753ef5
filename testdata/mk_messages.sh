# What commit messages say: pull requests, squashes, reverts, breaks, chores.
. "$(dirname "$0")/lib.sh"

count=0
work() {
	count=$((count + 1))
	echo "int f$count(void);" >>api.h
	commit "$1"
}

new_repository messages
work 'start'
git tag v1.0
work 'feat(parser): accept comments (#101)'
work 'fix: crash on empty input

The buffer was read before its length was checked.

Fixes #102
Closes: example/other#7'
work 'feat!: drop the old reader

BREAKING CHANGE: read_old() is gone, use read_new().'
work 'Add limits (#103)

* Add --limit to list
* Keep the default at 100
* Fix a typo in the help (#99)'
work 'chore(deps): bump example from 1.2.3 to 1.2.4'
work 'docs: fix typo'
work 'style: reformat'
work 'Try another hash'
reverted=$(git rev-parse HEAD)
sed -i '$d' api.h
commit "Revert \"Try another hash\"

This reverts commit $reverted."
work 'Deprecate f2(); it goes in 3.0'
git checkout -q -b topic
work 'topic: first half'
work 'topic: second half'
git checkout -q main
tick
git merge -q --no-ff -m 'Merge pull request #104 from ada/topic

Add topics' topic
git checkout -q -b topic2
work 'fixup! topic: second half'
git checkout -q main
tick
git merge -q --no-ff -m "Merge branch 'topic2' into 'main'

Mend topics

See merge request example/messages!105" topic2
work 'Handle GH-106 and issue #107 alike'
work 'wip'
work 'Release 2.0'
git tag -a -m 'two' v2.0

# A fix that went to the stable branch too: equal patch, other commit.
new_repository backport
lines 1 30 >a.txt
commit 'start'
git tag v1.0
git checkout -q -b stable
git checkout -q main
lines 31 40 >>a.txt
commit 'feature'
sed -i '5s/$/ fixed/' a.txt
commit 'fix five (#11)'
git checkout -q stable
tick
git cherry-pick main >/dev/null
sed -i '7s/$/ only in stable/' a.txt
commit 'stable: seven'
git tag v1.1
git checkout -q main
lines 1 3 new >new.txt
commit 'another feature'
git tag v2.0
