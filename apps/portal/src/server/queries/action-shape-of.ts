import type { ActionRow } from '@postern/database';
import { actionParameters, bmcDetection } from '@postern/domain';
import { type ActionShape, actionShape, bmcResetResultShape, bmcTestResultShape } from '../shapes/action.ts';

export function actionShapeOf(row: ActionRow): ActionShape {
  const parameters = actionParameters.parse(row.parameters);
  const test = parameters.kind === 'bmc-test' ? bmcTestResultShape.safeParse(row.result).data : undefined;
  const restart =
    parameters.kind === 'bmc-reset' ? bmcResetResultShape.safeParse(row.result).data : undefined;
  const detection = bmcDetection.safeParse(row.result);
  return actionShape.parse({
    id: row.id,
    serverId: row.serverId,
    parameters,
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
    test: test ?? null,
    restart: restart ?? null,
    detection: detection.success ? detection.data : null,
  });
}
