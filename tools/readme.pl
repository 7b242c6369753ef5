#!/usr/bin/perl
# Runs the README's examples and says which lines they print no more.
#
#     perl tools/readme.pl CODEHIST [NAME=REPOSITORY ...]
#
# "$ codehist -C NAME ..." is run where NAME is given, one without -C always.
# Rows may be left out in the README, and "..." ends a line early; white space
# is the table's own, the name in a title the directory's.  Exit status: 1 when
# a line was not found.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Temp 'tempdir';

my ($codehist, @repositories) = @ARGV;
my $dir = tempdir(CLEANUP => 1);
my ($checked, $wrong) = (0, 0);

mkdir "$dir/bin";
symlink(abs_path($codehist), "$dir/bin/codehist") or die "$codehist: $!";
$ENV{PATH} = "$dir/bin:$ENV{PATH}";
for (@repositories) {
	my ($name, $path) = /^(\w+)=(.+)$/ or die "$_: not NAME=REPOSITORY\n";
	symlink(abs_path($path), "$dir/$name") or die "$path: $!";
}

sub squeezed { return join(' ', split ' ', $_[0]) =~ s/^\S+: (?=\S+ at )//r }

sub output_of {
	my ($command) = @_;
	my ($name) = $command =~ /-C (\w+)/;

	return if $name && !-e "$dir/$name";
	my $cd = $name ? "cd '$dir' && " : '';
	open(my $pipe, '-|', 'sh', '-c', "$cd$command 2>/dev/null") or die;
	return map { squeezed($_) } <$pipe>;
}

# Each of @shown is found, in this order.
sub compare {
	my ($command, @shown) = @_;
	my @lines = output_of($command) or return;
	my $at = 0;

	for my $line (@shown) {
		my ($start, $cut) = $line =~ /^(.*?)( ?\.\.\.)?$/;
		my $i = $at;

		$i++ while $i < @lines && ($cut ? index($lines[$i], $start)
			: $lines[$i] ne $line);
		$checked++;
		if ($i == @lines) {
			print "$command\n    not there: $line\n";
			$wrong++;
		} else {
			$at = $i + 1;
		}
	}
}

open(my $readme, '<', 'README.md') or die "README.md: $!";
my ($command, @shown);
my $goes_on = 0;
while (my $line = <$readme>) {
	my $text = $line =~ /^ {4}(.*)$/ ? $1 : undef;

	if ($goes_on) {
		$command .= " $text";
	} elsif (defined $text && $text =~ /^\$ (codehist .*)$/) {
		compare($command, @shown) if $command;
		($command, @shown) = ($1 =~ s/\s+#.*//r);
	} elsif (defined $text && $command) {
		push @shown, squeezed($text) if $text =~ /\S/ && $text !~ /^ \(/;
		next;
	} elsif ($line =~ /\S/) {
		compare($command, @shown) if $command;
		($command, @shown) = ();
		next;
	} else {
		next;
	}
	$goes_on = 1 & ($command =~ tr/'//) || $command =~ /\|$/;
}
compare($command, @shown) if $command;
print "$checked lines of README.md checked, $wrong wrong\n";
exit($wrong > 0 || !$checked);
