import { readSlots, slotText } from './slot-text.ts';

/** Where a BMC is, as it is typed. */
export interface BmcAddressDraft {
  readonly host: string;
  /** IPMI. */
  readonly port: string;
  /** Empty: the usual one for a look, none when it is saved for IPMI. */
  readonly redfishPort: string;
}

/** A BMC as it stands in the form. Secrets are empty unless somebody types new ones. */
export interface BmcDraft extends BmcAddressDraft {
  readonly protocol: 'ipmi' | 'redfish';
  /** In any form that people paste fingerprints in; the server reads it. */
  readonly certificatePin: string;
  readonly slots: string;
  readonly screen: 'none' | 'vnc';
  readonly screenHost: string;
  readonly screenPort: string;
  readonly serialOverLan: boolean;
  readonly replaceLogin: boolean;
  readonly username: string;
  readonly password: string;
  readonly replaceScreenPassword: boolean;
  readonly screenPassword: string;
}

/** What is stored of a BMC. */
export interface BmcFacts {
  readonly protocol: 'ipmi' | 'redfish';
  readonly host: string;
  readonly port: number;
  readonly redfishPort: number | null;
  readonly certificatePin: string | null;
  readonly allowedSlots: readonly number[];
  readonly screenProtocol: 'none' | 'vnc';
  readonly screenHost: string | null;
  readonly screenPort: number | null;
  readonly serialOverLan: boolean;
  readonly loginChangedAt: Date | null;
  readonly screenPasswordChangedAt: Date | null;
}

const defaultPort = 623;
const defaultRedfishPort = 443;
const defaultScreenPort = 5900;

export function bmcDraftOf(bmc: BmcFacts | null): BmcDraft {
  return {
    protocol: bmc?.protocol ?? 'ipmi',
    host: bmc?.host ?? '',
    port: String(bmc?.port ?? defaultPort),
    redfishPort: bmc?.redfishPort == null ? '' : String(bmc.redfishPort),
    certificatePin: '',
    slots: slotText(bmc?.allowedSlots ?? []),
    screen: bmc?.screenProtocol ?? 'none',
    screenHost: bmc?.screenHost ?? '',
    screenPort: String(bmc?.screenPort ?? defaultScreenPort),
    serialOverLan: bmc?.serialOverLan ?? false,
    replaceLogin: bmc?.loginChangedAt == null,
    username: '',
    password: '',
    replaceScreenPassword: bmc?.screenPasswordChangedAt == null,
    screenPassword: '',
  };
}

/** The form after it was sent: secrets leave the page, and what was replaced is stored. */
export function withoutSecrets(draft: BmcDraft): BmcDraft {
  const forgotten = { username: '', password: '', screenPassword: '' };
  return { ...draft, ...forgotten, replaceLogin: false, replaceScreenPassword: false };
}

/** A stored login is never offered to another host: at a new address it has to be typed again. */
export function movesBmc(draft: BmcDraft, bmc: BmcFacts | null): boolean {
  return (
    bmc !== null &&
    (draft.host.trim() !== bmc.host ||
      draft.port.trim() !== String(bmc.port) ||
      redfishPortOf(draft) !== String(bmc.redfishPort ?? ''))
  );
}

function redfishPortOf({ redfishPort, protocol }: Pick<BmcDraft, 'redfishPort' | 'protocol'>): string {
  const typed = redfishPort.trim();
  return typed === '' && protocol === 'redfish' ? String(defaultRedfishPort) : typed;
}

/** A pin is of one address: at a new one the certificate has to be seen and compared again. */
export function needsPin(draft: BmcDraft, bmc: BmcFacts | null): boolean {
  return (
    draft.protocol === 'redfish' && (bmc === null || bmc.certificatePin === null || movesBmc(draft, bmc))
  );
}

/** The form after Redfish was chosen from what was detected. */
export function redfishChosen(
  draft: BmcDraft,
  choice: { readonly protocol: 'redfish'; readonly certificatePin: string },
): BmcDraft {
  return { ...draft, ...choice, redfishPort: redfishPortOf({ ...draft, protocol: 'redfish' }) };
}

/** The address to look at, or `null` while it is not whole. */
export function readBmcAddress({
  host,
  port,
  redfishPort,
}: BmcAddressDraft): { readonly host: string; readonly port: number; readonly redfishPort: number } | null {
  const read = { ipmi: readPort(port), redfish: readPort(redfishPort.trim() || String(defaultRedfishPort)) };
  if (host.trim() === '' || read.ipmi === null || read.redfish === null) return null;
  return { host: host.trim(), port: read.ipmi, redfishPort: read.redfish };
}

export type BmcInput = {
  readonly protocol: 'ipmi' | 'redfish';
  readonly host: string;
  readonly port: number;
  readonly redfishPort: number | null;
  readonly certificatePin?: string;
  readonly allowedSlots: number[];
  readonly screenProtocol: 'none' | 'vnc';
  readonly screenHost: string | null;
  readonly screenPort: number | null;
  readonly serialOverLan: boolean;
  readonly login?: { readonly username: string; readonly password: string };
  readonly screenPassword?: string;
};

export type BmcReading =
  | { readonly ok: true; readonly input: BmcInput }
  | { readonly ok: false; readonly fields: Readonly<Record<string, string>> };

/** What `bmcs.write` takes, but for the id; or what of the text is not a number. The server judges the rest. */
export function readBmcDraft(draft: BmcDraft, bmc: BmcFacts | null): BmcReading {
  const fields: Record<string, string> = {};
  const slots = readSlots(draft.slots);
  if (!slots.ok) fields.allowedSlots = slots.message;
  const port = readPort(draft.port);
  if (port === null) fields.port = portMessage;
  const redfishText = redfishPortOf(draft);
  const redfishPort = redfishText === '' ? null : readPort(redfishText);
  if (redfishText !== '' && redfishPort === null) fields.redfishPort = portMessage;
  const hasScreen = draft.screen !== 'none';
  const screenPort = hasScreen ? readPort(draft.screenPort) : null;
  if (hasScreen && screenPort === null) fields.screenPort = portMessage;
  if (Object.keys(fields).length > 0 || port === null || !slots.ok) return { ok: false, fields };
  const typesLogin = draft.replaceLogin || movesBmc(draft, bmc);
  const typesScreenPassword = hasScreen && draft.screenPassword !== '';
  return {
    ok: true,
    input: {
      protocol: draft.protocol,
      host: draft.host,
      port,
      redfishPort,
      ...(needsPin(draft, bmc) && draft.certificatePin.trim() !== ''
        ? { certificatePin: draft.certificatePin }
        : {}),
      allowedSlots: slots.slots,
      screenProtocol: draft.screen,
      screenHost: hasScreen ? draft.screenHost : null,
      screenPort,
      serialOverLan: draft.serialOverLan,
      ...(typesLogin ? { login: { username: draft.username, password: draft.password } } : {}),
      ...(typesScreenPassword ? { screenPassword: draft.screenPassword } : {}),
    },
  };
}

const portMessage = 'A number from 1 to 65535.';

function readPort(text: string): number | null {
  const port = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}
