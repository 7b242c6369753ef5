# cli.sh - read by every command-line case (BASH_ENV): small helpers.

# The JSON on standard input, sorted, without "run" (what may differ between
# equal runs), one member a line.
json() {
	perl -MJSON::PP -e '
		local $/;
		my $doc = JSON::PP->new->utf8->decode(scalar <STDIN>);
		delete $doc->{run} if ref $doc eq "HASH";
		print JSON::PP->new->utf8->canonical->indent->space_after
			->indent_length(1)->allow_nonref->encode($doc);'
}

# A fresh copy of a built repository, to be changed: repo=$(copy_of plain)
copy_of() {
	cp -R "$TESTDATA/$1" "$PWD/copy" && echo "$PWD/copy"
}
