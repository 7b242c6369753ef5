/*
 * gen_grammars.js - the versions of the grammars.
 *
 * node gen_grammars.js NODE_MODULES LANGUAGES_DEF OUT writes, for every line
 * LANGUAGE(id, folder), the version in the package.json of the package that
 * the folder is in:  #define CH_GRAMMAR_VERSION_id "1.2.3"
 */
'use strict';
const fs = require('fs');
const path = require('path');

const [modules, definitions, out] = process.argv.slice(2);
const lines = ['/* Made by tools/gen_grammars.js. */'];
for (const line of fs.readFileSync(definitions, 'utf8').split('\n')) {
  const m = /^LANGUAGE\((\w+), *(.*)\)$/.exec(line);
  if (!m)
    continue;
  const steps = m[2].split('/');
  const name = steps.slice(0, steps[0][0] === '@' ? 2 : 1).join('/');
  const file = path.join(modules, name, 'package.json');
  const version = JSON.parse(fs.readFileSync(file, 'utf8')).version;
  lines.push(`#define CH_GRAMMAR_VERSION_${m[1]} ${JSON.stringify(version)}`);
}
fs.writeFileSync(out, lines.join('\n') + '\n');
