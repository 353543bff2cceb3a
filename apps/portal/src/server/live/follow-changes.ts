import type { TenantScope } from '@postern/database';
import type { LiveChange } from '@postern/domain';
import type { LiveHub } from './hub.ts';

export type FollowedNews =
  | {
      readonly kind: 'change';
      readonly subject: LiveChange['subject'];
      readonly id: string;
      readonly serverId: string | null;
    }
  | { readonly kind: 'resync' }
  /** Says that the stream lives. */
  | { readonly kind: 'pulse' }
  /** The viewer was signed out: the last news of a stream. */
  | { readonly kind: 'signed-out' };

/** More unread news than this is answered with one "read everything again". */
const mostUnread = 200;

/**
 * News for one viewer, of his tenant's servers only, until he goes away or is signed out. `stillSignedIn` is asked with
 * each pulse, so a revoked session hears nothing more after one pulse at the latest.
 */
export async function* followChanges(options: {
  readonly hub: LiveHub;
  readonly scope: TenantScope;
  readonly signal: AbortSignal;
  readonly pulseMs: number;
  readonly stillSignedIn: () => Promise<boolean>;
}): AsyncGenerator<FollowedNews, void, void> {
  const { hub, scope, signal, pulseMs } = options;
  let unread: FollowedNews[] = [];
  let wake = () => {};
  let closing = false;
  const add = (news: FollowedNews) => {
    unread = unread.length >= mostUnread ? [{ kind: 'resync' }] : [...unread, news];
    wake();
  };
  const unsubscribe = hub.subscribe((news) => {
    if (news.kind === 'closing') {
      closing = true;
      wake();
    } else if (news.kind === 'resync') add(news);
    else if (isVisible(news.change, scope)) add(followed(news.change));
  });
  const stop = () => wake();
  signal.addEventListener('abort', stop);
  try {
    let nextPulse = Date.now() + pulseMs;
    yield { kind: 'pulse' };
    while (!signal.aborted && !closing) {
      if (unread.length === 0) await waitFor(nextPulse - Date.now(), (resume) => (wake = resume));
      const news = unread;
      unread = [];
      if (Date.now() >= nextPulse) {
        if (!(await options.stillSignedIn())) return yield { kind: 'signed-out' };
        nextPulse = Date.now() + pulseMs;
        news.push({ kind: 'pulse' });
      }
      yield* news;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    unsubscribe();
  }
}

/** Staff see every change. A tenant sees those of his servers; brokers and sites belong to no tenant. */
function isVisible(change: LiveChange, scope: TenantScope): boolean {
  return scope.organisationId === null || change.organisationId === scope.organisationId;
}

function followed({ subject, id, serverId }: LiveChange): FollowedNews {
  return { kind: 'change', subject, id, serverId };
}

function waitFor(ms: number, onWakeable: (resume: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.max(ms, 0));
    onWakeable(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
