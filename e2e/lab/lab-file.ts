import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What the lab tells the rest of the product about one of its servers; passwords are named by file, never given. */
export type LabServerFacts = {
  readonly name: string;
  readonly kind: 'ipmi_sim' | 'virtual';
  readonly tenant: string;
  readonly rack: string;
  readonly room: string;
  readonly ip: string;
  readonly bmc: {
    readonly host: string;
    readonly port: number;
    /** Where it is worked on over Redfish; IPMI answers beside it. */
    readonly redfish: { readonly port: number; readonly certificateSha256: string } | null;
    readonly username: string;
    readonly passwordFile: string;
  };
  readonly console: {
    readonly protocol: 'vnc';
    readonly host: string;
    readonly port: number;
    readonly passwordFile: string;
  };
  readonly serialOverLan: boolean;
  /** User slots that temporary accounts may take. */
  readonly slots: readonly number[];
};

export type LabFacts = {
  readonly site: { readonly slug: string; readonly name: string };
  readonly tenants: readonly string[];
  readonly servers: readonly LabServerFacts[];
};

/** Writes `lab.json`, whole or not at all, and gives its path. */
export function writeLabFile(stateDir: string, facts: LabFacts): string {
  const file = path.join(stateDir, 'lab.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(facts, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
  return file;
}
