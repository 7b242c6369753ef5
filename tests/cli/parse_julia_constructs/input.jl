# a comment
"""
    Foo

The module. More.
"""
module Foo

using LinearAlgebra
using ..Bar: x, y
import Base: show, +
import JSON.Parser
using A, B.C
import Q as R
@reexport using Z
include("util.jl")
export foo, Point, @mac, green
public short

"A point. More."
struct Point{T<:Real} <: AbstractPoint
    x::T # how far right
    "The y."
    y::Float64
    Point(x) = new{T}(x, 1)
    function Point{T}(a, b) where T
        new(a, b)
    end
end

mutable struct Mut
    a
    b::Int
end

# Keyword arguments.
Base.@kwdef struct Kw
    a::Int = 1
    b = 2
    const c::Int = 3
end
abstract type Shape end
abstract type Circle{T} <: Shape end
primitive type Int24 24 end
const MAX = 10
const A1, B1 = 1, 2
global counter::Int = 0
alias = Vector{Int}
const Vec{T} = Vector{T}
const Ints = Vector{Int}

"""
    foo(x, y=1; z=2, kw...) -> Int

Does foo. More.
"""
function foo(x::Int, y=1, args...; z::Bool=true, kw...)::Int where {T}
    if x > 1 && y < 2 || z
        return 1
    elseif z
        2
    else
        3
    end
    for i in 1:10, j in 1:2
        while true
            break
        end
    end
    try
        a
    catch e
        b
    finally
        c
    end
    z ? 1 : 2
    f = x -> x + 1
    local_var = 2
    map(xs) do v
        v
    end
    [a for a in b if c]
    inner(q) = q
    function nested() end
    foo(1)
end

"""
    short(x)
"""
short(x) = x + 1
short2(x::T, ::Type{S}, (a, b)) where {T} where {S} = x
Base.show(io::IO, p::Point) = print(io, p)
function Base.:+(a::Point, b::Point) end
+(a, b) = 1
a ⊕ b = 1
(p::Point)(x) = x
function (m::Model)(x) x end
function (::Other)() end
foo(x::String) = 1
function generic end
function $interpolated(x) end
macro mac(ex, args...)
    esc(ex)
end
@deprecate old(x) new(x)
"Is fast."
@inline fast(x::Int)::Int = x
@generated function gen(x) :(x) end
@enum Color red green = 2
@enum Fruit::UInt8 begin
    apple
    pear = 3
end
let
    hidden = 1
end
for i in 1:2
    also_hidden = i
end
baremodule Inner
    in_inner(x) = x
end
anonymous = function (x, y) x end
arrow = x -> x
arrow2 = (x::Int, y = 2) -> x
_private(x) = 1
if VERSION > v"1.9"
    conditional() = 1
    MAYBE = 1
end
a.b = 1
a[1] = 2
text = """
function not() end
"""
end # module
