import type { PowerControl } from '../../capabilities.ts';
import { chassisControl } from '../commands/chassis/chassis-control.ts';
import { getChassisStatus } from '../commands/chassis/get-chassis-status.ts';
import type { Session } from '../sessions/session.ts';

/** Power over Get Chassis Status and Chassis Control. Many BMCs answer before the state has changed. */
export function createPowerControl(session: Session): PowerControl {
  return {
    async state() {
      const { powerOn } = await session.execute(getChassisStatus, undefined);
      return powerOn ? 'on' : 'off';
    },
    apply: (operation) => session.execute(chassisControl, { operation }),
  };
}
