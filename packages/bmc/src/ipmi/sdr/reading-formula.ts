import { type ReadingFactors, signed } from './reading-factors.ts';

/** What turns a raw byte into a value, IPMI 2.0 §36.3 to §36.5. */
export interface ReadingFormula {
  readonly format: 'unsigned' | 'ones-complement' | 'twos-complement';
  /** Code of §43.1; 70h to 7Fh are non-linear: their factors differ at each reading. */
  readonly linearization: number;
  readonly factors: ReadingFactors;
}

const linearizations: readonly ((value: number) => number)[] = [
  (value) => value,
  Math.log,
  Math.log10,
  Math.log2,
  Math.exp,
  (value) => 10 ** value,
  (value) => 2 ** value,
  (value) => 1 / value,
  (value) => value ** 2,
  (value) => value ** 3,
  Math.sqrt,
  Math.cbrt,
];

/** The value in the sensor's unit, or `undefined` where the formula gives no finite number. */
export function readingValue(formula: ReadingFormula, raw: number): number | undefined {
  const { m, b, bExponent, rExponent } = formula.factors;
  const linear = scale(m * interpreted(formula.format, raw) + scale(b, bExponent), rExponent);
  const value = (linearizations[formula.linearization & 0x7f] ?? identity)(linear);
  return Number.isFinite(value) ? value : undefined;
}

/** Whether the factors have to be asked for at each reading. */
export function isNonLinear(formula: ReadingFormula): boolean {
  return (formula.linearization & 0x7f) >= 0x70;
}

function interpreted(format: ReadingFormula['format'], raw: number): number {
  if (format === 'unsigned') return raw;
  const value = signed(raw, 8);
  return format === 'ones-complement' && value < 0 ? value + 1 : value;
}

/** Dividing by a power of ten is exact to the last digit where multiplying by its inverse is not. */
function scale(value: number, exponent: number): number {
  return exponent < 0 ? value / 10 ** -exponent : value * 10 ** exponent;
}

function identity(value: number): number {
  return value;
}
