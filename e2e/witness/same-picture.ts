import type { BrowserContext } from '@playwright/test';

/** How two pictures compare. */
export type PictureComparison = {
  /** Width × height of each, for the failure's text. */
  readonly sizes: readonly [string, string];
  /** Share of the pixels that look different, 0 to 1; 1 when the sizes differ. */
  readonly different: number;
  /** Number of colours in the first picture, counted up to 100: one means that nothing is drawn. */
  readonly colours: number;
};

/**
 * Compares two PNGs pixel by pixel, in a blank page of `context`.
 * A channel may be off by 48 of 255: consoles may send photographs as JPEG.
 */
export async function comparePictures(
  context: BrowserContext,
  first: Buffer,
  second: Buffer,
): Promise<PictureComparison> {
  const page = await context.newPage();
  try {
    return await page.evaluate(compareInPage, [first.toString('base64'), second.toString('base64')] as const);
  } finally {
    await page.close();
  }
}

/** Runs in the browser. */
async function compareInPage(pictures: readonly [string, string]): Promise<PictureComparison> {
  const decode = async (base64: string) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  };
  const [a, b] = [await decode(pictures[0]), await decode(pictures[1])];
  const colours = new Set<number>();
  const words = new Uint32Array(a.data.buffer);
  for (let index = 0; index < words.length && colours.size < 100; index += 1) colours.add(words[index] ?? 0);
  const sizes = [`${a.width}×${a.height}`, `${b.width}×${b.height}`] as const;
  if (sizes[0] !== sizes[1]) return { sizes, different: 1, colours: colours.size };
  let different = 0;
  for (let index = 0; index < a.data.length; index += 4) {
    const off = [0, 1, 2].some(
      (channel) => Math.abs((a.data[index + channel] ?? 0) - (b.data[index + channel] ?? 0)) > 48,
    );
    if (off) different += 1;
  }
  return { sizes, different: different / (a.data.length / 4), colours: colours.size };
}
