# Oracle.pm - what the scripts in tests/oracle share: git is the judge.
package Oracle;
use strict;
use warnings;
use Exporter qw(import);
use Test::More;
our @EXPORT = qw(repositories short git codehist helper all_output json_of
	is_text has_commits boundary_of write_ids);

# The repositories to judge, as the runner gave them.
sub repositories {
	BAIL_OUT('no repositories given') unless @ARGV;
	return @ARGV;
}

# A name for messages.
sub short {
	my ($repo) = @_;
	my $dir = $ENV{TESTDATA} // '';
	$repo =~ s/^\Q$dir\E\///;
	return $repo;
}

# Standard output of a program, standard error and exit status: nothing is
# hidden, nothing dies.
sub all_output {
	my @command = @_;
	my $file = "$ENV{TMPDIR}/stderr.$$";
	open(my $keep, '>&', \*STDERR) or die;
	open(STDERR, '>', $file) or die "$file: $!";
	my $opened = open(my $out, '-|', @command);
	open(STDERR, '>&', $keep) or die;
	return ('', "cannot run $command[0]: $!", 127) unless $opened;
	binmode($out);
	local $/;
	my $text = <$out> // '';
	close($out);
	my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
	open(my $in, '<', $file) or die;
	my $errors = <$in> // '';
	unlink $file;
	return ($text, $errors, $status);
}

# What git prints; a git that fails is a failure of the test.
sub git {
	my ($repo, @arguments) = @_;
	my ($text, $errors, $status) =
		all_output('git', '-C', $repo, @arguments);
	die "git @arguments in $repo: $errors" if $status;
	return $text;
}

# (standard output, standard error, status) of the program under test.
sub codehist {
	my ($repo, @arguments) = @_;
	return all_output($ENV{CODEHIST}, '-C', $repo, @arguments);
}

# (standard output, standard error, status) of a program built from
# tests/oracle/NAME.c.
sub helper {
	my ($name, @arguments) = @_;
	return all_output("$ENV{HELPERS}/$name", @arguments);
}

sub json_of {
	my ($text) = @_;
	require JSON::PP;
	return JSON::PP->new->utf8->decode($text);
}

# The commits whose parents a shallow clone leaves out, as keys.
sub boundary_of {
	my ($repo) = @_;
	my $file = git($repo, 'rev-parse', '--git-path', 'shallow');
	chomp $file;
	open(my $in, '<', $file =~ m{^/} ? $file : "$repo/$file") or return {};
	return { map { chomp; $_ => 1 } <$in> };
}

# The commits of HEAD, without the boundary of a shallow clone, into file 'ids'.
sub write_ids {
	my ($repo, @arguments) = @_;
	my $boundary = boundary_of($repo);
	my @ids = grep { !$boundary->{$_} }
		split /\n/, git($repo, 'rev-list', @arguments, 'HEAD');
	open(my $list, '>', 'ids') or die;
	print $list map { "$_\n" } @ids;
	close($list);
}

sub has_commits {
	my ($repo) = @_;
	my (undef, undef, $status) = all_output('git', '-C', $repo,
		'rev-parse', '-q', '--verify', 'HEAD^{commit}');
	return $status == 0;
}

# As is(), but shows where two long texts part.
sub is_text {
	my ($got, $want, $name) = @_;
	return pass($name) if $got eq $want;
	my @got = split /\n/, $got, -1;
	my @want = split /\n/, $want, -1;
	my $i = 0;
	$i++ while $i < @got && $i < @want && $got[$i] eq $want[$i];
	fail($name);
	diag('line ', $i + 1);
	diag("     got: ", substr($got[$i] // '(end)', 0, 300));
	diag("expected: ", substr($want[$i] // '(end)', 0, 300));
	return 0;
}

1;
