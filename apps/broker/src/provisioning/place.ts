import type { MadeAccount } from '@postern/bmc';

/** Where an account stands as its row says: in its slot, or under its name alone. */
export function placeOf({
  username,
  slot,
}: {
  readonly username: string;
  readonly slot: number | null;
}): MadeAccount {
  return slot === null ? { username } : { username, slot };
}
