// tokens.js NODE_MODULES FILE...: what tests/oracle/tokens.c prints, by
// gpt-tokenizer.
'use strict';
const fs = require('fs');
const path = require('path');
const [modules, ...files] = process.argv.slice(2);
const at = path.resolve(modules, 'gpt-tokenizer/cjs/encoding');
const encodings = ['o200k_base', 'cl100k_base']
  .map((name) => require(path.join(at, name)));
const plain = { disallowedSpecial: new Set() };
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

for (const file of files) {
  const text = decoder.decode(fs.readFileSync(file));
  let line = '';
  for (const encoding of encodings) {
    let n = 0;
    let h = 0x811c9dc5;
    // encode() spreads a word's tokens as arguments: too many overflow.
    for (const ids of encoding.encodeGenerator(text, plain)) {
      for (const id of ids) {
        h = Math.imul((h ^ id) >>> 0, 0x01000193) >>> 0;
        n++;
      }
    }
    line += `${n} ${h.toString(16).padStart(8, '0')} `;
  }
  process.stdout.write(`${line}${file}\n`);
}
