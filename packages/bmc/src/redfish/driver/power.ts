import type { PowerControl, PowerOperation, PowerState } from '../../capabilities.ts';
import type { Clock } from '../../clock.ts';
import { BmcError } from '../../errors.ts';
import { type Json, objectAt, textAt, textsAt } from '../http/json.ts';
import { pathOf } from '../http/redfish-client.ts';
import type { RedfishService } from './service.ts';

/** Reset types that do it, best first. A power cycle without one of its own is off, wait, on. */
const resetTypes = {
  on: ['On', 'ForceOn'],
  off: ['ForceOff'],
  cycle: ['PowerCycle', 'FullPowerCycle'],
  reset: ['ForceRestart'],
  'soft-off': ['GracefulShutdown'],
} as const satisfies Record<PowerOperation, readonly string[]>;

const pollMs = 500;
const longestOffMs = 30_000;

export function createRedfishPower(service: RedfishService, clock: Clock): PowerControl {
  async function state(): Promise<PowerState> {
    const { body } = await service.client.get(await service.system());
    const said = textAt(body, 'PowerState');
    // On its way down the machine is still on; on its way up it is not yet.
    return said === 'On' || said === 'PoweringOff' ? 'on' : 'off';
  }

  async function reset(operation: PowerOperation): Promise<void> {
    const { target, allowed } = await resetAction(service);
    const type = resetTypes[operation].find((name) => allowed.length === 0 || allowed.includes(name));
    if (type === undefined) throw notOffered(operation);
    try {
      await service.client.post(target, { ResetType: type });
    } catch (error) {
      // "It is on already": true is what counts, not what the BMC thinks of being asked.
      if (!isRefusedForState(error, operation) || (await state()) !== endState(operation)) throw error;
    }
  }

  async function cycleByHand(): Promise<void> {
    await reset('off');
    for (let waited = 0; (await state()) === 'on'; waited += pollMs) {
      if (waited >= longestOffMs) throw stillOn();
      await new Promise<void>((resolve) => void clock.after(pollMs, resolve));
    }
    await reset('on');
  }

  return {
    state,
    async apply(operation) {
      const { allowed } = await resetAction(service);
      const hasCycle = allowed.length === 0 || resetTypes.cycle.some((type) => allowed.includes(type));
      if (operation === 'cycle' && !hasCycle) return cycleByHand();
      return reset(operation);
    },
  };
}

async function resetAction({ client, system }: RedfishService) {
  const { body } = await client.get(await system());
  const action = objectAt(body, 'Actions', '#ComputerSystem.Reset');
  const target = textAt(action, 'target');
  if (target === undefined) throw notOffered('reset');
  return { target: pathOf(target), allowed: await allowedTypes(client, action) };
}

/** Beside the action, or on its ActionInfo page; empty when the BMC tells neither. */
async function allowedTypes(client: RedfishService['client'], action: Json | undefined) {
  const listed = textsAt(action, 'ResetType@Redfish.AllowableValues');
  const info = textAt(action, '@Redfish.ActionInfo');
  if (listed.length > 0 || info === undefined) return listed;
  const { body } = await client.get(pathOf(info));
  const parameters: unknown = body.Parameters;
  if (!Array.isArray(parameters)) return [];
  const reset = parameters.find(
    (parameter: unknown): parameter is Json =>
      typeof parameter === 'object' && parameter !== null && textAt({ ...parameter }, 'Name') === 'ResetType',
  );
  return textsAt(reset, 'AllowableValues');
}

function endState(operation: PowerOperation): PowerState | undefined {
  if (operation === 'on') return 'on';
  return operation === 'off' || operation === 'soft-off' ? 'off' : undefined;
}

function isRefusedForState(error: unknown, operation: PowerOperation): boolean {
  const status = error instanceof BmcError ? error.httpStatus : undefined;
  return endState(operation) !== undefined && (status === 400 || status === 409);
}

function notOffered(operation: PowerOperation): BmcError {
  return new BmcError('not-supported', `The BMC does not offer “${operation}” over Redfish.`, {
    outcome: 'not-applied',
    retry: 'never',
  });
}

function stillOn(): BmcError {
  return new BmcError('busy', 'The machine did not go off, so it was not started again.', {
    outcome: 'unknown',
    retry: 'later',
  });
}
