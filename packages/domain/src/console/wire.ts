/**
 * The first words between a browser and a broker on a console WebSocket (subprotocol `postern.console.v1`).
 *
 * 1. browser → broker, text: `ConsoleHello` with the ticket.
 * 2. broker → browser, text: `ConsoleOpened`; the engine decides what flows from then on.
 * 3. browser → broker, text: `ready`, once its viewer listens. Nothing flows before.
 *
 * After that: `guacd` — text messages, each holding whole Guacamole instructions, both ways;
 * `rfb` — binary messages, RFB 3.8 with security type None; `serial` — binary messages of raw bytes.
 * A text message that parses as `ConsoleNotice` may come from the broker at any time with engine `rfb` and
 * `serial`; with `guacd` it is sent as the instruction `postern-notice` with the JSON as its one argument.
 */
import { z } from 'zod';

export const consoleSubprotocol = 'postern.console.v1';
export const consoleReady = 'ready';

export const consoleHello = z.object({
  ticket: z.string().min(20).max(100),
  width: z.number().int().min(100).max(8192).optional(),
  height: z.number().int().min(100).max(8192).optional(),
});
export type ConsoleHello = z.infer<typeof consoleHello>;

export const consoleEngines = ['guacd', 'rfb', 'serial'] as const;
export type ConsoleEngine = (typeof consoleEngines)[number];

export const consoleOpened = z.object({
  type: z.literal('opened'),
  engine: z.enum(consoleEngines),
  readOnly: z.boolean(),
  serverName: z.string(),
  /** Seconds until the console is cut; absent for a permanent grant. */
  secondsLeft: z.number().optional(),
  /** How much of that lies after the end of the access: a grace in which nothing new can be opened. */
  graceSeconds: z.number().optional(),
});
export type ConsoleOpened = z.infer<typeof consoleOpened>;

/** The deadline moved (extension), or other viewers came or went. */
export const consoleNotice = z.object({
  type: z.literal('notice'),
  secondsLeft: z.number().optional(),
  graceSeconds: z.number().optional(),
});
export type ConsoleNotice = z.infer<typeof consoleNotice>;
