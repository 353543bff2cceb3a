import type { BootDeviceName } from '../server/boot-options.ts';
import type { MachineKey } from './keys.ts';
import { openTerminal, promptOf, type Terminal, typeKey } from './terminal.ts';

/**
 * What the computer is doing.
 *
 * off -> post -> boot-menu -> loading -> prompt, where post leads to the boot device's own place
 * instead: `setup` (BIOS setup) or `network-boot` (PXE, which finds nothing and falls back to the menu).
 * A CD or a diagnostics device loads the rescue system without asking.
 */
export type MachineState =
  | { readonly phase: 'off' }
  | { readonly phase: 'post'; readonly sinceMs: number; readonly device: BootDeviceName }
  | { readonly phase: 'setup'; readonly sinceMs: number; readonly row: number }
  | { readonly phase: 'network-boot'; readonly sinceMs: number }
  | {
      readonly phase: 'boot-menu';
      readonly sinceMs: number;
      readonly row: number;
      readonly counting: boolean;
    }
  | { readonly phase: 'loading'; readonly sinceMs: number; readonly entry: BootEntry }
  | {
      readonly phase: 'prompt';
      readonly sinceMs: number;
      readonly entry: BootEntry;
      readonly screen: Terminal;
      readonly serial: Terminal;
    };

export type BootEntry = 'linux' | 'rescue' | 'memory-test';

export type MachineEvent =
  | { readonly kind: 'start'; readonly device: BootDeviceName }
  | { readonly kind: 'stop' }
  /** Time has passed: the machine moves on by itself when its deadline has come. */
  | { readonly kind: 'tick' }
  | { readonly kind: 'key'; readonly from: 'screen' | 'serial'; readonly key: MachineKey };

export interface MachineStep {
  readonly state: MachineState;
  /** What the serial port sends. */
  readonly serial?: string;
  readonly request?: 'restart' | 'power-off';
}

export const POST_MS = 3_000;
export const NETWORK_BOOT_MS = 12_000;
export const MENU_SECONDS = 30;
const LOADING_MS = 1_800;

export const menuEntries: readonly {
  readonly title: string;
  readonly entry: BootEntry | 'setup' | 'network';
}[] = [
  { title: 'Debian GNU/Linux', entry: 'linux' },
  { title: 'Rescue system', entry: 'rescue' },
  { title: 'Memory test', entry: 'memory-test' },
  { title: 'Network boot (PXE)', entry: 'network' },
  { title: 'Firmware setup', entry: 'setup' },
];

/** Rows of the setup page that the highlight visits. */
export const SETUP_ROWS = 7;

/** When the machine moves on without being touched, or `undefined` when it waits for a key. */
export function deadlineOf(state: MachineState): number | undefined {
  switch (state.phase) {
    case 'post':
      return state.sinceMs + POST_MS;
    case 'network-boot':
      return state.sinceMs + NETWORK_BOOT_MS;
    case 'boot-menu':
      return state.counting ? state.sinceMs + MENU_SECONDS * 1_000 : undefined;
    case 'loading':
      return state.sinceMs + LOADING_MS;
    default:
      return undefined;
  }
}

/** A machine that was running before anybody looked. */
export function runningState(host: string, nowMs: number): MachineState {
  return promptState('linux', host, nowMs);
}

/** The next state of the machine. Pure; `host` is the name that its texts show. */
export function stepMachine(
  state: MachineState,
  event: MachineEvent,
  host: string,
  nowMs: number,
): MachineStep {
  switch (event.kind) {
    case 'start':
      return { state: { phase: 'post', sinceMs: nowMs, device: event.device }, serial: postText(host) };
    case 'stop':
      return { state: { phase: 'off' } };
    case 'tick':
      return moveOn(state, host, nowMs);
    case 'key':
      return pressKey(state, event.key, event.from, host, nowMs);
  }
}

function moveOn(state: MachineState, host: string, nowMs: number): MachineStep {
  const deadlineMs = deadlineOf(state);
  if (deadlineMs === undefined || nowMs < deadlineMs) return { state };
  switch (state.phase) {
    case 'post':
      return afterPost(state.device, host, nowMs);
    case 'network-boot':
      return openMenu(nowMs, '\r\nPXE-E53: No boot filename received\r\n');
    case 'boot-menu':
      return choose(state.row, nowMs);
    case 'loading':
      return { state: promptState(state.entry, host, nowMs), serial: greetingText(state.entry, host) };
    default:
      return { state };
  }
}

function afterPost(device: BootDeviceName, host: string, nowMs: number): MachineStep {
  switch (device) {
    case 'bios-setup':
      return { state: { phase: 'setup', sinceMs: nowMs, row: 0 }, serial: 'Entering setup\r\n' };
    case 'pxe':
      return bootFromNetwork(nowMs);
    case 'cd':
    case 'diagnostics':
      return load('rescue', nowMs);
    default:
      return openMenu(nowMs, `${host}: booting from local disk\r\n`);
  }
}

function pressKey(
  state: MachineState,
  key: MachineKey,
  from: 'screen' | 'serial',
  host: string,
  nowMs: number,
): MachineStep {
  if (state.phase === 'off') return { state };
  if (key.kind === 'ctrl-alt-delete') return { state, request: 'restart' };
  switch (state.phase) {
    case 'post':
      return keyInPost(state, key);
    case 'boot-menu':
      return keyInMenu(state, key, nowMs);
    case 'setup':
      return keyInSetup(state, key);
    case 'network-boot':
      return key.kind === 'escape' ? openMenu(nowMs, '\r\n') : { state };
    case 'prompt': {
      const { terminal, echo, request } = typeKey(state[from], key, host);
      return {
        state: { ...state, [from]: terminal },
        ...(from === 'serial' ? { serial: echo } : {}),
        ...(request === undefined ? {} : { request }),
      };
    }
    default:
      return { state };
  }
}

function keyInPost(state: MachineState & { phase: 'post' }, key: MachineKey): MachineStep {
  if (key.kind === 'f2' || key.kind === 'delete') return { state: { ...state, device: 'bios-setup' } };
  if (key.kind === 'f12') return { state: { ...state, device: 'pxe' } };
  return { state };
}

function keyInMenu(
  state: MachineState & { phase: 'boot-menu' },
  key: MachineKey,
  nowMs: number,
): MachineStep {
  const last = menuEntries.length - 1;
  const row = state.row;
  switch (key.kind) {
    case 'up':
      return highlight(state, Math.max(0, row - 1));
    case 'down':
      return highlight(state, Math.min(last, row + 1));
    case 'enter':
      return choose(row, nowMs);
    default:
      return { state: { ...state, counting: false } };
  }
}

function highlight(state: MachineState & { phase: 'boot-menu' }, row: number): MachineStep {
  const title = menuEntries[row]?.title ?? '';
  return { state: { ...state, row, counting: false }, serial: `\r\u001b[K> ${title}` };
}

function keyInSetup(state: MachineState & { phase: 'setup' }, key: MachineKey): MachineStep {
  switch (key.kind) {
    case 'up':
      return { state: { ...state, row: (state.row + SETUP_ROWS - 1) % SETUP_ROWS } };
    case 'down':
      return { state: { ...state, row: (state.row + 1) % SETUP_ROWS } };
    case 'escape':
    case 'f10':
      return { state, request: 'restart' };
    default:
      return { state };
  }
}

function choose(row: number, nowMs: number): MachineStep {
  const entry = menuEntries[row]?.entry ?? 'linux';
  if (entry === 'network') return bootFromNetwork(nowMs);
  if (entry === 'setup')
    return { state: { phase: 'setup', sinceMs: nowMs, row: 0 }, serial: '\r\nEntering setup\r\n' };
  return load(entry, nowMs);
}

function load(entry: BootEntry, nowMs: number): MachineStep {
  return { state: { phase: 'loading', sinceMs: nowMs, entry }, serial: `\r\nLoading ${entry} ...\r\n` };
}

function bootFromNetwork(nowMs: number): MachineStep {
  return {
    state: { phase: 'network-boot', sinceMs: nowMs },
    serial: '\r\nPXE boot: requesting an address (DHCP) ...\r\n',
  };
}

function openMenu(nowMs: number, before: string): MachineStep {
  return {
    state: { phase: 'boot-menu', sinceMs: nowMs, row: 0, counting: true },
    serial: `${before}Boot menu\r\n> ${menuEntries[0]?.title ?? ''}`,
  };
}

function promptState(entry: BootEntry, host: string, nowMs: number): MachineState {
  const terminal = openTerminal(greeting(entry, host));
  return { phase: 'prompt', sinceMs: nowMs, entry, screen: terminal, serial: terminal };
}

function greeting(entry: BootEntry, host: string): string[] {
  switch (entry) {
    case 'memory-test':
      return ['Memory test: pass 1 complete, no errors', ''];
    case 'rescue':
      return [`Rescue system on ${host}`, 'The disks are not mounted. Type "help" for help.', ''];
    case 'linux':
      return [`Debian GNU/Linux 12 ${host}`, '', `${host} login: root (automatic login)`, ''];
  }
}

function greetingText(entry: BootEntry, host: string): string {
  return [...greeting(entry, host), promptOf(host)].join('\r\n');
}

function postText(host: string): string {
  return `\r\n\u001b[2J\u001b[HSystem firmware 2.14  ${host}\r\nMemory test: 65536 MB OK\r\nPress F2 for setup, F12 for network boot\r\n`;
}
