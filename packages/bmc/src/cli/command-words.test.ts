import { expect, test } from 'vitest';
import { ownWords } from './command-words.ts';

test.each([
  ['chassis power status', 'power status'],
  ['chassis bootdev pxe', 'boot pxe'],
  ['chassis bootparam get 5', 'boot status'],
  ['sdr elist', 'sensors'],
  ['sensor list', 'sensors'],
  ['sel elist', 'sel list'],
  ['mc info', 'info'],
  ['mc reset cold', 'bmc reset cold'],
  ['power on', 'power on'],
  ['chassis status', 'chassis status'],
])('%s means %s', (theirs, ours) => {
  expect(ownWords(theirs.split(' '))).toEqual(ours.split(' '));
});
