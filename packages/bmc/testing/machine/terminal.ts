import type { MachineKey } from './keys.ts';

/** A line-editing shell prompt: what it has shown, and what is being typed. */
export interface Terminal {
  readonly lines: readonly string[];
  readonly input: string;
}

export interface TerminalStep {
  readonly terminal: Terminal;
  /** What a serial line has to show for this key. */
  readonly echo: string;
  readonly request?: 'restart' | 'power-off';
}

const KEPT_LINES = 200;
const LONGEST_INPUT = 80;

export function openTerminal(greeting: readonly string[]): Terminal {
  return { lines: greeting, input: '' };
}

/** One key into the terminal. Pure: what the command asks of the hardware comes back as `request`. */
export function typeKey(terminal: Terminal, key: MachineKey, host: string): TerminalStep {
  switch (key.kind) {
    case 'character':
      return typeCharacter(terminal, key.character);
    case 'backspace':
      if (terminal.input === '') return { terminal, echo: '' };
      return { terminal: { ...terminal, input: terminal.input.slice(0, -1) }, echo: '\b \b' };
    case 'enter':
      return enterLine(terminal, host);
    default:
      return { terminal, echo: '' };
  }
}

export function promptOf(host: string): string {
  return `root@${host}:~# `;
}

function typeCharacter(terminal: Terminal, character: string): TerminalStep {
  const printable = character >= ' ' && character !== '\u007f';
  if (!printable || terminal.input.length >= LONGEST_INPUT) return { terminal, echo: '' };
  return { terminal: { ...terminal, input: terminal.input + character }, echo: character };
}

function enterLine(terminal: Terminal, host: string): TerminalStep {
  const { output, request } = run(terminal.input.trim(), host);
  const lines = [...terminal.lines, promptOf(host) + terminal.input, ...output].slice(-KEPT_LINES);
  const echo = ['', ...output, promptOf(host)].join('\r\n');
  return { terminal: { lines, input: '' }, echo, ...(request === undefined ? {} : { request }) };
}

interface CommandResult {
  readonly output: readonly string[];
  readonly request?: 'restart' | 'power-off';
}

function run(command: string, host: string): CommandResult {
  switch (command) {
    case '':
      return { output: [] };
    case 'help':
      return { output: ['help  hostname  uname  ip  reboot  poweroff'] };
    case 'hostname':
      return { output: [host] };
    case 'uname':
      return { output: ['Linux'] };
    case 'ip':
      return { output: ['eno1  UP    192.0.2.10/24', 'eno2  DOWN'] };
    case 'reboot':
      return { output: ['The system will reboot now.'], request: 'restart' };
    case 'poweroff':
      return { output: ['The system will power off now.'], request: 'power-off' };
    default:
      return { output: [`-sh: ${command.split(' ')[0]}: not found`] };
  }
}
