# One repository a language with tags v1 and v2: testdata/api/<language>/v1 and
# v2 are the trees, expected the changes that pack has to name.
. "$(dirname "$0")/lib.sh"
trees=$(cd "$(dirname "$0")" && pwd)/api

for language in "$trees"/*/; do
	language=$(basename "$language")
	new_repository "$language"
	echo "# $language" >README.md
	cp -R "$trees/$language/v1/." .
	commit 'start'
	git tag -a -m 'version 1' v1
	# One commit a file, so that changes have commits of their own.
	git rm -q --cached -r .
	find . -mindepth 1 -maxdepth 1 -not -name .git -not -name README.md \
		-exec rm -r {} +
	git reset -q
	for file in $(cd "$trees/$language/v2" && find . -type f | sort); do
		write "$file" <"$trees/$language/v2/$file"
		git add "$file" README.md
		tick
		git diff --cached --quiet ||
			git commit -q -m "${file##*/}: what version 2 brings"
	done
	commit 'remove what version 2 has no more'
	git tag -a -m 'version 2' v2
	cp "$trees/$language/expected" "$dir/$language.expected"
done
