import type { BootControl, BootDevice, BootOverride } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { type Json, linkAt, objectAt, textAt, textsAt } from '../http/json.ts';
import { pathOf } from '../http/redfish-client.ts';
import type { RedfishService } from './service.ts';

/** Names of each device, best first: Supermicro's virtual CD is `UsbCd`. */
const targets = {
  none: ['None'],
  disk: ['Hdd'],
  pxe: ['Pxe'],
  cd: ['Cd', 'UsbCd'],
  'bios-setup': ['BiosSetup'],
} as const satisfies Record<BootDevice, readonly string[]>;

export function createRedfishBoot(service: RedfishService): BootControl {
  async function read(): Promise<BootOverride> {
    const { body } = await service.client.get(await service.system());
    return overrideOf(objectAt(body, 'Boot'));
  }

  return {
    read,
    async write(override) {
      const path = await service.system();
      const { body } = await service.client.get(path);
      // iDRAC 10 takes it on its settings resource only.
      const settings = linkAt(body, '@Redfish.Settings', 'SettingsObject');
      const boot = await bootOf(service, objectAt(body, 'Boot'), override);
      await patchLadder(service, settings === undefined ? [path] : [path, pathOf(settings)], boot);
      return read();
    },
  };
}

function overrideOf(boot: Json | undefined): BootOverride {
  const enabled = textAt(boot, 'BootSourceOverrideEnabled');
  const target = textAt(boot, 'BootSourceOverrideTarget');
  const pending = enabled === 'Once' || enabled === 'Continuous';
  return {
    device: pending ? deviceOf(target) : 'none',
    persistent: enabled === 'Continuous',
    firmware: textAt(boot, 'BootSourceOverrideMode') === 'Legacy' ? 'legacy' : 'uefi',
  };
}

function deviceOf(target: string | undefined): BootDevice {
  if (target === 'Hdd') return 'disk';
  if (target === 'Pxe') return 'pxe';
  if (target === 'Cd' || target === 'UsbCd') return 'cd';
  return target === 'BiosSetup' ? 'bios-setup' : 'none';
}

async function bootOf(
  { quirks }: RedfishService,
  held: Json | undefined,
  { device, persistent, firmware }: BootOverride,
): Promise<Json> {
  if (device === 'none') return { BootSourceOverrideEnabled: 'Disabled' };
  const allowed = textsAt(held, 'BootSourceOverrideTarget@Redfish.AllowableValues');
  const names: readonly string[] = targets[device];
  const target = names.find((name) => allowed.includes(name)) ?? names[0];
  return {
    BootSourceOverrideEnabled: persistent ? 'Continuous' : 'Once',
    BootSourceOverrideTarget: target,
    ...(quirks.bootMode === 'sent'
      ? { BootSourceOverrideMode: firmware === 'uefi' ? 'UEFI' : 'Legacy' }
      : {}),
  };
}

/**
 * As it should be, then without the mode, then once instead of for ever: what a BMC refuses with 400 was not applied,
 * so the next form may be tried. What was held in the end is read back.
 */
async function patchLadder({ client }: RedfishService, paths: readonly string[], boot: Json): Promise<void> {
  const { BootSourceOverrideMode: _, ...withoutMode } = boot;
  const forms = [boot, withoutMode, { ...withoutMode, ...onceInstead(boot) }];
  let refusal: unknown;
  for (const path of paths) {
    for (const form of forms) {
      try {
        await client.patch(path, { Boot: form });
        return;
      } catch (error) {
        if (!(error instanceof BmcError) || error.code !== 'rejected' || error.outcome !== 'not-applied')
          throw error;
        refusal ??= error;
      }
    }
  }
  throw refusal;
}

function onceInstead(boot: Json): Json {
  return boot.BootSourceOverrideEnabled === 'Continuous' ? { BootSourceOverrideEnabled: 'Once' } : {};
}
