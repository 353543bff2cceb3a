export { type ConsoleMetrics, createConsoleMetrics } from './console-metrics.ts';
export {
  type ConsoleGateway,
  type ConsoleGatewayConfig,
  type ConsoleGatewayOptions,
  type ConsoleWakeUps,
  createConsoleGateway,
} from './gateway.ts';
