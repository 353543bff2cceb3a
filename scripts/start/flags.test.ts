import { expect, test } from 'vitest';
import { readFlags } from './flags.ts';
import { StartError } from './start-error.ts';

test('everything starts unless a flag leaves it out', () => {
  expect(readFlags([])).toEqual({ lab: true, guacd: true, dev: false });
  expect(readFlags(['--no-guacd', '--no-lab', '--dev'])).toEqual({ lab: false, guacd: false, dev: true });
});

test.each([['--no-gaucd'], ['--dev=yes'], ['lab']])(
  '%s is refused in one line that names the flags',
  (flag) => {
    const reading = () => readFlags([flag]);
    expect(reading).toThrow(StartError);
    expect(reading).toThrow(`npm start takes --no-lab, --no-guacd, --dev, not "${flag}".`);
  },
);
