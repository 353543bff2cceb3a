import { auditEventTypes } from '@postern/domain/audit/event';
import { expect, test } from 'vitest';
import { auditFilterQuery, auditListInput, emptyFilter, readAuditFilter, typesOf } from './audit-filter.ts';

const read = (query: string) => readAuditFilter((name) => new URLSearchParams(query).get(name));
const id = '17084a4d-dd24-492e-a832-559352545ae4';

test('a filter comes back from the address that it was written to', () => {
  const filter = {
    ...emptyFilter,
    type: 'grant.*',
    outcome: 'refused',
    actor: 'Tomás & co',
    serverId: id,
    from: new Date('2026-11-21T07:00:00Z'),
  } as const;
  expect(read(auditFilterQuery(filter))).toEqual(filter);
});

test('what makes no sense in an address filters nothing, and asks the server for nothing that it would refuse', () => {
  const filter = read(`type=everything&outcome=fine&server=${id}'&from=yesterday&grant=1`);
  expect(filter).toEqual(emptyFilter);
  expect(auditListInput(filter)).toEqual({});
});

test('a family stands for each of its events, and nothing else does', () => {
  expect(typesOf('bmc.*')).toEqual(auditEventTypes.filter((type) => type.startsWith('bmc.')));
  expect(typesOf('bmc.updated')).toEqual(['bmc.updated']);
  expect(typesOf('bm.*')).toBeUndefined();
});
