import type { ActionShape } from '../../server/shapes/action.ts';

export function isActionOver({ state }: Pick<ActionShape, 'state'>): boolean {
  return state !== 'requested' && state !== 'running';
}
