import { setTimeout as timeout } from 'node:timers/promises';

/** Waiting and measuring, never deciding: what is due is the database's word. */
export interface Clock {
  /** Milliseconds that only grow; every process since this machine was started reads the same. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Number(process.hrtime.bigint()) / 1e6,
  async sleep(ms, signal) {
    // An aborted wait is over; why it is over is the caller's to know.
    await timeout(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  },
};
