import { parseArgs } from 'node:util';
import { StartError } from './start-error.ts';

const options = {
  'no-lab': { type: 'boolean', default: false },
  'no-guacd': { type: 'boolean', default: false },
  dev: { type: 'boolean', default: false },
} as const;

export type StartFlags = { readonly lab: boolean; readonly guacd: boolean; readonly dev: boolean };

/** Reads what stands after `npm start --`. @throws StartError that names the flag and those there are */
export function readFlags(args: readonly string[]): StartFlags {
  try {
    const { values } = parseArgs({ args: [...args], options });
    return { lab: !values['no-lab'], guacd: !values['no-guacd'], dev: values.dev };
  } catch (error) {
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new StartError(`npm start takes ${known.join(', ')}, not "${args.join(' ')}".`, { cause: error });
  }
}
