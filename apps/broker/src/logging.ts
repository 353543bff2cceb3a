import { type DestinationStream, pino } from 'pino';

export type LogFields = Readonly<Record<string, unknown>>;

type Write = (fields: LogFields, message: string) => void;

/** The part of pino that the broker uses, so that every field passes the list below. */
export interface Logger {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  /** A logger whose lines all carry `fields`. */
  child(fields: LogFields): Logger;
}

/**
 * Fields that may stand in a log line. A list of what is allowed, not of what is hidden: a new field with a secret
 * in it stays out until somebody puts its name here.
 */
const allowedFields = new Set([
  'accountId',
  'actionId',
  'address',
  'attempt',
  'bmcId',
  'broker',
  'brokerId',
  'bytes',
  'closeReason',
  'code',
  'consoleSessionId',
  'count',
  'engine',
  'error',
  'grantId',
  'host',
  'kind',
  'operation',
  'outcome',
  'port',
  'reason',
  'seconds',
  'serverId',
  'signal',
  'signedHead',
  'site',
  'slot',
  'state',
  'step',
  'task',
  'version',
]);

/** JSON lines with a time, a level, a message and allowed fields. `error` takes what `loggableError` returns. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return throughAllowList(destination === undefined ? pino(options) : pino(options, destination));
}

// Not pino's own formatter: it does not see what a child logger is bound to.
function throughAllowList(lines: pino.Logger): Logger {
  return {
    debug: (fields, message) => lines.debug(allowed(fields), message),
    info: (fields, message) => lines.info(allowed(fields), message),
    warn: (fields, message) => lines.warn(allowed(fields), message),
    error: (fields, message) => lines.error(allowed(fields), message),
    child: (fields) => throughAllowList(lines.child(allowed(fields))),
  };
}

function allowed(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => allowedFields.has(name)));
}

/** Names an unexpected error and where it came from. Its message stays out where libraries quote values in it. */
export function loggableError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const message = error.name.startsWith('PrismaClient') ? {} : { message: error.message };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { name: error.name, ...code, ...message, at: frames.slice(0, 8).map((line) => line.trim()) };
}
