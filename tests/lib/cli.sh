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

# What `parse --format json` on standard input says of each symbol, a line each,
# and the imports.
facts() {
	perl -MJSON::PP -e '
		local $/;
		my $doc = JSON::PP->new->utf8->decode(scalar <STDIN>);
		binmode STDOUT, ":utf8";
		print "import $_->{kind} $_->{name} ($_->{line})\n"
			for @{ $doc->{imports} };
		my @open = @{ $doc->{symbols} };
		while (my $s = shift @open) {
			unshift @open, @{ $s->{children} };
			print "$s->{start_line}-$s->{end_line}",
				" $s->{visibility} $s->{kind} $s->{qualified}";
			print " paths=", 1 + $s->{decisions} if $s->{decisions};
			print " # $s->{doc}" if length($s->{doc} // "");
			print "\n";
			for my $p (@{ $s->{parameters} }) {
				print "\t$p->{kind} ", $p->{name} // "";
				print ": $p->{type}" if length($p->{type} // "");
				print " = $p->{default}"
					if length($p->{default} // "");
				print "\n";
			}
		}
		print "errors $doc->{error_share}\n";'
}
