/** What a person asks of the break-glass command. Pure. */
import { parseArgs } from 'node:util';

export type BreakGlassOrder =
  | { readonly kind: 'list' }
  | {
      readonly kind: 'revoke';
      /** User names as `list` shows them; `all`: every live account. */
      readonly accounts: readonly string[] | 'all';
      readonly person: string;
      readonly reason: string;
    };

export const usage = `Takes access away from BMCs on this broker's host, without the portal and without the database.

  break-glass list
  break-glass revoke <user name>... --name <your name> --reason <why>
  break-glass revoke --all --name <your name> --reason <why>

It knows the accounts from the broker's journal and opens their secrets with the site's key file; it shows none.
Each use is written down first, and told to the admins when the database is back.

Reads POSTERN_JOURNAL_FOLDER, POSTERN_SITE_KEY_FILE and, to look at one broker only, POSTERN_SITE and
POSTERN_BROKER_NAME: the settings of the broker itself.

Ends with 0 when all that was asked for is proven gone, 1 when something is not, 2 when the order makes no sense,
3 when nothing could be read or written down, and nothing was done.`;

/** A sentence for the person when the order makes no sense. */
export function readOrder(args: readonly string[]): BreakGlassOrder | string {
  const parsed = parse(args);
  if (typeof parsed === 'string') return parsed;
  const { values, positionals } = parsed;
  const [verb, ...accounts] = positionals;
  if (verb === 'list' && accounts.length === 0 && Object.keys(values).length === 0) return { kind: 'list' };
  if (verb !== 'revoke') return 'Say `list`, or `revoke` and what.';
  const { all = false, name: person = '', reason = '' } = values;
  if (all === accounts.length > 0) return 'Name the accounts to revoke, or say --all.';
  if (person.trim() === '') return 'Say who you are: --name.';
  if (reason.trim() === '') return 'Say why: --reason.';
  return { kind: 'revoke', accounts: all ? 'all' : accounts, person: person.trim(), reason: reason.trim() };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { all: { type: 'boolean' }, name: { type: 'string' }, reason: { type: 'string' } },
    });
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}
