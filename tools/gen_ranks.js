/*
 * gen_ranks.js - token ranks and character classes as tables for the binary.
 *
 * node gen_ranks.js NODE_MODULES OUTDIR writes OUTDIR/ranks.S and the .bin
 * files it includes.  Everything is ready to use where it is mapped: no parsing
 * and no relocation at start.
 *
 * ranks_<encoding>.bin, 32-bit words in the machine's order:
 *   0          magic "CHR1"
 *   1          n, number of tokens; ranks are 0 .. n-1
 *   2          bits, the table has 2^bits slots
 *   3          length of the longest token in bytes
 *   4          slots: hash, rank + 1 (0: empty); linear probing from
 *              hash >> (32 - bits)
 *   4+2*2^bits n + 1 offsets of the tokens' bytes
 *   then       the bytes, by rank
 *
 * chars.bin: 0x110000 / 128 16-bit block numbers, then blocks of 128 classes,
 * one byte each.  The classes are asked of JavaScript's own \p{..} and \s,
 * because gpt-tokenizer splits with them.
 */
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');

const ENCODINGS = [
  { name: 'o200k', file: 'o200k_base.tiktoken', bits: 19,
    sha256: '446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d' },
  { name: 'cl100k', file: 'cl100k_base.tiktoken', bits: 18,
    sha256: '223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7' },
];
const MAGIC = 0x31524843;

function fail(message) {
  process.stderr.write(`gen_ranks: ${message}\n`);
  process.exit(1);
}

/* The same function as hash_token() of snapshot/tokens.c. */
function hashToken(bytes) {
  let h = Math.imul(bytes.length, 0x9e3779b1) >>> 0;
  for (let i = 0; i < bytes.length; i += 4) {
    let word = 0;
    for (let j = 0; j < 4 && i + j < bytes.length; j++)
      word |= bytes[i + j] << (8 * j);
    h = Math.imul((h ^ word) >>> 0, 0x85ebca6b) >>> 0;
    h = (h ^ (h >>> 15)) >>> 0;
  }
  h = Math.imul(h, 0xc2b2ae35) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}

function readTokens(file, sha256) {
  const data = fs.readFileSync(file);
  const got = crypto.createHash('sha256').update(data).digest('hex');
  if (got !== sha256)
    fail(`${file}: SHA-256 is ${got}, expected ${sha256}`);
  const tokens = [];
  for (const line of data.toString('latin1').split('\n')) {
    if (!line)
      continue;
    const [base64, rank] = line.split(' ');
    if (Number(rank) !== tokens.length)
      fail(`${file}: rank ${rank} where ${tokens.length} was due`);
    tokens.push(Buffer.from(base64, 'base64'));
  }
  return tokens;
}

function rankTable(tokens, bits) {
  const nslots = 1 << bits;
  const slots = new Uint32Array(2 * nslots);
  const offsets = new Uint32Array(tokens.length + 1);
  let longest = 0;
  tokens.forEach((token, rank) => {
    const h = hashToken(token);
    let at = h >>> (32 - bits);
    while (slots[2 * at + 1])
      at = (at + 1) & (nslots - 1);
    slots[2 * at] = h;
    slots[2 * at + 1] = rank + 1;
    offsets[rank + 1] = offsets[rank] + token.length;
    longest = Math.max(longest, token.length);
  });
  const head = new Uint32Array([MAGIC, tokens.length, bits, longest]);
  return Buffer.concat([head, slots, offsets]
    .map((a) => Buffer.from(a.buffer)).concat(tokens));
}

/* enum char_class of snapshot/tokens.c */
function charClass(c) {
  if (c === '\r' || c === '\n') return 1;
  if (/^\s$/u.test(c)) return 2;
  if (/^\p{N}$/u.test(c)) return 3;
  if (/^[\p{Lu}\p{Lt}]$/u.test(c)) return 4;
  if (/^\p{Ll}$/u.test(c)) return 5;
  if (/^[\p{Lm}\p{Lo}]$/u.test(c)) return 6;
  if (/^\p{M}$/u.test(c)) return 7;
  return 0;
}

function charTable() {
  const blocks = [];
  const known = new Map();
  const index = new Uint16Array(0x110000 / 128);
  for (let b = 0; b < index.length; b++) {
    const block = Buffer.alloc(128);
    for (let i = 0; i < 128; i++)
      block[i] = charClass(String.fromCodePoint(b * 128 + i));
    const key = block.toString('latin1');
    if (!known.has(key)) {
      known.set(key, blocks.length);
      blocks.push(block);
    }
    index[b] = known.get(key);
  }
  return Buffer.concat([Buffer.from(index.buffer), ...blocks]);
}

function main() {
  const [modules, out] = process.argv.slice(2);
  if (!out)
    fail('usage: gen_ranks.js NODE_MODULES OUTDIR');
  const assembly = ['\t.section .rodata'];
  const add = (symbol, file, bytes) => {
    fs.writeFileSync(path.join(out, file), bytes);
    assembly.push('\t.balign 16', `\t.globl ${symbol}`,
      `\t.type ${symbol}, @object`, `${symbol}:`,
      `\t.incbin "${path.join(out, file)}"`,
      `\t.size ${symbol}, . - ${symbol}`);
  };
  for (const { name, file, bits, sha256 } of ENCODINGS) {
    const tokens = readTokens(
      path.join(modules, 'gpt-tokenizer/data', file), sha256);
    add(`ch_ranks_${name}`, `ranks_${name}.bin`, rankTable(tokens, bits));
  }
  add('ch_char_table', 'chars.bin', charTable());
  assembly.push('\t.section .note.GNU-stack,"",@progbits', '');
  fs.writeFileSync(path.join(out, 'ranks.S'), assembly.join('\n'));
}

main();
