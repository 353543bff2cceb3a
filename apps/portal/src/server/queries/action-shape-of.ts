import type { ActionRow } from '@postern/database';
import { bmcDetection } from '@postern/domain';
import { type ActionShape, actionShape, bmcTestResultShape } from '../shapes/action.ts';

export function actionShapeOf(row: ActionRow): ActionShape {
  const test = bmcTestResultShape.safeParse(row.result);
  const detection = bmcDetection.safeParse(row.result);
  return actionShape.parse({
    id: row.id,
    serverId: row.serverId,
    parameters: row.parameters,
    state: row.state,
    requestedByName: row.requestedBy?.name ?? 'the schedule',
    requestedAt: row.requestedAt,
    startedAt: row.startedAt,
    sentAt: row.sentAt,
    finishedAt: row.finishedAt,
    reason: row.reason,
    error:
      row.errorCode === null
        ? null
        : { code: row.errorCode, sentence: row.error ?? 'The BMC did not do it.' },
    test: test.success ? test.data : null,
    detection: detection.success ? detection.data : null,
  });
}
