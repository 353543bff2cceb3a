import { type DestinationStream, pino } from 'pino';

export type LogFields = Readonly<Record<string, unknown>>;
type Write = (fields: LogFields, message: string) => void;

export interface Logger {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

/** Fields that may stand in a log line: a list of what is allowed, so that a new field stays out until named here. */
const allowedFields = new Set([
  'code',
  'count',
  'error',
  'grantId',
  'path',
  'reason',
  'reference',
  'seconds',
  'serverId',
  'sourceAddress',
  'userId',
]);

/** JSON lines with a time, a level, a message and allowed fields. `error` takes what `loggableError` returns. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const lines = destination === undefined ? pino(options) : pino(options, destination);
  return {
    debug: (fields, message) => lines.debug(allowed(fields), message),
    info: (fields, message) => lines.info(allowed(fields), message),
    warn: (fields, message) => lines.warn(allowed(fields), message),
    error: (fields, message) => lines.error(allowed(fields), message),
  };
}

function allowed(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => allowedFields.has(name)));
}

/** Names an unexpected error and where it came from. Its message stays out where libraries quote values in it. */
export function loggableError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const quotesValues = error.name.startsWith('PrismaClient') || error.name.startsWith('Zod');
  const message = quotesValues ? {} : { message: error.message };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { name: error.name, ...code, ...message, at: frames.slice(0, 8).map((line) => line.trim()) };
}
