/** What a harness tells a broker process of its own. */
import type { Timing } from '@postern/bmc';
import type { Point, Subject } from './points.ts';

export interface BrokerOrder {
  readonly subject: Subject;
  readonly point: Point;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

export interface ProcessSettings {
  readonly databaseUrl: string;
  readonly sitePrivateKey: string;
  readonly portalPublicKey: string;
  readonly timing: Partial<Timing>;
  readonly name: string;
  readonly journalFolder: string;
  /** How wrong its host's clock is. */
  readonly clockOffsetMs: number;
}
