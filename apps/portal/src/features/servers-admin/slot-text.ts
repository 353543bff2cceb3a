const lowest = 2;
const highest = 63;

export type SlotReading =
  | { readonly ok: true; readonly slots: number[] }
  | { readonly ok: false; readonly message: string };

/** Reads "3-8, 10" into slot numbers, sorted, each once. Empty: no limit. */
export function readSlots(text: string): SlotReading {
  const slots = new Set<number>();
  for (const part of text.split(/[\s,;]+/).filter((each) => each !== '')) {
    const range = /^(\d{1,3})(?:[-–](\d{1,3}))?$/.exec(part);
    if (range === null) return no(`"${part}" is neither a slot nor a range such as 3-8.`);
    const from = Number(range[1]);
    const to = Number(range[2] ?? range[1]);
    if (from < lowest || to > highest)
      return no(`Slots go from ${lowest} to ${highest}; 1 is the BMC's own.`);
    if (from > to) return no(`"${part}" runs backwards.`);
    for (let slot = from; slot <= to; slot += 1) slots.add(slot);
  }
  return { ok: true, slots: [...slots].sort((a, b) => a - b) };
}

function no(message: string): SlotReading {
  return { ok: false, message };
}

/** Slot numbers as people write them: neighbours as ranges. */
export function slotText(slots: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const slot of [...slots].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && slot === last[1] + 1) last[1] = slot;
    else ranges.push([slot, slot]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
