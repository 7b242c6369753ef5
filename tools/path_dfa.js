/*
 * path_dfa.js - many simple regular expressions as a few automata over bytes.
 *
 * compile(patterns) -> [{classes, nclasses, next, ends, start}]: a path matches
 * one of the patterns when it matches one of the automata.  State 0 accepts
 * whatever follows, state 1 never will; ends[s] says that a path that stops in
 * s matches; next[s * nclasses + classes[byte]] is the way on.
 *
 * Understood: literals, escapes, \d \w \s, ., sets, groups, |, ?, *, +, {n},
 * {n,m}, ^, $.  Lazy quantifiers match the same paths.  A pattern with a ".*"
 * in its middle doubles the states of those it shares an automaton with, so
 * they are spread over several.
 */
'use strict';

const MAX_STATES = 2500;

/* ---- Parsing into a tree ------------------------------------------------ */

function range(from, to) {
	const set = [];
	for (let b = from; b <= to; b++)
		set.push(b);
	return set;
}

const NAMED = {
	d: range(48, 57),
	w: [...range(48, 57), ...range(65, 90), 95, ...range(97, 122)],
	s: [9, 10, 11, 12, 13, 32],
};

function parse(source) {
	let at = 0;
	const fail = (why) => {
		throw new Error(`${source}: ${why} at ${at}`);
	};
	const escape = () => {
		const c = source[at++];
		if (NAMED[c])
			return NAMED[c];
		if (/[A-Za-z0-9]/.test(c))
			fail(`escape \\${c}`);
		return [c.charCodeAt(0)];
	};
	const set = () => {
		const not = source[at] === '^';
		let bytes = [];
		if (not)
			at++;
		while (source[at] !== ']') {
			let one = source[at++];
			one = one === '\\' ? escape() : [one.charCodeAt(0)];
			if (one.length === 1 && source[at] === '-' &&
			    source[at + 1] !== ']') {
				one = range(one[0], source.charCodeAt(at + 1));
				at += 2;
			}
			bytes = bytes.concat(one);
		}
		at++;
		return not ? range(0, 255).filter((b) => !bytes.includes(b)) :
			bytes;
	};
	const atom = () => {
		const c = source[at++];
		if (c === '(') {
			if (source.startsWith('?:', at))
				at += 2;
			else if (source[at] === '?')
				fail('group');
			const inner = alternatives();
			if (source[at++] !== ')')
				fail('no )');
			return inner;
		}
		if (c === '[')
			return { set: set() };
		if (c === '.')
			return { set: range(0, 255).filter((b) => b !== 10) };
		if (c === '\\')
			return { set: escape() };
		if (c === '^' || c === '$')
			return { anchor: c };
		if ('*+?{'.includes(c))
			fail('quantifier');
		return { set: [c.charCodeAt(0)] };
	};
	const quantified = () => {
		let node = atom();
		for (;;) {
			const c = source[at];
			const count = /^\{(\d+)(,(\d*))?\}/.exec(source.slice(at));
			if (c === '*')
				node = { star: node };
			else if (c === '+')
				node = { all: [node, { star: node }] };
			else if (c === '?')
				node = { any: [node, { all: [] }] };
			else if (!count)
				return node;
			if (count) {
				if (count[2])
					fail('open count');
				node = { all: Array(Number(count[1])).fill(node) };
				at += count[0].length;
			} else {
				at++;
				if (source[at] === '?')
					at++; /* lazy */
			}
		}
	};
	const alternatives = () => {
		const any = [];
		let all = [];
		for (; at < source.length && source[at] !== ')';) {
			if (source[at] === '|') {
				any.push({ all });
				all = [];
				at++;
			} else {
				all.push(quantified());
			}
		}
		any.push({ all });
		return any.length === 1 ? any[0] : { any };
	};
	const tree = alternatives();
	if (at !== source.length)
		fail('left over');
	return tree;
}

/* ---- Thompson's construction -------------------------------------------- */

class Nfa {
	constructor() {
		this.nodes = []; /* {set, to} or {eps: [], anchor} */
		this.match = this.add({ eps: [] });
		this.start = this.add({ eps: [] });
	}
	add(node) {
		this.nodes.push(node);
		return this.nodes.length - 1;
	}
	/* The node that starts 'tree' and goes on to 'to'. */
	build(tree, to) {
		if (tree.set) {
			const bits = new Uint8Array(256);
			tree.set.forEach((b) => (bits[b] = 1));
			return this.add({ set: bits, to });
		}
		if (tree.anchor)
			return this.add({ eps: [to], anchor: tree.anchor });
		if (tree.star) {
			const loop = this.add({ eps: [to] });
			this.nodes[loop].eps.push(this.build(tree.star, loop));
			return loop;
		}
		if (tree.any)
			return this.add({ eps: tree.any.map(
				(t) => this.build(t, to)) });
		return tree.all.reduceRight((next, t) => this.build(t, next), to);
	}
	closure(from, first, last) {
		const seen = new Set(from);
		const todo = [...from];
		while (todo.length) {
			const node = this.nodes[todo.pop()];
			if (!node.eps || (node.anchor === '^' && !first) ||
			    (node.anchor === '$' && !last))
				continue;
			for (const next of node.eps)
				if (!seen.has(next)) {
					seen.add(next);
					todo.push(next);
				}
		}
		return seen;
	}
}

function byteClasses(nfa) {
	const classes = new Uint8Array(256);
	const keys = new Map();
	const sets = nfa.nodes.filter((n) => n.set).map((n) => n.set);
	const bytes = [];
	for (let b = 0; b < 256; b++) {
		const key = sets.map((s) => s[b]).join('');
		if (!keys.has(key)) {
			keys.set(key, keys.size);
			bytes.push(b);
		}
		classes[b] = keys.get(key);
	}
	return { classes, bytes };
}

/* ---- Subsets, then the fewest states ------------------------------------ */

function determinise(nfa, limit) {
	const { classes, bytes } = byteClasses(nfa);
	const again = nfa.closure([nfa.start], false, false);
	const ids = new Map();
	const sets = [];
	const next = [];
	const ends = [];
	const state = (set) => {
		/* Only nodes with a way on (or an anchor, or the match) matter. */
		const nodes = [...set].filter((n) => nfa.nodes[n].set ||
			nfa.nodes[n].anchor || n === nfa.match);
		const key = set.has(nfa.match) ? 'match' :
			nodes.sort((a, b) => a - b).join(',');
		if (!ids.has(key)) {
			ids.set(key, sets.length);
			sets.push(key === 'match' ? null : nodes);
			ends.push(key === 'match' ||
				nfa.closure(nodes, false, true).has(nfa.match));
		}
		return ids.get(key);
	};
	state(new Set([nfa.match]));
	const start = state(nfa.closure([nfa.start], true, false));
	for (let s = 0; s < sets.length; s++) {
		if (sets.length > limit)
			return null;
		bytes.forEach((b, c) => {
			if (!sets[s]) {
				next[s * bytes.length + c] = s;
				return;
			}
			const to = new Set(again);
			const moved = [];
			for (const n of sets[s])
				if (nfa.nodes[n].set && nfa.nodes[n].set[b])
					moved.push(nfa.nodes[n].to);
			nfa.closure(moved, false, false)
				.forEach((n) => to.add(n));
			next[s * bytes.length + c] = state(to);
		});
	}
	return { classes, nclasses: bytes.length, next, ends, start,
		nstates: sets.length };
}

function minimise(dfa) {
	const k = dfa.nclasses;
	let group = [];
	let ngroups = 0;
	for (let s = 0; s < dfa.nstates; s++)
		group.push(s === 0 ? 0 : dfa.ends[s] ? 2 : 1);
	for (;;) {
		const keys = new Map();
		const refined = group.map((g, s) => {
			let key = `${g}`;
			for (let c = 0; c < k; c++)
				key += `,${group[dfa.next[s * k + c]]}`;
			if (!keys.has(key))
				keys.set(key, keys.size);
			return keys.get(key);
		});
		group = refined;
		if (keys.size === ngroups)
			break;
		ngroups = keys.size;
	}
	/* Numbered anew: 0 accepts, 1 is lost (made up where there is none). */
	const lost = group.find((g, s) => s && !dfa.ends[s] && dfa.next
		.slice(s * k, s * k + k).every((t) => group[t] === g));
	const number = new Map([[group[0], 0], [lost === undefined ? -1 : lost, 1]]);
	const members = new Map();
	group.forEach((g, s) => {
		if (!number.has(g))
			number.set(g, number.size);
		members.set(number.get(g), s);
	});
	const out = { classes: dfa.classes, nclasses: k, next: [], ends: [],
		nstates: number.size, start: number.get(group[dfa.start]) };
	for (let g = 0; g < out.nstates; g++) {
		const s = members.get(g);
		out.ends.push(s === undefined ? false : dfa.ends[s]);
		for (let c = 0; c < k; c++)
			out.next.push(s === undefined ? g :
				number.get(group[dfa.next[s * k + c]]));
	}
	return out;
}

function automaton(trees, limit) {
	const nfa = new Nfa();
	nfa.nodes[nfa.start].eps = trees.map((t) => nfa.build(t, nfa.match));
	const dfa = determinise(nfa, limit);
	return dfa && minimise(dfa);
}

/* Does it have a part like ".*" that goes on over almost everything? */
function isSticky(tree) {
	if (tree.star)
		return (tree.star.set || []).length > 128 || isSticky(tree.star);
	return (tree.all || tree.any || []).some(isSticky);
}

/* All in one automaton, or halves of them in one each. */
function spread(trees) {
	const half = trees.length >> 1;
	const dfa = automaton(trees, half ? MAX_STATES : 65535);
	if (dfa)
		return [dfa];
	if (!half)
		throw new Error('a pattern needs too many states');
	return [...spread(trees.slice(0, half)), ...spread(trees.slice(half))];
}

function compile(patterns) {
	const trees = [...patterns].sort().map(parse);
	const plain = trees.filter((t) => !isSticky(t));
	const sticky = trees.filter(isSticky);
	return [plain, sticky].flatMap((t) => (t.length ? spread(t) : []));
}

/* For tests: does 'path' (bytes) match one of the automata? */
function matches(automata, path) {
	return automata.some((a) => {
		let s = a.start;
		for (const b of path) {
			s = a.next[s * a.nclasses + a.classes[b]];
			if (s <= 1)
				break;
		}
		return a.ends[s];
	});
}

module.exports = { compile, matches };
