import type { LiveChange } from '@postern/domain';

export type LiveNews =
  | {
      readonly kind: 'change';
      readonly subject: LiveChange['subject'];
      readonly id: string;
      readonly serverId: string | null;
    }
  | { readonly kind: 'resync' }
  | { readonly kind: 'pulse' }
  | { readonly kind: 'signed-out' };

const lists: Record<LiveChange['subject'], readonly string[]> = {
  relay: [],
  grant: ['servers.list', 'grants.list'],
  action: ['servers.list', 'bmcs.list'],
  power: ['servers.list', 'bmcs.list'],
  boot: [],
  server: ['servers.list', 'grants.list', 'bmcs.list'],
  console: [],
  broker: ['servers.list', 'sites.list', 'brokers.list'],
  hardware: [],
};
const ofOneServer: Record<LiveChange['subject'], readonly string[]> = {
  relay: ['servers.get'],
  grant: ['servers.get', 'activity.list'],
  action: ['servers.get', 'activity.list', 'actions.list', 'actions.get', 'bmcUsers.list'],
  power: ['servers.get'],
  boot: ['servers.get'],
  server: ['servers.get', 'activity.list', 'bmcUsers.list'],
  console: ['activity.list'],
  broker: ['servers.get'],
  hardware: ['servers.get', 'hardware.inventory', 'hardware.sensors', 'hardware.events'],
};

/** Which cached answers may be wrong after these news: a test on a query's key. */
export function procedureNamesToldBy(news: readonly LiveNews[]): (queryKey: readonly unknown[]) => boolean {
  if (news.some(({ kind }) => kind === 'resync')) return () => true;
  const changes = news.filter((each) => each.kind === 'change');
  return (queryKey) => {
    const { name, input } = readKey(queryKey);
    return changes.some(({ subject, id, serverId }) => {
      if (lists[subject].includes(name)) return true;
      if (!ofOneServer[subject].includes(name)) return false;
      if (name === 'actions.get') return input.actionId === id;
      return serverId === null || input.serverId === undefined || input.serverId === serverId;
    });
  };
}

interface NamedInput {
  readonly serverId?: unknown;
  readonly actionId?: unknown;
}

/** tRPC's keys are `[['servers', 'get'], { input, type }]`. */
function readKey(queryKey: readonly unknown[]): { readonly name: string; readonly input: NamedInput } {
  const [path, rest] = queryKey as [unknown, { readonly input?: NamedInput } | undefined];
  return { name: Array.isArray(path) ? path.join('.') : '', input: rest?.input ?? {} };
}
