# Modes, symlinks, gitlinks and changes of type.
. "$(dirname "$0")/lib.sh"

new_repository modes
lines 1 10 >run.sh
printf 'a\0b\n' >binary
commit 'start'
chmod +x run.sh binary
commit 'executable'
chmod -x run.sh
echo 'one more' >>run.sh
commit 'no more, and a line'
chmod +x run.sh
git mv run.sh start.sh
commit 'rename and mode'

new_repository symlinks
lines 1 10 >file
ln -s file link
ln -s nowhere dangling
commit 'start'
ln -sfn dangling link
commit 'another target'
rm link
lines 1 10 >link
commit 'link becomes a file'
rm file
ln -s link file
commit 'file becomes a link'
rm link
lines 1 3 in | write link/inside
commit 'file becomes a folder'
rm -r link
echo back >link
commit 'folder becomes a file'
git mv dangling renamed
commit 'rename a link'

new_repository submodule
lines 1 4 >a.txt
commit 'start'
git update-index --add --cacheinfo \
	160000,1111111111111111111111111111111111111111,sub
printf '[submodule "sub"]\n\tpath = sub\n\turl = ../sub\n' >.gitmodules
git add .gitmodules
tick
git commit -q -m 'add a submodule'
git update-index --cacheinfo \
	160000,2222222222222222222222222222222222222222,sub
tick
git commit -q -m 'move it on'
git update-index --force-remove sub
git update-index --add --cacheinfo \
	"100644,$(echo 'no module' | git hash-object -w --stdin),sub"
tick
git commit -q -m 'a file in its place'
git update-index --cacheinfo \
	160000,3333333333333333333333333333333333333333,sub
tick
git commit -q -m 'and a module again'
