#!/usr/bin/perl
# Before the package.
package Foo::Bar;
use strict; use warnings;
use 5.010;
use Mojo::Base 'Mojo::EventEmitter', -signatures;
use parent -norequire, qw(Base1 Base2);
use constant PI => 3.14;
use constant { DEBUG => $ENV{X} // 0, 'QUOTED' => 2, };
use constant 1.03;
use List::Util qw(first sum);
use Foo::Util;
require Carp;
require "lib.pl";
require $dynamic;
do './other.pl';
no warnings 'once';
our $VERSION = '1.0';
our (@EXPORT_OK, %TAGS) = qw(add _shown);
our @ISA = ('Old');
my $private = sub { 1 };

has 'name';
has age => 5;
has [qw(first second)] => sub { my $self = shift; 1 };
has '+size' => (is => 'rw', default => sub { 3 });
extends 'Class', 'Other::Class';
with 'Role';

# Adds numbers. More
# of it.
sub add {
    my ($self, $x, @rest) = @_;
    my $class = shift;
    if ($x && $y || !$z) { return 1 }
    elsif ($d) { 2 }
    else { 3 }
    unless ($x) { } else { }
    OUTER: for my $i (1..3) { next OUTER if $i; last; }
    foreach (@x) { }
    while (1) { redo }
    until (0) { }
    for (my $i = 0; $i < 1; $i++) { }
    my $f = sub { my $y = shift; };
    print "x" if $x and $y or not $z;
    $z = $x // $y;
    $x ||= 1;
    do { 1 } while $x;
    our $inside = 1;
    goto END;
    $self->add(2);
    return $x ? 1 : 2;
}

sub one_by_one {
    my $self = shift;
    my $x = shift // 3;
    my %opts = @_;
    return;
}
sub _shown { }
sub _hidden { }
sub sig ($self, $x, $y = 1, %o) { }
sub proto($$;@) { }
sub with_attr : lvalue method { }
sub forward;
*alias = \&add;
*made = sub ($x) { 1 };
*{"dynamic"} = sub { };
my sub lexical { }
BEGIN { unshift @INC, 'lib' }
sub Elsewhere::other { my $text = <<'EOT' }
sub not_this { }
EOT

=head1 NAME

Foo::Bar - Does this C<and> that

=head1 METHODS

=head2 one_by_one

  $foo->one_by_one(1);

Takes them one by one. More.

=head2 $foo->sig( $x )

Has a L<signature>.

=cut

package Block { sub in_block { } }
package Third v1.2;
sub third { 1 }
sub DESTROY {}
{
    package Inner;
    sub in_inner { }
}
before foo => sub { sub named_inside { } };
method m1 ($x) { }
class Klass { field $x :param = 1; method foo { } }
1;
__END__
sub after_the_end {}
