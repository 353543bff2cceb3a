/** Something that must not be found where it does not belong. */
export type KnownSecret = {
  /** What it is, for the failure's text: the secret itself is never printed. */
  readonly name: string;
  readonly value: Buffer;
};

/** One way in which a secret may lie in a file, a row or a frame. */
type Form = { readonly form: string; readonly bytes: Buffer };

const shortest = 6;

/**
 * A search for `secrets`: names those that lie in what it is given, each with the form it was found in: as it is, in
 * base64 (any alignment, both alphabets), in hexadecimal, URL-encoded, JSON-escaped or as UTF-16.
 */
export function createSecretSearch(secrets: readonly KnownSecret[]): (haystack: Buffer) => string[] {
  const known = secrets.map(({ name, value }) => ({ name, forms: formsOf(value) }));
  return (haystack) =>
    known.flatMap(({ name, forms }) => {
      const found = forms.find(({ bytes }) => haystack.includes(bytes));
      return found === undefined ? [] : [`${name} (${found.form})`];
    });
}

function formsOf(secret: Buffer): Form[] {
  if (secret.length < shortest) throw new RangeError('a secret this short would be found everywhere');
  const hex = secret.toString('hex');
  const text = secret.toString('utf8');
  const forms = [
    { form: 'as it is', bytes: secret },
    { form: 'hexadecimal', bytes: Buffer.from(hex) },
    { form: 'hexadecimal', bytes: Buffer.from(hex.toUpperCase()) },
    { form: 'URL-encoded', bytes: Buffer.from(encodeURIComponent(text)) },
    { form: 'JSON', bytes: Buffer.from(JSON.stringify(text).slice(1, -1)) },
    { form: 'UTF-16', bytes: Buffer.from(text, 'utf16le') },
    ...[0, 1, 2].flatMap((offset) => base64Forms(secret, offset)),
  ];
  return forms.filter(({ bytes }, index) => forms.findIndex((other) => other.bytes.equals(bytes)) === index);
}

/** What stays the same of a secret in base64 whatever stands before and after it, when it begins at `offset` mod 3. */
function base64Forms(secret: Buffer, offset: number): Form[] {
  const encoded = Buffer.concat([Buffer.alloc(offset), secret]).toString('base64');
  const first = Math.ceil((offset * 8) / 6);
  const whole = Math.floor(((offset + secret.length) * 8) / 6);
  const core = encoded.slice(first, whole);
  const urlSafe = core.replaceAll('+', '-').replaceAll('/', '_');
  return [core, urlSafe].map((bytes) => ({ form: 'base64', bytes: Buffer.from(bytes) }));
}
