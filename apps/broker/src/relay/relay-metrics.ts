import { Counter, Gauge, type Registry } from 'prom-client';

export type RelayMetrics = ReturnType<typeof createRelayMetrics>;

export function createRelayMetrics(registry: Registry) {
  const registers = [registry];
  return {
    open: new Gauge({ name: 'postern_relays', help: 'Relays that are open on this broker.', registers }),
    clients: new Gauge({
      name: 'postern_relay_clients',
      help: 'Client ports that relays serve now.',
      registers,
    }),
    closed: new Counter({
      name: 'postern_relay_closed_total',
      help: 'Relays closed, by reason.',
      labelNames: ['reason'],
      registers,
    }),
    datagrams: new Counter({
      name: 'postern_relay_datagrams_total',
      help: 'Datagrams carried, by direction.',
      labelNames: ['direction'],
      registers,
    }),
    bytes: new Counter({
      name: 'postern_relay_bytes_total',
      help: 'Bytes carried, by direction.',
      labelNames: ['direction'],
      registers,
    }),
    refused: new Counter({
      name: 'postern_relay_refused_total',
      help: 'Datagrams not carried, by reason.',
      labelNames: ['reason'],
      registers,
    }),
  };
}
