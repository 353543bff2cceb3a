import type { Bmc } from '../../capabilities.ts';
import { eventLine, fruText, sensorLine } from '../lines.ts';
import type { CommandOutput } from '../output.ts';
import { UsageError } from '../parse-arguments.ts';

export async function runSensors(bmc: Bmc): Promise<CommandOutput> {
  const readings = await bmc.sensors.readAll();
  return { text: readings.map(sensorLine).join('\n'), json: readings };
}

export async function runSel(
  bmc: Bmc,
  [word = 'list', next, value]: readonly string[],
): Promise<CommandOutput> {
  switch (`${word} ${next ?? ''}`.trim()) {
    case 'list': {
      const events = await bmc.eventLog.read();
      const text = events.length === 0 ? 'SEL has no entries' : events.map(eventLine).join('\n');
      return { text, json: events };
    }
    case 'info': {
      const info = await bmc.eventLog.info();
      const free = info.freeBytes === undefined ? [] : [`Free space: ${info.freeBytes} bytes`];
      return {
        text: [`Entries: ${info.entries}`, ...free, `Overflow: ${info.overflow}`].join('\n'),
        json: info,
      };
    }
    case 'time get': {
      const time = new Date((await bmc.eventLog.time()) * 1000).toISOString();
      return { text: time, json: { time } };
    }
    case 'time set': {
      const seconds = secondsOf(value);
      await bmc.eventLog.setTime(seconds);
      const time = new Date(seconds * 1000).toISOString();
      return { text: time, json: { time } };
    }
    case 'clear': {
      await bmc.eventLog.clear();
      return { text: 'The event log is empty.', json: { cleared: true } };
    }
    default:
      throw new UsageError('sel needs list, info, clear, time get or time set.');
  }
}

/** `now`, an ISO 8601 time, or ipmitool's "MM/DD/YYYY HH:MM:SS", all in UTC unless they say otherwise. */
function secondsOf(word: string | undefined): number {
  const [, month, day, year, time] = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d:\d\d)$/.exec(word ?? '') ?? [];
  const iso = year === undefined ? (word ?? '') : `${year}-${month}-${day}T${time}Z`;
  const milliseconds = word === 'now' ? Date.now() : Date.parse(iso);
  if (Number.isFinite(milliseconds)) return Math.floor(milliseconds / 1000);
  throw new UsageError('sel time set needs now, or a time such as 2026-01-31T12:00:00Z.');
}

export async function runFru(bmc: Bmc): Promise<CommandOutput> {
  const found = await bmc.inventory.read();
  return { text: found.map(fruText).join('\n\n'), json: found };
}
