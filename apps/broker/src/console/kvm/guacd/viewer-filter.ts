/** Which instructions a browser may send to guacd. Everything else ends the console: no viewer of ours sends it. */
import type { Instruction } from './instruction.ts';

export type ViewerVerdict = 'pass' | 'drop' | 'misbehaved';

const number = /^-?\d{1,15}(\.\d{1,6})?$/;
const text = /^/;

interface Rule {
  /** Shapes of the arguments; `optional` of them may be missing at the end. */
  readonly args: readonly RegExp[];
  readonly optional?: number;
  /** Does something to the server, so a view-only console drops it. */
  readonly acts: boolean;
}

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['key', { args: [number, number], acts: true }],
  ['mouse', { args: [number, number, number], acts: true }],
  ['touch', { args: [number, number, number, number, number, number, number], acts: true }],
  ['size', { args: [number, number, number], optional: 1, acts: true }],
  ['blob', { args: [number, text], acts: true }],
  ['end', { args: [number], acts: true }],
  ['sync', { args: [number, number], optional: 1, acts: false }],
  ['ack', { args: [number, text, number], acts: false }],
  ['nop', { args: [], acts: false }],
  ['disconnect', { args: [], acts: false }],
]);

export function judgeViewerInstruction(
  { opcode, args }: Instruction,
  options: { readonly readOnly: boolean },
): ViewerVerdict {
  const rule = rules.get(opcode);
  if (rule === undefined) return 'misbehaved';
  const fewest = rule.args.length - (rule.optional ?? 0);
  if (args.length < fewest || args.length > rule.args.length) return 'misbehaved';
  if (!args.every((value, index) => rule.args[index]?.test(value))) return 'misbehaved';
  return rule.acts && options.readOnly ? 'drop' : 'pass';
}
