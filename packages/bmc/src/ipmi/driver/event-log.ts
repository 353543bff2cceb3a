import type { BmcEvent, EventLog } from '../../capabilities.ts';
import type { Clock } from '../../clock.ts';
import { BmcError } from '../../errors.ts';
import { clearSel } from '../commands/storage/clear-sel.ts';
import { getSelEntry, type SelEntryReply } from '../commands/storage/get-sel-entry.ts';
import { getSelInfo } from '../commands/storage/get-sel-info.ts';
import { getSelTime } from '../commands/storage/get-sel-time.ts';
import { reserveSel } from '../commands/storage/reserve-sel.ts';
import { setSelTime } from '../commands/storage/set-sel-time.ts';
import { CompletionCode, hasCompletionCode } from '../completion-code.ts';
import { isSensorRecord, type SensorRecord } from '../sdr/sensor-record.ts';
import { describeSelEntry } from '../sel/describe-event.ts';
import type { Session } from '../sessions/session.ts';
import { readSensorRecords } from './sensor-records.ts';

const endMark = 0xffff;
const maxEntries = 65_535;
const erasePollMs = 250;
const erasePolls = 120;

export interface EventLogOptions {
  readonly session: Session;
  readonly clock: Clock;
}

/** The system event log. Sensors are named by the SDR repository, where it can be read. */
export function createEventLog({ session, clock }: EventLogOptions): EventLog {
  return {
    async info() {
      const { entryCount, ...info } = await session.execute(getSelInfo, undefined);
      return { entries: entryCount, ...info };
    },
    async read() {
      const entries = await readEntries(session);
      const sensors = entries.length === 0 ? [] : await readSensors(session);
      return entries.map((entry): BmcEvent => describeSelEntry(entry, sensors));
    },
    clear: () => clearLog(session, clock),
    async time() {
      const { seconds } = await session.execute(getSelTime, undefined);
      return seconds;
    },
    setTime: (seconds) => session.execute(setSelTime, { seconds }),
  };
}

async function readEntries(session: Session): Promise<readonly Buffer[]> {
  const entries: Buffer[] = [];
  const seen = new Set<number>();
  for (let id = 0; id !== endMark && !seen.has(id) && seen.size < maxEntries; ) {
    seen.add(id);
    const reply = await entryOrEnd(session, id);
    if (reply === undefined) break;
    entries.push(reply.entry);
    id = reply.nextRecordId;
  }
  return entries;
}

/** CBh and relatives: the log is empty, or was cleared under our hands. */
async function entryOrEnd(session: Session, recordId: number): Promise<SelEntryReply | undefined> {
  try {
    return await session.execute(getSelEntry, { recordId });
  } catch (error) {
    const { notPresent, parameterOutOfRange, invalidData } = CompletionCode;
    if (hasCompletionCode(error, notPresent, parameterOutOfRange, invalidData)) return undefined;
    throw error;
  }
}

/** A BMC without readable sensor records still has a readable log. */
async function readSensors(session: Session): Promise<readonly SensorRecord[]> {
  try {
    return (await readSensorRecords(session)).filter(isSensorRecord);
  } catch (error) {
    if (error instanceof BmcError && error.completionCode !== undefined) return [];
    throw error;
  }
}

async function clearLog(session: Session, clock: Clock): Promise<void> {
  const { reservation } = await session.execute(reserveSel, undefined);
  let { done } = await session.execute(clearSel, { reservation, step: 'start' });
  for (let poll = 0; !done; poll++) {
    if (poll >= erasePolls) throw notErased();
    await new Promise<void>((resolve) => void clock.after(erasePollMs, resolve));
    ({ done } = await session.execute(clearSel, { reservation, step: 'progress' }));
  }
}

function notErased(): BmcError {
  return new BmcError('busy', 'The BMC is still erasing its event log.', {
    outcome: 'unknown',
    retry: 'later',
  });
}
