#!/usr/bin/env lua
--- The module. More.
-- @module foo
local M = {}
local json = require("json")
local util, ffi = require "lib.util", require "ffi"
require('./rel')
local sub = require(... .. ".sub")
local insert <const>, x = table.insert, 1
local forward, unset
M.VERSION = "1.0"
GLOBAL = 3

--- Adds things.
-- @param a first
-- @return sum
-- @deprecated use add2
function M.add(a, b, ...)
	if a and b or c then return a
	elseif b then return 1
	else
		for i = 1, 2 do
			for k, v in pairs(t) do
				while true do repeat break until x end
			end
		end
	end
	goto done
	::done::
	return M.add(a - 1, b)
end

--[[ Helps
a little. And more. ]]
local function helper(x) return x and 1 or 2 end

function M:method(
	a, -- the first
	b
) self.x = 1 end
function M.plain(self, a) end
M.f = function(a, b)
	local function inner() end
	local y = 1
	return inner
end
local g = function() end
M.sub = {
	-- Does h.
	h = function(z) end,
	k = 1,
	["quoted"] = function() end,
	[computed] = function() end,
	deep = { er = function() return function() end end },
}
function a.b.c.d(x) end
function glob() end
forward = function(n) return forward(n) end
local C = setmetatable({}, { __index = function(t, k) end })
C["name"] = function() end
C[1] = function() end
get().x = function() end
list[i].y = function() end
local p, q, MAX = function() end, function(r) end, 5
M.C2 = C
local Hidden = {} -- not handed on
function Hidden.f() end
function Hidden:_g() end
function M._private() end
if jit then
	function M.conditional() end
	local within = 1
end
describe("it", function()
	local function in_test() end
	local not_kept = 1
end)
M.long = [[ function not() end ]]
dofile("x.lua")
return setmetatable(M, { helper = helper }), { helper = helper, g, new = function(x) end }
