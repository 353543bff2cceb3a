'use client';
import { Badge, Button, type Tone } from '@postern/ui';
import { ArrowLeft, Maximize } from 'lucide-react';
import Link from 'next/link';
import type { ConsoleScale } from '../../console/console-viewer.ts';
import type { ServerShape } from '../../server/shapes/server.ts';
import { engineWords, phaseWords } from './console-words.ts';
import { CtrlAltDelButton } from './ctrl-alt-del-button.tsx';
import { KeysMenu } from './keys-menu.tsx';
import { SoftKeyboard } from './soft-keyboard.tsx';
import { TimeLeft } from './time-left.tsx';
import { TypeTextButton } from './type-text-button.tsx';
import type { ConsoleKind, ConsolePhase, ConsoleView } from './use-console.ts';

const tones: Record<ConsolePhase, Tone> = {
  connecting: 'accent',
  waiting: 'accent',
  live: 'ok',
  closed: 'neutral',
};

export interface ConsoleBarProps {
  readonly server: ServerShape;
  readonly kinds: readonly ConsoleKind[];
  readonly kind: ConsoleKind;
  readonly onKind: (kind: ConsoleKind) => void;
  readonly view: ConsoleView;
  readonly scale: ConsoleScale;
  readonly onScale: (scale: ConsoleScale) => void;
  readonly onFullScreen: () => void;
}

/** Everything that is not the screen. At the top; at the bottom on a phone, where the thumbs are. */
export function ConsoleBar(props: ConsoleBarProps) {
  const { server, kinds, kind, view, scale } = props;
  const live = view.phase === 'live' ? view.viewer : undefined;
  return (
    <header className="flex flex-wrap items-center gap-x-1 border-n-6 bg-surface px-1.5 py-1 max-sm:border-t sm:gap-x-2 sm:border-b">
      <h1 className="sr-only">Console of {server.name}</h1>
      <Button asChild size="small" tone="quiet">
        <Link href={`/servers/${server.id}`}>
          <ArrowLeft aria-hidden />
          <span className="sr-only">Back to </span>
          <span className="max-w-24 truncate font-semibold sm:max-w-40">{server.name}</span>
        </Link>
      </Button>
      <span role="status" className="flex items-center gap-2 text-sm text-n-11">
        <Badge tone={tones[view.phase]}>{phaseWords[view.phase]}</Badge>
        {view.opened !== undefined && (
          <span className="max-sm:sr-only">{engineWords[view.opened.engine]}</span>
        )}
        {view.opened?.readOnly && <span>view only</span>}
      </span>
      <div className="flex items-center gap-1 max-sm:ml-auto sm:order-last">
        {view.deadline !== undefined && view.accessEndsAt !== undefined && view.phase !== 'closed' && (
          <TimeLeft server={server} cutAt={view.deadline} endsAt={view.accessEndsAt} />
        )}
        {kind === 'screen' && (
          <Button
            size="small"
            tone="quiet"
            title={scale === 'fit' ? 'One pixel for one pixel' : 'Fit to the window'}
            onClick={() => props.onScale(scale === 'fit' ? 'native' : 'fit')}
          >
            {scale === 'fit' ? '1:1' : 'Fit'}
          </Button>
        )}
        <Button
          size="small"
          tone="quiet"
          aria-label="Full screen"
          title="Full screen"
          icon={<Maximize aria-hidden />}
          onClick={props.onFullScreen}
        />
      </div>
      <div className="flex items-center gap-0.5 max-sm:w-full max-sm:overflow-x-auto max-sm:pt-1 sm:mx-auto sm:gap-1">
        {kinds.length > 1 && <KindSwitch kinds={kinds} kind={kind} onKind={props.onKind} />}
        {view.opened?.readOnly !== true && (
          <>
            {kind === 'screen' && <CtrlAltDelButton serverName={server.name} viewer={live} />}
            <KeysMenu viewer={live} kind={kind} />
            <SoftKeyboard viewer={live} />
            <TypeTextButton viewer={live} />
          </>
        )}
      </div>
    </header>
  );
}

const kindWords: Record<ConsoleKind, string> = { screen: 'Screen', serial: 'Serial' };

function KindSwitch({ kinds, kind, onKind }: Pick<ConsoleBarProps, 'kinds' | 'kind' | 'onKind'>) {
  return (
    <fieldset className="flex rounded-md border border-n-7 p-px">
      <legend className="sr-only">Which console</legend>
      {kinds.map((each) => (
        <Button
          key={each}
          size="small"
          tone="quiet"
          aria-pressed={each === kind}
          onClick={() => onKind(each)}
        >
          {kindWords[each]}
        </Button>
      ))}
    </fieldset>
  );
}
