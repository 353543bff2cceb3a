import { expect, test } from 'vitest';
import { extensionChoices } from './extension-choices.ts';

test('no extension on offer is longer than the policy allows', () => {
  expect(extensionChoices(25_200, 3600)).toEqual([1800, 3600, 7200, 25_200]);
  expect(extensionChoices(2000, 3600)).toEqual([1800, 1980]);
});

test('the last seconds of a policy can still be had', () => {
  expect(extensionChoices(40, 3600)).toEqual([40]);
});
