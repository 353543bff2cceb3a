import { expect, test } from 'vitest';
import { encode } from './guacd-tunnel.ts';

test('lengths count code points, as guacd does, not UTF-16 units', () => {
  expect(encode(['key', 65, 1])).toBe('3.key,2.65,1.1;');
  expect(encode(['blob', '😀'])).toBe('4.blob,1.😀;');
});
