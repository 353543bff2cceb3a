/** Tells a person at the terminal what is going on. */
export type Progress = {
  /** Runs one step; when it is done, prints its name and how long it took. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  note(line: string): void;
};

/** Prints one line per finished step: `✓ lab  0.4 s`. */
export function terminalProgress(print: (line: string) => void = console.log): Progress {
  return {
    step: async (name, work) => {
      const begin = performance.now();
      const result = await work();
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      print(`✓ ${name.padEnd(28)} ${seconds.padStart(5)} s`);
      return result;
    },
    note: (line) => print(`  ${line}`),
  };
}

/** Says nothing: for tests. */
export const silentProgress: Progress = { step: (_, work) => work(), note: () => {} };
