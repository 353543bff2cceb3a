import type { Tx } from '../client.ts';
import { Prisma } from '../generated/client.ts';

/** What an admin says of a BMC, without its secrets. */
export interface BmcFacts {
  readonly protocol: 'ipmi' | 'redfish';
  readonly host: string;
  /** IPMI. */
  readonly port: number;
  readonly redfishPort: number | null;
  /** 64 hexadecimal digits. Absent: the pinned one stays, unless the address changes. */
  readonly certificatePin?: string | undefined;
  readonly allowedSlots: readonly number[];
  readonly screenProtocol: 'none' | 'vnc';
  readonly screenHost: string | null;
  readonly screenPort: number | null;
  readonly serialOverLan: boolean;
}

/**
 * Adds a server's BMC, or changes it. `addressChanged`: what was learnt of the old one (cipher suite, certificate,
 * profile, posture) is forgotten. Another protocol at the same address forgets the profile alone.
 * `screenMoved`: its screen is shown from elsewhere than before.
 */
export async function writeBmc(
  tx: Tx,
  serverId: string,
  facts: BmcFacts,
): Promise<{
  readonly bmcId: string;
  readonly created: boolean;
  readonly addressChanged: boolean;
  readonly screenMoved: boolean;
}> {
  const { certificatePin, ...others } = facts;
  const pin = certificatePin === undefined ? {} : { certificatePin };
  const data = { ...others, ...pin, allowedSlots: [...facts.allowedSlots] };
  const held = await tx.bmc.findUnique({
    where: { serverId },
    select: addressOfBmc,
  });
  if (held === null) {
    const made = await tx.bmc.create({ data: { ...data, serverId }, select: { id: true } });
    return { bmcId: made.id, created: true, addressChanged: false, screenMoved: false };
  }
  const addressChanged =
    held.host !== facts.host || held.port !== facts.port || held.redfishPort !== facts.redfishPort;
  const forgotten = {
    ...(addressChanged ? ofTheOldAddress : {}),
    ...(addressChanged || held.protocol !== facts.protocol ? unprofiled : {}),
  };
  await tx.bmc.update({ where: { id: held.id }, data: { ...forgotten, ...data }, select: { id: true } });
  const screenMoved =
    facts.screenHost !== null &&
    (held.screenHost !== facts.screenHost || held.screenPort !== facts.screenPort);
  return { bmcId: held.id, created: false, addressChanged, screenMoved };
}

const addressOfBmc = {
  id: true,
  protocol: true,
  host: true,
  port: true,
  redfishPort: true,
  screenHost: true,
  screenPort: true,
} as const;

const unprofiled = { profile: Prisma.DbNull, profiledAt: null };
const ofTheOldAddress = {
  cipherSuite: null,
  frozenUntil: null,
  certificatePin: null,
  certificateSeen: Prisma.DbNull,
  certificateSeenAt: null,
  posture: Prisma.DbNull,
  postureAt: null,
};
