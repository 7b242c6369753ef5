# frozen_string_literal: true
require 'set'
require "rack/utils"
require "net/http"
require_relative '../lib/a'
require './near'
load 'tasks/x.rb'
autoload :Foo, 'foo/bar'
require "made_#{up}"

# Outer module. It has more.
module A
  module B::C
    # Doc of D, which goes on
    # over two lines. And more.
    #
    # @deprecated use E
    class D < E::F
      include Comparable
      attr_accessor :a, :b
      attr_reader 'c'
      private attr_writer :w
      CONST = 1
      X, Y = 1, [2]
      SECRET = "s"
      private_constant :SECRET, :Y
      @@count = 0
      @inst = 3
      # A made struct.
      Point = Struct.new(:x, :y, keyword_init: true) do
        def dist; end
      end
      Err = Class.new(StandardError)

      def initialize(a, b = 2, *rest, c:, d: 4, **opts, &blk)
        super()
        @a = a
        @b ||= b || c && d
      end

      def self.make(...) = new(...)
      def Other.borrowed(x); end
      def method_missing(name, *) = nil

      class << self
        def build; end

        private

        def hidden; end
        attr_reader :conf
      end

      def ==(other)
        other.is_a?(D) && a == other.a || b
      end

      def [](i) ; end
      def x=(v); end
      def -@; end
      private def priv; end
      alias_method :new_name, :old
      alias == eql?
      alias :plus :+

      protected

      # Everything that decides.
      def prot?
        if a then 1 elsif b then 2 else 3 end
        return 1 unless c
        x = y while z
        begin
          foo
        rescue A, B => e
          raise
        rescue
        ensure
        end
        case v
        when 1, 2 then 3
        when Foo
        else
        end
        case v
        in {a: 1} if z
        in [x, *]
        end
        v.each { |x| x ? 1 : 2 }
        loop { break if x and not y or z }
        for i in 1..2 do end
        until q do end
        foo rescue nil
      end

      private

      def priv2 = 1
      public
      def pub; end
      def gone; end
      private :pub, :x=
      private_class_method :make
      define_method(:dynamic) { |x| x ? 1 : 2 }
      define_method("on_#{x}") { }
      deprecate :gone, :pub, 2030, 1

      def outer(a, b)
        def inner; end
        a
      end
      class Nested; end
    end
  end
end

class ::Top::Level < Struct.new(:size); end
module Util
  module_function

  def helper(a, (b, c), *) ; end
end

=begin
Block doc. More.
=end
GLOBAL = { a: 1 }.freeze
$glob ||= 1
A::K = 3
a.b = 3
local = 4

SQL = <<~SQL
  SELECT #{a ? 1 : 2}
SQL
TWO = foo(<<~A, <<-B).strip
  one
A
  two
  B
def text = <<~T
  text
T

if RUBY_VERSION < "3"
  def conditional = 1
end
Data2 = Data.define(:lat) unless $glob

describe "x" do
  LEAKS = 1
  def in_a_block; end
  it "y" do end
end

def blk(&) = foo(&)
def kwrest(a, **) = b(**)
def opts(a, key: "v", **nil); end
def method_with_rescue
  yield
rescue IOError
  1
else
  2
ensure
  3
end
__END__
def junk; end
