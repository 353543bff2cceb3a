import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Role } from '@postern/domain';
import { labTenants } from '../../e2e/lab/index.ts';

/** Somebody who can sign in to the portal of this checkout. */
export type Login = {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** The tenant it belongs to; staff belong to none. */
  readonly organisation: string | null;
  readonly password: string;
};

const [nordlicht, acme] = labTenants;

const people: readonly Omit<Login, 'password'>[] = [
  { name: 'Anna Berg', email: 'anna@nordlicht.example', role: 'tenant', organisation: nordlicht },
  { name: 'Tomás Rivera', email: 'tomas@acme.example', role: 'tenant', organisation: acme },
  { name: 'Sam Okafor', email: 'support@postern.example', role: 'support', organisation: null },
  { name: 'Alex Novak', email: 'admin@postern.example', role: 'admin', organisation: null },
];

/** The people of the seed, with passwords made on first use and kept in `logins.json` (mode 0600). */
export function keepLogins(stateDir: string): { readonly file: string; readonly logins: readonly Login[] } {
  mkdirSync(stateDir, { recursive: true });
  const file = path.join(stateDir, 'logins.json');
  if (!existsSync(file)) {
    const made = people.map((person) => ({ ...person, password: randomBytes(12).toString('base64url') }));
    writeFileSync(file, `${JSON.stringify(made, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
  }
  const logins: Login[] = JSON.parse(readFileSync(file, 'utf8'));
  return { file, logins };
}
