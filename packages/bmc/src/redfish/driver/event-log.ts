import type { BmcEvent, BmcEventTime, EventLog } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { type Json, linkAt, objectAt, objectsAt, textAt } from '../http/json.ts';
import { pathOf } from '../http/redfish-client.ts';
import type { RedfishService } from './service.ts';

/** Names of the hardware's log, best first; the others are for logins and updates. */
const logNames = ['Sel', 'SEL', 'EventLog', 'IML', 'StandardLog', 'Log1', 'Lclog'];
const mostPages = 400;

export function createRedfishEventLog(service: RedfishService): EventLog {
  const { client } = service;

  async function findLog(): Promise<Json> {
    const found: { readonly id: string; readonly body: Json }[] = [];
    for (const parent of [await service.system(), await service.manager()]) {
      const link = linkAt((await client.get(parent)).body, 'LogServices');
      if (link === undefined) continue;
      for (const path of await client.members(pathOf(link)))
        found.push({ id: path.slice(path.lastIndexOf('/') + 1), body: (await client.get(path)).body });
    }
    const ranked = logNames.flatMap((name) => found.filter(({ id }) => id === name));
    const best = ranked[0] ?? found[0];
    if (best === undefined) throw notSupported('The BMC keeps no log over Redfish.');
    return best.body;
  }

  async function entries(): Promise<readonly Json[]> {
    const listed: Json[] = [];
    let next = linkAt(await findLog(), 'Entries');
    for (let page = 0; next !== undefined && page < mostPages; page++) {
      const { body }: { readonly body: Json } = await client.get(pathOf(next));
      listed.push(...objectsAt(body, 'Members'));
      next = textAt(body, 'Members@odata.nextLink');
    }
    return listed;
  }

  return {
    async info() {
      return { entries: (await entries()).length, overflow: false };
    },
    async read() {
      const events = (await entries()).map(describe);
      return events.toSorted((a, b) => secondsOf(a.time) - secondsOf(b.time));
    },
    async clear() {
      const target = textAt(objectAt(await findLog(), 'Actions', '#LogService.ClearLog'), 'target');
      if (target === undefined) throw notSupported('This log cannot be cleared over Redfish.');
      await client.post(pathOf(target), {});
    },
    async time() {
      const { body } = await client.get(await service.manager());
      const seconds = Date.parse(textAt(body, 'DateTime') ?? '') / 1000;
      if (Number.isNaN(seconds)) throw notSupported('The BMC does not tell its time over Redfish.');
      return Math.floor(seconds);
    },
    async setTime(seconds) {
      await client.patch(await service.manager(), { DateTime: new Date(seconds * 1000).toISOString() });
    },
  };
}

/** An event that is over says so in words of its maker's; what is listed counts as asserted. */
function describe(entry: Json): BmcEvent {
  const severity = textAt(entry, 'Severity');
  const message = textAt(entry, 'Message') ?? '';
  return {
    recordId: textAt(entry, 'Id') ?? '',
    time: timeOf(textAt(entry, 'EventTimestamp') ?? textAt(entry, 'Created')),
    sensorType: textAt(entry, 'SensorType') ?? textAt(entry, 'EntryType') ?? 'Event',
    description: severity === undefined || severity === 'OK' ? message : `${severity}: ${message}`,
    asserted: textAt(entry, 'EntryCode') !== 'Deassert',
  };
}

function timeOf(text: string | undefined): BmcEventTime {
  const seconds = Math.floor(Date.parse(text ?? '') / 1000);
  return Number.isNaN(seconds) ? { kind: 'unknown' } : { kind: 'bmc-clock', seconds };
}

function secondsOf(time: BmcEventTime): number {
  return time.kind === 'unknown' ? 0 : time.seconds;
}

function notSupported(message: string): BmcError {
  return new BmcError('not-supported', message, { outcome: 'not-applied', retry: 'never' });
}
