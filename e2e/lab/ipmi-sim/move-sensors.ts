import { connect, type Socket } from 'node:net';

/** Raw values around which a sensor swings, far from its limits; no two move together. */
const moving = [
  { number: 1, middle: 42, swing: 4, periodMs: 47_000 },
  { number: 3, middle: 42, swing: 2, periodMs: 61_000 },
  { number: 4, middle: 200, swing: 1, periodMs: 83_000 },
] as const;
const everyMs = 3_000;

/**
 * Lets the sensors of an `ipmi_sim` live: through its command port, as a test would. It is only life for whoever looks,
 * so a port that does not answer is tried again and nothing is said.
 */
export function moveSensors(port: number): { stop(): void } {
  let socket: Socket | undefined;
  const timer = setInterval(() => {
    socket ??= connect({ host: '127.0.0.1', port })
      .on('error', () => undefined)
      .on('close', () => {
        socket = undefined;
      });
    socket.resume();
    const now = Date.now();
    for (const { number, middle, swing, periodMs } of moving) {
      const raw = Math.round(middle + swing * Math.sin((2 * Math.PI * now) / periodMs));
      socket.write(`sensor_set_value 0x20 0 ${number} ${raw} 1\n`);
    }
  }, everyMs);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      socket?.destroy();
    },
  };
}
