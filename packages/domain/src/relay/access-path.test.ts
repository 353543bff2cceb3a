import { expect, test } from 'vitest';
import { chooseAccessPath } from './access-path.ts';

test('direct access is given where the site wishes it and the BMC is not known to keep sessions alive', () => {
  for (const endsForeignSessions of [true, undefined])
    expect(chooseAccessPath({ wished: 'direct', endsForeignSessions })).toEqual({ path: 'direct' });
});

test('a BMC that cannot end a session of somebody else is reached through a relay, and the choice says why', () => {
  expect(chooseAccessPath({ wished: 'direct', endsForeignSessions: false })).toEqual({
    path: 'carried',
    against: 'sessions-outlive-access',
  });
});

test('carried access stays carried, whatever the BMC can do', () => {
  for (const endsForeignSessions of [true, false, undefined])
    expect(chooseAccessPath({ wished: 'carried', endsForeignSessions })).toEqual({
      path: 'carried',
    });
});
