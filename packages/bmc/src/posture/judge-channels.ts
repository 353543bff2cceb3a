import type { LanChannel } from '../capabilities.ts';
import type { PostureFinding } from './finding.ts';

/** What sessions have to prove on each LAN channel. The one that we came in by tells it to every stranger, too. Pure. */
export function judgeChannels(channels: readonly LanChannel[]): readonly PostureFinding[] {
  const open = channels.filter(({ mode }) => mode !== 'disabled');
  return [
    ...open
      .filter(({ perMessageAuthentication }) => !perMessageAuthentication)
      .map(
        ({ channel }): PostureFinding => ({
          code: 'per-message-authentication-off',
          severity: 'critical',
          what: `On LAN channel ${channel} commands are taken without authentication after a login: a session can be taken over.`,
          nextStep: `Switch per-message authentication on (ipmitool channel authcap ${channel} 4 shows it).`,
        }),
      ),
    ...open
      .filter(({ userLevelAuthentication }) => !userLevelAuthentication)
      .map(
        ({ channel }): PostureFinding => ({
          code: 'user-level-authentication-off',
          severity: 'warning',
          what: `On LAN channel ${channel} commands of USER level are taken without authentication.`,
          nextStep: 'Switch user-level authentication on (Set Channel Access).',
        }),
      ),
  ];
}
