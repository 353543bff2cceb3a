/** The sixteen colours of the screen as 0xRRGGBB, close to what server firmware uses. */
export const palette = {
  black: 0x000000,
  ink: 0x11161d,
  navy: 0x10316b,
  blue: 0x1f5fbf,
  cyan: 0x38b6c8,
  green: 0x4cb26a,
  amber: 0xe0a83a,
  red: 0xd0524a,
  charcoal: 0x2a323c,
  slate: 0x4a5562,
  grey: 0x808a96,
  silver: 0xb4bcc6,
  mist: 0xd4d9df,
  paper: 0xeceff2,
  white: 0xffffff,
  accent: 0x6fa8ff,
} as const;

export type Colour = keyof typeof palette;

export const colours = Object.keys(palette) as readonly Colour[];

const indexes: ReadonlyMap<Colour, number> = new Map(colours.map((colour, index) => [colour, index]));

export function colourIndex(colour: Colour): number {
  return indexes.get(colour) ?? 0;
}
