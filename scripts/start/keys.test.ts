import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seal, unseal } from '@postern/domain';
import { expect, onTestFinished, test } from 'vitest';
import { keepKeys } from './keys.ts';

test('keys survive a restart and are readable by us alone', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'postern-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const first = keepKeys(folder);
  const sealed = seal(Buffer.from('kept'), first.sitePublicKeyPem, 'test');
  const second = keepKeys(folder);
  expect(second).toEqual(first);
  expect(unseal(sealed, readFileSync(second.siteKey, 'utf8'), 'test').toString()).toBe('kept');
  for (const file of [first.siteKey, first.portalKey, first.nextAuthSecret]) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
});
