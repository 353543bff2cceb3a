import { Prisma } from '../generated/client.ts';

/** The account that a grant has on its BMC as far as its row says. The password is sealed to the site's key. */
export interface AccountAtWork {
  readonly accountId: string;
  /** Null where the BMC keeps users under their names. */
  readonly slot: number | null;
  readonly username: string;
  readonly generation: number;
  readonly privilege: 'operator' | 'administrator';
  readonly passwordForBroker: string;
  readonly isVerified: boolean;
}

/** The column `account` of a query whose grant is `g` and whose live account, if any, is `a`. */
export const accountColumn = Prisma.sql`
  case when a.id is not null then jsonb_build_object(
    'accountId', a.id, 'slot', a.slot, 'username', a.username, 'generation', a.generation,
    'privilege', a.privilege, 'passwordForBroker', a.password_for_broker,
    'isVerified', a.verified_at is not null) end as account`;
