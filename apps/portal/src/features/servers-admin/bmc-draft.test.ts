import { describe, expect, test } from 'vitest';
import {
  type BmcFacts,
  bmcDraftOf,
  movesBmc,
  needsPin,
  readBmcAddress,
  readBmcDraft,
  redfishChosen,
  withoutSecrets,
} from './bmc-draft.ts';

const stored: BmcFacts = {
  protocol: 'ipmi',
  host: '10.0.0.7',
  port: 623,
  redfishPort: null,
  certificatePin: null,
  allowedSlots: [3, 4, 5],
  screenProtocol: 'vnc',
  screenHost: '10.0.0.7',
  screenPort: 5900,
  serialOverLan: true,
  loginChangedAt: new Date(0),
  screenPasswordChangedAt: new Date(0),
};

describe('a BMC that is opened and saved without a change', () => {
  const reading = readBmcDraft(bmcDraftOf(stored), stored);
  test('sends what was stored', () => {
    expect(reading).toMatchObject({
      ok: true,
      input: { host: '10.0.0.7', port: 623, allowedSlots: [3, 4, 5], screenPort: 5900 },
    });
  });
  test('sends no secret, so that the stored ones stay', () => {
    expect(reading).not.toHaveProperty('input.login');
    expect(reading).not.toHaveProperty('input.screenPassword');
  });
});

test('a new BMC sends its login, empty or not, so that the server can ask for what is missing', () => {
  const draft = { ...bmcDraftOf(null), host: '10.0.0.9' };
  expect(readBmcDraft(draft, null)).toMatchObject({ input: { login: { username: '', password: '' } } });
});

test('a BMC at another address or port sends its login again', () => {
  for (const change of [{ host: '10.0.0.8' }, { port: '624' }]) {
    const draft = { ...bmcDraftOf(stored), ...change, username: 'admin', password: 'pw' };
    expect(movesBmc(draft, stored)).toBe(true);
    expect(readBmcDraft(draft, stored)).toHaveProperty('input.login', { username: 'admin', password: 'pw' });
  }
});

test('a BMC without a screen sends none of what was typed about one', () => {
  const draft = { ...bmcDraftOf(stored), screen: 'none' as const, screenPassword: 'pw', screenPort: 'x' };
  expect(readBmcDraft({ ...draft, replaceScreenPassword: true }, stored)).toMatchObject({
    ok: true,
    input: { screenProtocol: 'none', screenHost: null, screenPort: null },
  });
});

test('what is not a number is named at its field, all at once', () => {
  const draft = { ...bmcDraftOf(stored), port: '70000', screenPort: '', slots: '1' };
  expect(readBmcDraft(draft, stored)).toEqual({
    ok: false,
    fields: {
      port: 'A number from 1 to 65535.',
      screenPort: 'A number from 1 to 65535.',
      allowedSlots: expect.stringContaining('2 to 63'),
    },
  });
});

test('a form that was sent keeps no secret, and would send none again', () => {
  const sent = withoutSecrets({
    ...bmcDraftOf(stored),
    replaceLogin: true,
    username: 'admin',
    password: 'pw',
    screenPassword: 'pw2',
  });
  expect(JSON.stringify(sent)).not.toMatch(/pw|admin/);
  expect(readBmcDraft(sent, stored)).not.toHaveProperty('input.login');
  expect(readBmcDraft(sent, stored)).not.toHaveProperty('input.screenPassword');
});

describe('a BMC that is worked on over Redfish', () => {
  const pin = 'ab'.repeat(32);
  const redfish: BmcFacts = { ...stored, protocol: 'redfish', redfishPort: 443, certificatePin: pin };

  test('that was detected is sent with its port and its certificate', () => {
    const draft = redfishChosen(
      { ...bmcDraftOf(null), host: '10.0.0.9' },
      { protocol: 'redfish', certificatePin: pin },
    );
    expect(readBmcDraft(draft, null)).toMatchObject({
      input: { protocol: 'redfish', redfishPort: 443, certificatePin: pin },
    });
  });

  test('keeps its pin as long as its address stays', () => {
    expect(needsPin(bmcDraftOf(redfish), redfish)).toBe(false);
    expect(readBmcDraft(bmcDraftOf(redfish), redfish)).not.toHaveProperty('input.certificatePin');
    const moved = { ...bmcDraftOf(redfish), redfishPort: '8443' };
    expect(needsPin(moved, redfish)).toBe(true);
    expect(movesBmc(moved, redfish)).toBe(true);
  });

  test('is looked at on the usual ports when none are typed', () => {
    const address = { host: ' 10.0.0.9 ', port: '623', redfishPort: '' };
    expect(readBmcAddress(address)).toEqual({ host: '10.0.0.9', port: 623, redfishPort: 443 });
    expect(readBmcAddress({ ...address, host: '' })).toBeNull();
    expect(readBmcAddress({ ...address, port: '0' })).toBeNull();
  });
});
