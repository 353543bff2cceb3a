const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const lower = 'abcdefghijkmnpqrstuvwxyz';
const digits = '23456789';
const special = '-_@#%';
const letters = upper + lower;
const all = letters + digits + special;

/**
 * A password that the vendors' known rules accept: one character less than the BMC keeps bytes (some need room for a
 * terminator), first a letter, at least two upper, two lower, two digits and one special, no equal neighbours.
 * The look-alikes 0 O 1 l I o are left out: people read it aloud on the phone.
 */
export function newAccountPassword(randomInt: (max: number) => number, passwordBytes: 16 | 20 = 16): string {
  for (;;) {
    const candidate = Array.from({ length: passwordBytes - 1 }, (_, index) => {
      const from = index === 0 ? letters : all;
      return from[randomInt(from.length)] ?? '';
    }).join('');
    if (isAcceptable(candidate)) return candidate;
  }
}

function isAcceptable(candidate: string): boolean {
  const count = (set: string) => [...candidate].filter((char) => set.includes(char)).length;
  const equalNeighbours = /(.)\1/.test(candidate);
  return (
    !equalNeighbours && count(upper) >= 2 && count(lower) >= 2 && count(digits) >= 2 && count(special) >= 1
  );
}
