import { GLYPHS } from './font-8x16.ts';
import { type Colour, colourIndex } from './palette.ts';

export const WIDTH = 800;
export const HEIGHT = 600;
export const CELL_WIDTH = 8;
export const CELL_HEIGHT = 16;

/** A picture of palette indexes, one byte per pixel: a quarter of what true colour would take. */
export interface Frame {
  readonly pixels: Uint8Array;
}

export interface TextStyle {
  readonly colour: Colour;
  /** Whole factor, 1 when absent. */
  readonly scale?: number;
  /** Strokes two pixels wide. */
  readonly bold?: boolean;
}

export function createFrame(): Frame {
  return { pixels: new Uint8Array(WIDTH * HEIGHT) };
}

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Fills what of the area lies on the screen. */
export function fill({ pixels }: Frame, { x, y, width, height }: Area, colour: Colour): void {
  const index = colourIndex(colour);
  const left = Math.max(0, x);
  const right = Math.min(WIDTH, x + width);
  for (let row = Math.max(0, y); row < Math.min(HEIGHT, y + height); row += 1) {
    if (right > left) pixels.fill(index, row * WIDTH + left, row * WIDTH + right);
  }
}

/** The outline of an area, `thickness` pixels inside its edge. */
export function outline(frame: Frame, area: Area, colour: Colour, thickness = 1): void {
  const { x, y, width, height } = area;
  fill(frame, { x, y, width, height: thickness }, colour);
  fill(frame, { x, y: y + height - thickness, width, height: thickness }, colour);
  fill(frame, { x, y, width: thickness, height }, colour);
  fill(frame, { x: x + width - thickness, y, width: thickness, height }, colour);
}

/** Writes one line with its top left corner at (x, y). Characters without a glyph leave a gap. */
export function write(frame: Frame, x: number, y: number, text: string, style: TextStyle): void {
  const scale = style.scale ?? 1;
  let left = x;
  for (const character of text) {
    drawGlyph(frame, left, y, character, style);
    left += CELL_WIDTH * scale;
  }
}

/** Width in pixels of a line written at this scale. */
export function widthOf(text: string, scale = 1): number {
  return [...text].length * CELL_WIDTH * scale;
}

/** Writes a line so that its middle is the middle of the screen. */
export function writeCentred(frame: Frame, y: number, text: string, style: TextStyle): void {
  write(frame, Math.floor((WIDTH - widthOf(text, style.scale)) / 2), y, text, style);
}

function drawGlyph(frame: Frame, x: number, y: number, character: string, style: TextStyle): void {
  const rows = glyphRows(character);
  if (rows === undefined) return;
  const { colour, scale = 1, bold = false } = style;
  for (const [row, plain] of rows.entries()) {
    const bits = bold ? plain | (plain >> 1) : plain;
    for (let column = 0; bits !== 0 && column < CELL_WIDTH; column += 1) {
      if (((bits >> (CELL_WIDTH - 1 - column)) & 1) === 0) continue;
      fill(frame, { x: x + column * scale, y: y + row * scale, width: scale, height: scale }, colour);
    }
  }
}

const decoded = new Map<string, Buffer>();

function glyphRows(character: string): Buffer | undefined {
  const known = decoded.get(character);
  if (known !== undefined) return known;
  const hex = GLYPHS.get(character);
  if (hex === undefined) return undefined;
  const rows = Buffer.from(hex, 'hex');
  decoded.set(character, rows);
  return rows;
}
