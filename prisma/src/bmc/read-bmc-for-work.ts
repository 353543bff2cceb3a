import type { Tx } from '../client.ts';

/** What a broker needs to know of a BMC. The secrets are sealed to the site's key. */
export interface BmcForWork {
  readonly bmcId: string;
  readonly serverId: string;
  readonly serverName: string;
  readonly siteId: string;
  readonly organisationId: string | null;
  /** How the site wants its BMCs reached by tenants' tools. */
  readonly accessPath: 'carried' | 'direct';
  readonly protocol: 'ipmi' | 'redfish';
  readonly host: string;
  /** IPMI. */
  readonly port: number;
  /** Set where `protocol` is `redfish`. */
  readonly redfishPort: number | null;
  /** 64 hexadecimal digits. Set where `protocol` is `redfish`. */
  readonly certificatePin: string | null;
  /** Fingerprint of what was shown last. */
  readonly certificateSeen: string | null;
  /** As the probe stored it; check it before it is obeyed. */
  readonly profile: unknown;
  readonly profiledAt: Date | null;
  readonly cipherSuite: number | null;
  readonly allowedSlots: readonly number[];
  readonly screenProtocol: string;
  readonly screenHost: string | null;
  readonly screenPort: number | null;
  readonly serialOverLan: boolean;
  readonly frozenUntil: Date | null;
  readonly sealedLogin: string | null;
  readonly loginChangedAt: Date | null;
  /** The next login, while the stored one is being replaced. */
  readonly sealedPendingLogin: string | null;
  /** The BMC may hold the pending one. */
  readonly pendingLoginSent: boolean;
  /** The login before, while it is not proven dead. */
  readonly sealedFormerLogin: string | null;
  readonly sealedScreenPassword: string | null;
}

export async function readBmcForWork(
  tx: Tx,
  { bmcId }: { readonly bmcId: string },
): Promise<BmcForWork | undefined> {
  const [bmc] = await tx.$queryRaw<BmcForWork[]>`
    select b.id as "bmcId", b.server_id as "serverId", s.name as "serverName", s.site_id as "siteId",
           s.organisation_id as "organisationId", t.access_path as "accessPath", b.protocol, b.host, b.port, b.redfish_port as "redfishPort",
           b.certificate_pin as "certificatePin", b.certificate_seen->>'sha256' as "certificateSeen",
           b.profile, b.profiled_at as "profiledAt", b.cipher_suite as "cipherSuite",
           b.allowed_slots as "allowedSlots", b.screen_protocol as "screenProtocol", b.screen_host as "screenHost",
           b.screen_port as "screenPort", b.serial_over_lan as "serialOverLan", b.frozen_until as "frozenUntil",
           login.sealed as "sealedLogin", login.changed_at as "loginChangedAt", pending.sealed as "sealedPendingLogin",
           pending.sent_at is not null as "pendingLoginSent", former.sealed as "sealedFormerLogin",
           screen.sealed as "sealedScreenPassword"
      from bmc b
      join server s on s.id = b.server_id
      join site t on t.id = s.site_id
      left join bmc_secret login on login.bmc_id = b.id and login.kind = 'login'
      left join bmc_secret pending on pending.bmc_id = b.id and pending.kind = 'login-pending'
      left join bmc_secret former on former.bmc_id = b.id and former.kind = 'login-former'
      left join bmc_secret screen on screen.bmc_id = b.id and screen.kind = 'screen'
     where b.id = ${bmcId}::uuid`;
  return bmc;
}
