/** Reading JSON that a BMC sent: every field is checked, every text bounded. Pure. */
import { BmcError } from '../../errors.ts';

export type Json = Readonly<Record<string, unknown>>;

const deepest = 40;
const longestText = 1_024;

/** @throws BmcError `protocol-violation` for what is no JSON object, or is nested too deeply. */
export function parseJson(text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notJson();
  }
  if (!isObject(value) || depthOf(value) > deepest) throw notJson();
  return value;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A printable text of bounded length, or `undefined`. */
export function textAt(json: Json | undefined, key: string): string | undefined {
  const value = own(json, key);
  return typeof value === 'string' ? printable(value) : undefined;
}

export function numberAt(json: Json | undefined, key: string): number | undefined {
  const value = own(json, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function booleanAt(json: Json | undefined, key: string): boolean | undefined {
  const value = own(json, key);
  return typeof value === 'boolean' ? value : undefined;
}

export function objectAt(json: Json | undefined, ...keys: readonly string[]): Json | undefined {
  let found: unknown = json;
  for (const key of keys) found = isObject(found) ? own(found, key) : undefined;
  return isObject(found) ? found : undefined;
}

/** The objects of a list; anything else in it is left out. */
export function objectsAt(json: Json | undefined, key: string): readonly Json[] {
  const value = own(json, key);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textsAt(json: Json | undefined, key: string): readonly string[] {
  const value = own(json, key);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string').map(printable) : [];
}

/** The `@odata.id` of a reference, e.g. of `Links.Sessions`. */
export function linkAt(json: Json | undefined, ...keys: readonly string[]): string | undefined {
  return textAt(objectAt(json, ...keys), '@odata.id');
}

export function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e\u00a0-\uffff]+/g, ' ').slice(0, longestText);
}

function own(json: Json | undefined, key: string): unknown {
  return json !== undefined && Object.hasOwn(json, key) ? json[key] : undefined;
}

function depthOf(root: unknown): number {
  let level: unknown[] = [root];
  let depth = 0;
  while (level.length > 0 && depth <= deepest) {
    depth += 1;
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return depth;
}

function notJson(): BmcError {
  return new BmcError('protocol-violation', 'The BMC did not answer with a JSON object.', {
    outcome: 'unknown',
    retry: 'later',
  });
}
