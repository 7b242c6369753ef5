import fs, { readFile as read } from 'node:fs';
import * as path from 'path';
import React from 'react';
import './style.css';
export * from './all.js';
export * as ns from './ns.js';
export { one as uno } from './one.js';

/** Adds two numbers. It is exact. */
export function add(a, b = 1, { c, d } = {}, ...rest) {
	if (a && b) {
		for (const x of rest) { c ??= x; }
	}
	const inner = () => a;
	let local = 1;
	return a ? b : c;
}
export async function later([first, second]) {}
export function* numbers() { yield 1; }
/**
 * A widget.
 *
 * @deprecated use Gadget
 */
export class Widget extends Base {
	static #count = 0;
	static total = 1;
	field;
	#secret;
	handler = async (event) => { switch (event) { case 1: break; default: } };
	constructor(x) { super(); }
	get value() { return 1; }
	set value(v) {}
	/** Yields items. */
	static async *items(n = 1) { try { } catch (e) { } }
	#hidden() {}
	'quoted name'() {}
	[Symbol.iterator]() {}
	static { Widget.ready = () => 1; }
}
export const arrow = async ({ a }, [b]) => { };
export const plain = 1, other = x => x * 2;
export let counter = 0;
export const { d1, d2: renamed, d3 = 4, ...others } = plain;
export const api = {
	get(url) {},
	put: async function (url, body) {},
	remove: (url) => {},
	timeout: 5,
	nested: { deep() {} },
	get size() { return 0; },
};
function listed() {}
class Listed { m() {} }
const hidden = 1;
function unlisted() {}
export { listed, Listed as Renamed };
describe('x', () => { const inTest = 1; function helper() {} call({ method() {} }); });
if (hidden) { const inBlock = 2; }
const lazy = import('./lazy.js');
const App = () => <div onClick={() => 1}>{listed}</div>;
export default function () {}
const Wrapped = alias(class Wrapped extends Base { wrapped() {} });
mixin(class { unseen() {} });
