import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export type ConsoleMetrics = ReturnType<typeof createConsoleMetrics>;

export function createConsoleMetrics(registry: Registry) {
  const registers = [registry];
  return {
    sessions: new Gauge({ name: 'postern_console_sessions', help: 'Consoles that are open now.', registers }),
    opened: new Counter({
      name: 'postern_console_opened_total',
      help: 'Consoles opened, by engine.',
      labelNames: ['engine'],
      registers,
    }),
    closed: new Counter({
      name: 'postern_console_closed_total',
      help: 'Consoles closed, by reason.',
      labelNames: ['reason'],
      registers,
    }),
    refused: new Counter({
      name: 'postern_console_refused_total',
      help: 'Connections that did not become a console, by cause.',
      labelNames: ['cause'],
      registers,
    }),
    bytesToViewers: new Counter({
      name: 'postern_console_bytes_to_viewers_total',
      help: 'Bytes of screens and serial ports sent to viewers.',
      registers,
    }),
    openSeconds: new Histogram({
      name: 'postern_console_open_seconds',
      help: 'From the ticket to the open engine.',
      labelNames: ['engine'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    guacdFallbacks: new Counter({
      name: 'postern_console_guacd_fallbacks_total',
      help: 'Screens opened directly because guacd was not available.',
      registers,
    }),
    guacdRetries: new Counter({
      name: 'postern_console_guacd_retries_total',
      help: 'Connections to guacd that drew nothing and were replaced by a fresh one.',
      registers,
    }),
  };
}
