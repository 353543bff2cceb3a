'use client';
import { Badge, Card, type Tone } from '@postern/ui';
import type { ServerShape } from '../../server/shapes/server.ts';
import { BlockNotes } from '../blocks/block-notes.tsx';
import { type AccessFace, accessFaceOf } from './access-face.ts';
import { ActiveAccess } from './active-access.tsx';
import { EndedAccess } from './ended-access.tsx';
import { EndingAccess } from './ending-access.tsx';
import { MakingAccess } from './making-access.tsx';
import { NoAccess } from './no-access.tsx';
import { WaitingAccess } from './waiting-access.tsx';

const badges: Record<AccessFace, { readonly tone: Tone; readonly word: string } | undefined> = {
  none: undefined,
  waiting: { tone: 'accent', word: 'waits for approval' },
  making: { tone: 'accent', word: 'being made' },
  active: { tone: 'ok', word: 'active' },
  ending: { tone: 'warn', word: 'ending' },
  overdue: { tone: 'danger', word: 'removal overdue' },
  ended: { tone: 'neutral', word: 'ended' },
};

export interface AccessCardProps {
  readonly server: ServerShape;
  readonly staff: boolean;
}

/** IPMI access to this server: whether there is some, how it is used, when it ends, and the proof that it ended. */
export function AccessCard({ server, staff }: AccessCardProps) {
  const face = accessFaceOf(server);
  const badge = badges[face];
  return (
    <Card anchor="access" title="IPMI access" aside={badge && <Badge tone={badge.tone}>{badge.word}</Badge>}>
      {server.blocks.length > 0 && <BlockNotes server={server} />}
      <div aria-live="polite">
        <Face face={face} server={server} staff={staff} />
      </div>
    </Card>
  );
}

function Face({ face, server, staff }: AccessCardProps & { readonly face: AccessFace }) {
  const { access, lastEnded } = server;
  if (face === 'ended') {
    return (
      <div className="grid gap-5">
        {lastEnded !== null && <EndedAccess grant={lastEnded} />}
        <NoAccess server={server} staff={staff} again />
      </div>
    );
  }
  if (access === null) return <NoAccess server={server} staff={staff} />;
  if (face === 'waiting') return <WaitingAccess server={server} grant={access} staff={staff} />;
  if (face === 'making') return <MakingAccess server={server} grant={access} staff={staff} />;
  if (face === 'active') return <ActiveAccess server={server} grant={access} staff={staff} />;
  return <EndingAccess grant={access} staff={staff} />;
}
