/**
 * ipmitool's words brought to ours, so that the fingers of its users go on working: `chassis power status` is
 * `power status`, `sdr elist` is `sensors`, `mc reset cold` is `bmc reset cold`.
 */
const spellings: readonly (readonly [theirs: readonly string[], ours: readonly string[]])[] = [
  [['chassis', 'power'], ['power']],
  [['chassis', 'bootdev'], ['boot']],
  [
    ['chassis', 'bootparam', 'get', '5'],
    ['boot', 'status'],
  ],
  [['sdr', 'elist'], ['sensors']],
  [['sdr', 'list'], ['sensors']],
  [['sdr'], ['sensors']],
  [['sensor', 'list'], ['sensors']],
  [['sensor'], ['sensors']],
  [
    ['sel', 'elist'],
    ['sel', 'list'],
  ],
  [['fru', 'print'], ['fru']],
  [['mc', 'info'], ['info']],
  [['bmc', 'info'], ['info']],
  [['mc'], ['bmc']],
];

export function ownWords(words: readonly string[]): readonly string[] {
  for (const [theirs, ours] of spellings) {
    if (theirs.every((word, index) => words[index] === word)) return [...ours, ...words.slice(theirs.length)];
  }
  return words;
}
