const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const lower = 'abcdefghijkmnpqrstuvwxyz';
const digits = '23456789';
const special = '-_@#%';
const letters = upper + lower;
const all = letters + digits + special;
const length = 15;

/**
 * A password that the vendors' known rules accept: 15 characters (fits 16 bytes with a terminator everywhere),
 * first a letter, at least two upper, two lower, two digits and one special, no equal neighbours.
 * The look-alikes 0 O 1 l I o are left out: people read it aloud on the phone.
 */
export function newAccountPassword(randomInt: (max: number) => number): string {
  for (;;) {
    const candidate = Array.from({ length }, (_, index) => {
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
