'use client';
import { AlertDialog, Button } from '@postern/ui';
import { useState } from 'react';
import type { ConsoleViewer } from '../../console/console-viewer.ts';
import { ctrlAltDel } from './console-words.ts';

export interface CtrlAltDelButtonProps {
  readonly serverName: string;
  readonly viewer: ConsoleViewer | undefined;
}

/** Asks first: many systems restart at once when they get it. */
export function CtrlAltDelButton({ serverName, viewer }: CtrlAltDelButtonProps) {
  const [open, setOpen] = useState(false);
  const send = () => {
    viewer?.sendKeys(ctrlAltDel);
    setOpen(false);
    setTimeout(() => viewer?.focus());
  };
  return (
    <>
      <Button size="small" tone="warn" disabled={viewer === undefined} onClick={() => setOpen(true)}>
        Ctrl-Alt-Del
      </Button>
      <AlertDialog
        open={open}
        onOpenChange={setOpen}
        title={`This may restart ${serverName} at once`}
        verb="Send Ctrl-Alt-Del"
        onConfirm={send}
      >
        Boot menus and many Linux systems restart when they get these keys. Windows shows its sign-in.
      </AlertDialog>
    </>
  );
}
