import type { ServerModel } from '../../server/server-model.ts';
import type { Frame } from '../frame.ts';

export interface SceneContext {
  readonly frame: Frame;
  readonly server: ServerModel;
  readonly nowMs: number;
}
