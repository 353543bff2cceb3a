import type { ByteReader } from '../framing/byte-reader.ts';

/** y = (m·x + b·10^bExponent) · 10^rExponent, IPMI 2.0 §36.3, before linearisation. */
export interface ReadingFactors {
  /** -512 to 511. */
  readonly m: number;
  /** -512 to 511. */
  readonly b: number;
  /** -8 to 7. */
  readonly bExponent: number;
  /** -8 to 7. */
  readonly rExponent: number;
}

/** The six bytes M to exponents, as full records (§43.1) and Get Sensor Reading Factors share them. */
export function decodeFactors(reader: ByteReader): ReadingFactors {
  const mLow = reader.u8('M');
  const mHigh = reader.u8('M and tolerance');
  const bLow = reader.u8('B');
  const bHigh = reader.u8('B and accuracy');
  reader.skip(1, 'accuracy');
  const exponents = reader.u8('exponents');
  return {
    m: signed(mLow | ((mHigh & 0xc0) << 2), 10),
    b: signed(bLow | ((bHigh & 0xc0) << 2), 10),
    rExponent: signed(exponents >> 4, 4),
    bExponent: signed(exponents & 0x0f, 4),
  };
}

/** Two's complement of `bits` bits. */
export function signed(value: number, bits: number): number {
  const sign = 1 << (bits - 1);
  return (value & (sign - 1)) - (value & sign);
}
