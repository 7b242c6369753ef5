'use strict';
const path = require('path');
const { x } = require('./local');
const lodash = require("lodash");
/** Makes it. */
function make(a, b = 2, { c, d } = {}, ...rest) { return a ? b : c; }
async function later() {}
function* gen() {}
class Foo extends Bar {
  static #count = 0;
  static total = 1;
  field;
  arrow = (a) => a;
  constructor(x) { super(); this.method2 = function() {}; }
  get v() { return 1; }
  set v(x) {}
  static async *items(n = 1) {}
  #hidden() {}
  'quoted name'() {}
  [Symbol.iterator]() {}
}
Foo.prototype.extra = function (z) {};
Foo.stat = () => 1;
module.exports.other = class Other { om() {} };
module.exports = { Foo, renamed: later, inline(a) {}, fn: function () {}, VALUE2: 3 };
var old = function legacy(a) {};
let notExported = 1;
(function () { function inIife() {} var vIife = 1; })();
var Legacy = module.exports.Legacy = function () {};
Legacy.prototype = { method: function () {} };
exports.late = function* named() {};
module.exports.settings = { depth: 3, log() {} };
exports.make2 = exports.make3 = make;
function notThis() { exports.inside = 1; require('inner/deep'); }
