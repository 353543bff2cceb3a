import type { Bmc } from '../../capabilities.ts';
import { eventLine, fruText, sensorLine } from '../lines.ts';
import type { CommandOutput } from '../output.ts';
import { UsageError } from '../parse-arguments.ts';

export async function runSensors(bmc: Bmc): Promise<CommandOutput> {
  const readings = await bmc.sensors.readAll();
  return { text: readings.map(sensorLine).join('\n'), json: readings };
}

export async function runSel(bmc: Bmc, [word = 'list', next]: readonly string[]): Promise<CommandOutput> {
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
    case 'clear': {
      await bmc.eventLog.clear();
      return { text: 'The event log is empty.', json: { cleared: true } };
    }
    default:
      throw new UsageError('sel needs list, info, clear or time get.');
  }
}

export async function runFru(bmc: Bmc): Promise<CommandOutput> {
  const found = await bmc.inventory.read();
  return { text: found.map(fruText).join('\n\n'), json: found };
}
