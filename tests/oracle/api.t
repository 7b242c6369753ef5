#!/usr/bin/perl
# pack names exactly the API changes that testdata/api/<language>/expected
# lists: every rule listed is found at its symbol, and no other rule is claimed.
use strict;
use warnings;
use Test::More;
use Oracle;

plan skip_all => 'needs the built repositories'
	unless $ENV{TESTDATA} && "@ARGV" =~ m{^\Q$ENV{TESTDATA}\E/};

sub expected {
	my ($language) = @_;
	open(my $in, '<', "$ENV{TESTDATA}/api/$language.expected") or die;
	return map { chomp; $_ => 1 } grep { /^[a-z]/ } <$in>;
}

# "rule name" for each rule of each symbol, "added name", "body name".
sub found {
	my ($pack) = @_;
	my %found;
	for my $symbol (@{ $pack->{symbols} }) {
		next if $symbol->{test};
		my $name = $symbol->{change} eq 'renamed'
			? $symbol->{old_name} : $symbol->{name};
		$found{"$_->{rule} $name"} = 1 for @{ $symbol->{rules} };
		$found{"$symbol->{change} $name"} = 1
			if $symbol->{change} =~ /^(added|body)$/;
	}
	return %found;
}

for my $language (qw(c cpp python javascript typescript go rust java)) {
	my ($json, $errors, $status) = codehist(
		"$ENV{TESTDATA}/api/$language", 'pack', 'v1..v2',
		'--budget', '0', '--format', 'json');
	is($status, 0, "$language: packed") or diag($errors);
	next if $status;
	my %want = expected($language);
	my %got = found(json_of($json));
	my @missing = grep { !$got{$_} } sort keys %want;
	my @extra = grep { !$want{$_} && !/^(added|body) / } sort keys %got;
	is("@missing", '', "$language: every change is named");
	is("@extra", '', "$language: no other rule is claimed");
}
done_testing();
