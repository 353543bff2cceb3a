import { expect, test } from 'vitest';
import { idleRom } from './idle-rom.ts';

test('the ROM has the signature, length and checksum without which the firmware ignores it', () => {
  const rom = idleRom();
  expect([...rom.subarray(0, 3)]).toEqual([0x55, 0xaa, rom.length / 512]);
  expect(rom.reduce((sum, byte) => sum + byte, 0) % 256).toBe(0);
});

test('the handler, the chain and the saved vector lie where the code says they do', () => {
  const rom = idleRom();
  expect(rom.readUInt16LE(rom.indexOf(Buffer.from('c7065800', 'hex')) + 4)).toBe(
    rom.indexOf(Buffer.from('80fc01', 'hex')),
  );
  const chain = rom.indexOf(Buffer.from('2eff2e', 'hex'));
  expect(rom.readUInt16LE(chain + 3)).toBe(chain + 5);
});
