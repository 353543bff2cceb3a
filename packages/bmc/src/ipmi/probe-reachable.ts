/** What a BMC tells without a login: Get Channel Authentication Capabilities outside a session. */
import { type Clock, systemClock, type Timer } from '../clock.ts';
import { BmcError } from '../errors.ts';
import { defaultTiming, type Timing } from '../timing.ts';
import {
  type AuthenticationType,
  type ChannelAuthentication,
  getChannelAuthenticationCapabilities,
} from './commands/app/get-channel-authentication-capabilities.ts';
import { CompletionCode, completionError } from './completion-code.ts';
import type { BmcDependencies } from './establish.ts';
import { ByteReader } from './framing/byte-reader.ts';
import { ByteWriter } from './framing/byte-writer.ts';
import { decodeIpmiResponse, encodeIpmiRequest, type IpmiResponse } from './framing/ipmi-message.ts';
import {
  decodeSessionlessPacket,
  encodeSessionlessPacket,
  isSessionlessPacket,
} from './framing/sessionless-packet.ts';
import { privilegeLevels } from './privilege.ts';
import { growing } from './sessions/retry-plan.ts';
import type { TransportLink } from './transport/transport.ts';

export interface Reachability {
  readonly supportsIpmi20: boolean;
  /** IPMI 1.5 has no encryption; it should be off. */
  readonly supportsIpmi15: boolean;
  /** Sessions need a BMC-wide key (K_g) besides the password. */
  readonly needsKg: boolean;
  readonly nullUsernames: boolean;
  readonly anonymousLogin: boolean;
  readonly perMessageAuthenticationOff: boolean;
  readonly userLevelAuthenticationOff: boolean;
  /** Ways to log in over IPMI 1.5 that are on. */
  readonly ipmi15Types: readonly AuthenticationType[];
}

export interface BmcAddress {
  readonly host: string;
  readonly port: number;
}

const currentChannel = 0x0e;
const attempts = 3;

/** Rejects with `unreachable` when nothing answers. The flags are the BMC's own words, and some BMCs err. */
export async function probeReachable(
  address: BmcAddress,
  dependencies: Pick<BmcDependencies, 'transport' | 'clock' | 'timing'>,
): Promise<Reachability> {
  const timing = { ...defaultTiming, ...dependencies.timing };
  const clock = dependencies.clock ?? systemClock;
  let receive: (datagram: Buffer) => void = () => undefined;
  const link = await dependencies.transport.connect(address.host, address.port, (datagram) =>
    receive(datagram),
  );
  const listen = (next: (datagram: Buffer) => void) => {
    receive = next;
  };
  try {
    return await askCapabilities({ link, listen, clock, timing });
  } finally {
    link.close();
  }
}

interface Probe {
  readonly link: TransportLink;
  readonly listen: (receive: (datagram: Buffer) => void) => void;
  readonly clock: Clock;
  readonly timing: Timing;
}

async function askCapabilities(probe: Probe): Promise<Reachability> {
  const extended = await ask(probe, true);
  // Some BMCs take the IPMI 2.0 bit for a reserved one.
  const response =
    extended.completionCode === CompletionCode.invalidData ? await ask(probe, false) : extended;
  if (response.completionCode !== CompletionCode.ok) {
    throw completionError(getChannelAuthenticationCapabilities.name, response.completionCode);
  }
  return summary(getChannelAuthenticationCapabilities.decode(new ByteReader(response.data)));
}

function ask(probe: Probe, extended: boolean): Promise<IpmiResponse> {
  const { link, listen, clock, timing } = probe;
  const command = getChannelAuthenticationCapabilities;
  const sequence = link.remote.nextTag() & 0x3f;
  const writer = new ByteWriter();
  command.encode({ channel: currentChannel, privilege: privilegeLevels.administrator, extended }, writer);
  const data = writer.finish();
  const message = encodeIpmiRequest({ netFn: command.netFn, lun: 0, sequence, command: command.code, data });
  const waits = growing(timing.commandTimeoutMs, timing.timeoutStepMs, attempts);
  return new Promise((resolve, reject) => {
    let timer: Timer | undefined;
    let transmissions = 0;
    const transmit = () => {
      const waitMs = waits[transmissions];
      if (waitMs === undefined) return reject(unreachable(link.sendFailure()));
      transmissions += 1;
      timer = clock.after(waitMs, transmit);
      link.send(encodeSessionlessPacket(message));
    };
    listen((datagram) => {
      const response = decodeQuietly(datagram);
      if (response?.command !== command.code || response.sequence !== sequence) return;
      timer?.cancel();
      resolve(response);
    });
    transmit();
  });
}

function decodeQuietly(datagram: Buffer): IpmiResponse | undefined {
  if (!isSessionlessPacket(datagram)) return undefined;
  try {
    return decodeIpmiResponse(decodeSessionlessPacket(datagram));
  } catch (error) {
    if (error instanceof BmcError) return undefined;
    throw error;
  }
}

function summary(capabilities: ChannelAuthentication): Reachability {
  const { channel: _, namedUsers: __, types, ...flags } = capabilities;
  return { ...flags, ipmi15Types: types };
}

function unreachable(cause: Error | undefined): BmcError {
  return new BmcError('unreachable', 'The BMC did not answer.', {
    outcome: 'not-applied',
    retry: 'later',
    cause,
  });
}
