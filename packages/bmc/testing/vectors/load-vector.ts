import { readFileSync } from 'node:fs';

export interface VectorPacket {
  readonly from: 'client' | 'bmc';
  readonly hex: string;
  readonly kind: string;
  readonly check?: { readonly computed: string; readonly ok: boolean };
  readonly aes?: { readonly iv: string };
  readonly plain?: string;
  readonly ipmi?: { readonly netfn: number; readonly cmd: number; readonly data: string };
  readonly sol?: {
    readonly seq: number;
    readonly ackSeq: number;
    readonly accepted: number;
    readonly op: number;
    readonly data: string;
  };
}

export interface Vector {
  readonly cipherSuite: number | null;
  readonly username: string;
  readonly password: string;
  readonly session: Readonly<Record<'SIDm' | 'SIDc' | 'Rm' | 'Rc' | 'GUID' | 'uname', string>> & {
    readonly role: number;
  };
  readonly keys: Readonly<Record<'sik' | 'k1' | 'k2', string>>;
  readonly packets: readonly VectorPacket[];
}

/** Reads one recorded session from this folder; `name` is the file name without its ending. */
export function loadVector(name: string): Vector {
  return JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8')) as Vector;
}
