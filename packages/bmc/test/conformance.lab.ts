import { expect, test } from 'vitest';
import { runConformance } from '../conformance/run.ts';

test('our client, ipmitool and FreeIPMI agree on every BMC, or the table says why not', async () => {
  const rows = await runConformance();
  expect(rows.filter(({ verdict }) => verdict === 'DIFFERS')).toEqual([]);
  expect(rows.filter(({ verdict }) => verdict === 'same').length).toBeGreaterThanOrEqual(23);
});
