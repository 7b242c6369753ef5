//! The module.
const std = @import("std");
const util = @import("util.zig");
const dep = @import("zap").Server;
const c = @cImport({
    @cInclude("stdio.h");
});
pub const again = @import("sub/again.zig");
pub const Allocator = std.mem.Allocator;
pub usingnamespace @import("x.zig");
const Fn = *const fn (a: i32) void;
const text =
    \\fn not() void {}
;

/// A point. It has
/// two parts.
pub const Point = struct {
    /// How far right.
    x: f32 = 0,
    y: f32,
    inner: struct { deep: u8 },

    const Self = @This();
    pub const origin: Point = .{ .x = 0, .y = 0 };
    var count: usize = 0;

    /// Makes one.
    pub fn init(
        x: f32, // the first
        y: f32,
    ) Point {
        return .{ .x = x, .y = y };
    }

    fn private(self: *const Self, comptime T: type, args: anytype) !void {
        if (self.x > 0 and self.y > 0 or true) {} else if (x) {} else {}
        while (true) : (i += 1) {
            break :blk 1;
        }
        for (items, 0..) |it, i| {
            continue :outer;
        }
        switch (x) {
            1, 2 => {},
            3...5 => 1,
            else => unreachable,
        }
        const y = foo() catch |e| return e;
        const z = opt orelse return;
        try foo();
        defer x();
        const q = if (a) b else c;
        const Local = struct {
            a: u8,
            fn inside() void {}
        };
    }
};

pub const Color = enum(u8) {
    red = 1,
    green,
    _,

    pub fn isRed(color: Color) bool {
        return color == .red;
    }
};
pub const Closed = enum { @"quoted name", b };
const Value = union(enum) { int: i32, float: f64, none };
pub const Err = error{
    /// No more.
    OutOfMemory,
    BadThing,
};
const Both = Err || error{Third};
const Handle = opaque {
    extern fn handle_free(h: *Handle) void;
};
const Packed = packed struct(u32) { a: u16, b: u16 };

/// A list of T.
pub fn List(comptime T: type) type {
    const Node = struct { next: ?*@This() };
    return struct {
        items: []T,
        pub fn append(self: *@This(), x: T) void {
            if (x) self.items = x;
        }
    };
}
pub fn Maybe(comptime T: type) type {
    return if (T == u8) T else ?T;
}

pub extern "c" fn printf(fmt: [*:0]const u8, ...) c_int;
export fn exported(a: i32) callconv(.C) i32 {
    return a;
}
pub inline fn inlined() void {}
/// Deprecated: use inlined.
pub noinline fn old() void {}
pub const older = @compileError("deprecated; use inlined");
var global: i32 = 0;
pub threadlocal var tl: u8 align(4) = undefined;
export var shared: u32 = 5;

field_of_file: u8,

test "adds up" {
    try x();
}
test List {}
test {}
comptime {
    _ = 1;
}
