# Repositories with nothing, or next to nothing, in them.
. "$(dirname "$0")/lib.sh"

new_repository unborn
git init -q -b main --bare "$dir/unborn-bare"

new_repository one-empty-commit
commit 'nothing'

new_repository emptied
lines 1 5 >a.txt
commit 'start'
git rm -q a.txt
commit 'remove everything'
commit 'and nothing more'

new_repository detached
lines 1 5 >a.txt
commit 'start'
git checkout -q --detach
lines 6 7 >>a.txt
commit 'beside every branch'

# HEAD names a branch that is not there, others are.
new_repository other-branch
lines 1 5 >a.txt
commit 'start'
git symbolic-ref HEAD refs/heads/missing
for name in unborn unborn-bare other-branch; do
	: >"$dir/$name.not-for-oracle"
done
