import type { Place } from '../shell/home-of.ts';

export interface CommandChoice {
  readonly key: string;
  readonly label: string;
  readonly note: string;
  readonly href: string;
}

export interface FoundServer {
  readonly id: string;
  readonly name: string;
  readonly rack: string;
  readonly site: { readonly name: string };
  readonly console: { readonly unavailableReason: string | null };
}

/** What the command bar offers for what was typed: servers and their consoles first, then pages. */
export function commandChoices(
  typed: string,
  servers: readonly FoundServer[],
  places: readonly Place[],
): CommandChoice[] {
  const words = typed.trim().toLowerCase();
  const wantsConsole = words.startsWith('console');
  const ofServers = servers.flatMap((server): CommandChoice[] => {
    const page = `/servers/${server.id}`;
    const open = { key: page, label: server.name, note: `${server.site.name} · ${server.rack}`, href: page };
    if (server.console.unavailableReason !== null) return wantsConsole ? [] : [open];
    const console = {
      key: `${page}/console`,
      label: `Console of ${server.name}`,
      note: 'opens the screen',
      href: `${page}/console`,
    };
    return wantsConsole ? [console] : [open, console];
  });
  const pages = places
    .filter(({ label }) => label.toLowerCase().includes(words))
    .map(({ href, label }) => ({ key: href, label, note: 'page', href }));
  return [...ofServers, ...pages];
}

/** What servers are searched by: "console web" looks for "web". */
export function serverSearchOf(typed: string): string {
  return typed.trim().replace(/^console(\s+of)?(\s+|$)/i, '');
}
