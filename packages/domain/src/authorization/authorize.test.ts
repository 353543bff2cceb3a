import { describe, expect, test } from 'vitest';
import { authorize, permissions, type Role, roles, type Viewer } from './authorize.ts';

const viewer = (role: Role): Viewer => ({
  userId: 'u',
  name: 'n',
  email: 'e',
  role,
  organisationId: role === 'tenant' ? 'own' : null,
  webSessionId: 's',
});

describe('authorize', () => {
  test('hides everything of another organisation from a tenant, whatever the permission', () => {
    for (const permission of permissions) {
      expect(authorize(viewer('tenant'), permission, 'other')).toEqual({ allowed: false, hide: true });
      expect(authorize(viewer('tenant'), permission, null), 'a server that is rented to nobody').toEqual({
        allowed: false,
        hide: true,
      });
    }
  });

  test('never lets staff reveal a password that was made for a tenant', () => {
    expect(authorize(viewer('support'), 'grant:reveal-password', 'own').allowed).toBe(false);
    expect(authorize(viewer('admin'), 'grant:reveal-password', 'own').allowed).toBe(false);
  });

  test.each([
    [
      'tenant',
      ['grant:give', 'grant:revoke-any', 'grant:read-all', 'bmc:write', 'audit:read', 'people:write'],
    ],
    ['support', ['server:write', 'bmc:write', 'bmc:test', 'audit:read', 'people:write']],
  ] as const)('%s may not do what is for others', (role, refused) => {
    for (const permission of refused) expect(authorize(viewer(role), permission, 'own').allowed).toBe(false);
  });

  test('each permission is held by somebody', () => {
    for (const permission of permissions) {
      expect(
        roles.some((role) => authorize(viewer(role), permission, 'own').allowed),
        permission,
      ).toBe(true);
    }
  });
});
