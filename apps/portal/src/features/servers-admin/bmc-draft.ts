import { readSlots, slotText } from './slot-text.ts';

/** A BMC as it stands in the form. Secrets are empty unless somebody types new ones. */
export interface BmcDraft {
  readonly host: string;
  readonly port: string;
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
  readonly host: string;
  readonly port: number;
  readonly allowedSlots: readonly number[];
  readonly screenProtocol: 'none' | 'vnc';
  readonly screenHost: string | null;
  readonly screenPort: number | null;
  readonly serialOverLan: boolean;
  readonly loginChangedAt: Date | null;
  readonly screenPasswordChangedAt: Date | null;
}

const defaultPort = 623;
const defaultScreenPort = 5900;

export function bmcDraftOf(bmc: BmcFacts | null): BmcDraft {
  return {
    host: bmc?.host ?? '',
    port: String(bmc?.port ?? defaultPort),
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
  return bmc !== null && (draft.host.trim() !== bmc.host || draft.port.trim() !== String(bmc.port));
}

export type BmcInput = {
  readonly host: string;
  readonly port: number;
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
  const hasScreen = draft.screen !== 'none';
  const screenPort = hasScreen ? readPort(draft.screenPort) : null;
  if (hasScreen && screenPort === null) fields.screenPort = portMessage;
  if (Object.keys(fields).length > 0 || port === null || !slots.ok) return { ok: false, fields };
  const typesLogin = draft.replaceLogin || movesBmc(draft, bmc);
  const typesScreenPassword = hasScreen && draft.screenPassword !== '';
  return {
    ok: true,
    input: {
      host: draft.host,
      port,
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
