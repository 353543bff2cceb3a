import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHeadSigner, generateSealingKeys } from '@postern/domain';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type HeadFiles, readHeadFlags, readKeptHeads } from './kept-heads.ts';

const signer = createHeadSigner(generateSealingKeys().privateKeyPem);
const lineOf = (seq: number) =>
  `${JSON.stringify(signer.sign({ chain: 'main', seq: String(seq), hash: 'ab'.repeat(32) }, new Date(0)))}\n`;
let files: HeadFiles;

beforeEach(() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'postern-heads-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  files = { heads: path.join(folder, 'heads.jsonl'), key: path.join(folder, 'heads.pub') };
  writeFileSync(files.key, signer.publicKeyPem);
  writeFileSync(files.heads, lineOf(1) + lineOf(2));
});

test('every whole line is read; one that was torn by a crash counts for nothing', () => {
  writeFileSync(files.heads, lineOf(1) + lineOf(2) + lineOf(3).slice(0, 40));
  expect(readKeptHeads(files).map(({ seq }) => seq)).toEqual(['1', '2']);
});

test('a head that somebody else signed is refused, with its line', () => {
  const foreign = createHeadSigner(generateSealingKeys().privateKeyPem);
  writeFileSync(files.key, foreign.publicKeyPem);
  expect(() => readKeptHeads(files)).toThrow(/Line 1 .* is not signed with the key/);
});

test.each([
  ['a line that is none', () => writeFileSync(files.heads, `${lineOf(1)}{}\n`), /Line 2 .* is no signed end/],
  ['a key that is none', () => writeFileSync(files.key, 'no key'), /holds no public key/],
  ['a file that is not there', () => rmSync(files.heads), /cannot be read/],
])('%s is said in words', (_what, spoil, words) => {
  spoil();
  expect(() => readKeptHeads(files)).toThrow(words);
});

test('the files of this machine are taken where they are; one of the two alone is a mistake', () => {
  expect(readHeadFlags([], files)).toEqual(files);
  expect(readHeadFlags([], { ...files, heads: `${files.heads}.none` })).toBeUndefined();
  expect(readHeadFlags(['--heads', 'a', '--key', 'b'], files)).toEqual({ heads: 'a', key: 'b' });
  expect(() => readHeadFlags(['--heads', 'a'], files)).toThrow(/Both files/);
  expect(() => readHeadFlags(['--head', 'a'], files)).toThrow(/It is npm run/);
});
