import type { BmcControl, PowerRestorePolicy } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { booleanAt, objectAt, textAt, textsAt } from '../http/json.ts';
import { pathOf } from '../http/redfish-client.ts';
import type { RedfishService } from './service.ts';

const restarts = {
  cold: ['ForceRestart', 'GracefulRestart'],
  warm: ['GracefulRestart', 'ForceRestart'],
} as const;

const policies = {
  'always-off': 'AlwaysOff',
  previous: 'LastState',
  'always-on': 'AlwaysOn',
} as const satisfies Record<PowerRestorePolicy, string>;

export function createRedfishControl(service: RedfishService): BmcControl {
  const { client } = service;
  return {
    async systemGuid() {
      const { body } = await client.get(await service.system());
      const digits = (textAt(body, 'UUID') ?? '').replaceAll('-', '').toLowerCase();
      if (!/^[0-9a-f]{32}$/.test(digits)) throw notSupported('The BMC does not tell the GUID of its system.');
      return digits;
    },
    async reset(kind) {
      const { body } = await client.get(await service.manager());
      const action = objectAt(body, 'Actions', '#Manager.Reset');
      const target = textAt(action, 'target');
      if (target === undefined) throw notSupported('This BMC cannot be restarted over Redfish.');
      const allowed = textsAt(action, 'ResetType@Redfish.AllowableValues');
      const type = restarts[kind].find((name) => allowed.length === 0 || allowed.includes(name));
      await client.post(pathOf(target), { ResetType: type ?? restarts[kind][0] });
    },
    async identify(light) {
      const path = await service.system();
      const { body } = await client.get(path);
      const on = light === 'until-off' || light > 0;
      const isNew = booleanAt(body, 'LocationIndicatorActive') !== undefined;
      await client.patch(
        path,
        isNew ? { LocationIndicatorActive: on } : { IndicatorLED: on ? 'Lit' : 'Off' },
      );
    },
    async setPowerRestorePolicy(policy) {
      await client.patch(await service.system(), { PowerRestorePolicy: policies[policy] });
    },
  };
}

function notSupported(message: string): BmcError {
  return new BmcError('not-supported', message, { outcome: 'not-applied', retry: 'never' });
}
