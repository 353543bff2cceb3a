import { expect, test } from 'vitest';
import { planBmc } from './plan-bmc.ts';

const ours = 'g_abcdefghijkl';
const row = { grantId: 'grant', username: ours, slot: 9, isOver: false };

test('an account of our form that no row knows would be removed; nobody else’s would', () => {
  expect(
    planBmc(
      [
        { name: 'ADMIN', slot: 2 },
        { name: 'backup', slot: 4 },
        { name: ours, slot: 9 },
      ],
      [],
    ),
  ).toEqual([{ kind: 'remove-account', username: ours, slot: 9 }]);
});

test('an account whose time is over would be revoked, on the BMC or not', () => {
  const over = { ...row, isOver: true };
  const revoke = { kind: 'revoke-grant', grantId: 'grant', username: ours, slot: 9 };
  expect(planBmc([{ name: ours, slot: 9 }], [over])).toEqual([revoke]);
  expect(planBmc([], [over])).toEqual([revoke]);
});

test('an account that a row expects and the BMC does not have is told of', () => {
  expect(planBmc([], [row])).toEqual([
    { kind: 'account-missing', grantId: 'grant', username: ours, slot: 9 },
  ]);
  expect(planBmc([{ name: ours, slot: 9 }], [row])).toEqual([]);
});

test('of a BMC that cannot be read, only what the rows say is planned', () => {
  expect(planBmc(undefined, [row, { ...row, isOver: true }])).toEqual([
    { kind: 'revoke-grant', grantId: 'grant', username: ours, slot: 9 },
  ]);
});

test('where users are kept under their names there is no slot', () => {
  expect(planBmc([{ name: ours }], [])).toEqual([{ kind: 'remove-account', username: ours, slot: null }]);
});
