# Repositories that are not all there, or not all in one place.
. "$(dirname "$0")/lib.sh"

new_repository origin
git config uploadpack.allowFilter true
git config uploadpack.allowAnySHA1InWant true
for i in 1 2 3 4 5 6; do
	lines 1 $((i * 5)) "a$i" | write "dir/a$i.txt"
	lines 1 $((i * 3)) >b.txt
	commit "step $i"
done
git tag -a -m 'middle' v1 HEAD~3
git checkout -q -b side HEAD~2
lines 1 4 side >side.txt
commit 'side'
git checkout -q main
tick
git merge -q --no-ff -m 'merge side' side
cd "$dir"
url=file://$dir/origin

git clone -q --depth 3 "$url" shallow
git clone -q --bare "$url" bare.git
git clone -q --bare --filter=blob:none "$url" partial-bare.git
# Checked out, so the last blobs are there and the earlier ones are not.
git clone -q --filter=blob:none "$url" partial
git clone -q --filter=tree:0 --bare "$url" treeless.git
git clone -q --shared "$dir/origin" alternates
git clone -q --shared --bare "$dir/alternates" alternates-of-alternates.git
git clone -q "$url" worktrees
git -C worktrees config extensions.worktreeConfig true
git -C worktrees worktree add -q "$dir/linked" -b linked
person 'Ada Byron' ada@example.org
cd linked
lines 1 2 linked >linked.txt
commit 'in the linked worktree'
cd "$dir"

# An alternate that is gone, and two that name each other.
git clone -q --bare "$url" alternate-gone.git
echo /nonexistent/objects >alternate-gone.git/objects/info/alternates
git clone -q --bare "$url" loop-a.git
git clone -q --bare "$url" loop-b.git
echo "$dir/loop-b.git/objects" >loop-a.git/objects/info/alternates
echo "$dir/loop-a.git/objects" >loop-b.git/objects/info/alternates

# What the remote would be asked for must not come.
for name in partial partial-bare.git treeless.git; do
	git -C $name config remote.origin.url /nonexistent
	: >"$dir/$name.not-for-oracle"
done

git init -q -b main --object-format=sha256 sha256
cd sha256
lines 1 3 >a.txt
commit 'ids of 64 digits'
: >"$dir/sha256.not-for-oracle"

# A directory that is no repository, and a file in the place of one.
mkdir "$dir/not-a-repository"
# A HEAD that names itself, and a ring of two branches.
git init -q -b main "$dir/ring"
echo 'ref: refs/heads/b' >"$dir/ring/.git/refs/heads/a"
echo 'ref: refs/heads/a' >"$dir/ring/.git/refs/heads/b"
echo 'ref: refs/heads/a' >"$dir/ring/.git/HEAD"
: >"$dir/ring.not-for-oracle"
