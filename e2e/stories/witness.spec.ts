/** The witnesses themselves: a search that finds nothing and a comparison that sees no difference would prove nothing. */
import { crc32, deflateSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { comparePictures } from '../witness/same-picture.ts';
import { createSecretSearch } from '../witness/secret-search.ts';

const secret = Buffer.from('Ab3-xY_z@9#kLm%');
const search = createSecretSearch([{ name: 'the password', value: secret }]);

const hidden = {
  'as it is': secret,
  'base64, first alignment': base64('abc'),
  'base64, second alignment': base64('a'),
  'base64, third alignment': base64('ab'),
  hexadecimal: Buffer.from(secret.toString('hex')),
  'URL-encoded': Buffer.from(encodeURIComponent(secret.toString())),
  'UTF-16': Buffer.from(secret.toString(), 'utf16le'),
};

for (const [form, bytes] of Object.entries(hidden)) {
  test(`the search for secrets finds one ${form}`, () => {
    const haystack = Buffer.concat([Buffer.from('before '), bytes, Buffer.from(' after')]);
    expect(search(haystack)).toHaveLength(1);
  });
}

test('the search for secrets does not mistake most of a password for it', () => {
  expect(search(secret.subarray(0, -1))).toEqual([]);
});

test('the comparison of pictures tells same from different', async ({ context }) => {
  const grey = pngOf(() => 128);
  const nearlyGrey = pngOf(() => 150);
  const striped = pngOf((x) => (x % 10 === 0 ? 255 : 128));
  expect(await comparePictures(context, grey, nearlyGrey)).toMatchObject({ different: 0, colours: 1 });
  expect(await comparePictures(context, grey, striped)).toMatchObject({ different: 0.1 });
  expect(
    await comparePictures(
      context,
      grey,
      pngOf(() => 128, 60),
    ),
  ).toMatchObject({ different: 1 });
});

function base64(before: string): Buffer {
  return Buffer.from(Buffer.concat([Buffer.from(before), secret, Buffer.from('zz')]).toString('base64'));
}

/** A grey-scale picture, 50 pixels high. */
function pngOf(shade: (x: number) => number, width = 100): Buffer {
  const height = 50;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const line = Buffer.from([0, ...Array.from({ length: width }, (_, x) => shade(x))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
