import { randomBytes, randomInt } from 'node:crypto';
import type { BmcTarget } from '../../capabilities.ts';
import { createBmcTransport } from '../../ipmi/transport/transport.ts';
import { probeBmc } from '../../onboarding/probe-bmc.ts';
import { checkPosture } from '../../posture/check-posture.ts';
import { fetchCertificate } from '../../redfish/http/certificate.ts';
import { Secret } from '../../secret.ts';
import { infoText } from '../lines.ts';
import type { CommandOutput } from '../output.ts';
import { UsageError } from '../parse-arguments.ts';

const defaultTries = 3;

/** Commands that open connections of their own, because they look at more than one login. */
export const ownConnection: Readonly<
  Record<string, (target: BmcTarget, words: readonly string[]) => Promise<CommandOutput>>
> = { probe: runProbe, posture: runPosture };

async function runProbe(target: BmcTarget, words: readonly string[]): Promise<CommandOutput> {
  const slots = words.map(Number);
  if (slots.some((slot) => !Number.isInteger(slot) || slot < 2 || slot > 63))
    throw new UsageError('probe takes the slots that it may use, 2 to 63; without any, every one from 3 up.');
  const options = {
    username: `p_${randomBytes(6).toString('hex')}`,
    newPassword,
    ...(slots.length === 0 ? {} : { allowedSlots: slots }),
  };
  const profile = await withTransport((transport) => probeBmc(target, options, { transport }));
  const { accounts, identity, ...rest } = profile;
  return { text: infoText({ ...identity, ...rest, ...accounts }), json: profile };
}

async function runPosture(target: BmcTarget, words: readonly string[]): Promise<CommandOutput> {
  const tries = words.includes('defaults') ? defaultTries : 0;
  const port = words.find((word) => /^\d+$/.test(word));
  if (words.some((word) => word !== 'defaults' && word !== port))
    throw new UsageError(
      'posture takes defaults (tries known default logins) and the port of the other protocol.',
    );
  const options = {
    now: new Date(),
    tryDefaultCredentials: tries,
    ...(port === undefined
      ? {}
      : { [target.protocol === 'redfish' ? 'ipmiPort' : 'httpsPort']: Number(port) }),
  };
  const posture = await withTransport((transport) => checkPosture(target, options, { transport }));
  const lines = [
    ...posture.findings.map(
      ({ severity, what, nextStep }) => `${severity.padEnd(8)} | ${what}\n         | Next: ${nextStep}`,
    ),
    ...posture.unchecked.map(({ check, why }) => `unchecked | ${check}: ${why}`),
  ];
  return { text: lines.join('\n'), json: posture };
}

/** Needs no login. */
export async function runCertificate(host: string, port: number): Promise<CommandOutput> {
  const shown = await fetchCertificate({ host, port });
  return { text: infoText(shown), json: shown };
}

async function withTransport<T>(
  run: (transport: ReturnType<typeof createBmcTransport>) => Promise<T>,
): Promise<T> {
  const transport = createBmcTransport();
  try {
    return await run(transport);
  } finally {
    await transport.close();
  }
}

const classes = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '-_@#%'] as const;

/** One of each class in turn: every password rule that is known is kept, and no two neighbours are equal. */
function newPassword(bytes: 16 | 20): Secret {
  const characters = Array.from({ length: bytes }, (_, index) => {
    const letters = classes[index % classes.length] ?? classes[0];
    return letters[randomInt(letters.length)] ?? 'A';
  });
  return new Secret(characters.join(''));
}
