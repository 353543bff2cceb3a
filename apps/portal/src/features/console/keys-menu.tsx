'use client';
import { Button, Menu, MenuItem, MenuLabel, MenuSeparator } from '@postern/ui';
import { ChevronDown } from 'lucide-react';
import type { ConsoleViewer } from '../../console/console-viewer.ts';
import { combinations, functionKeys, type KeyChoice, specialKeys } from './console-words.ts';

export interface KeysMenuProps {
  readonly viewer: ConsoleViewer | undefined;
  readonly kind: 'screen' | 'serial';
}

export function KeysMenu({ viewer, kind }: KeysMenuProps) {
  const send = ({ keysyms }: KeyChoice) => {
    viewer?.sendKeys(keysyms);
    // The menu gives the focus back to its button; the keys that follow belong to the server.
    setTimeout(() => viewer?.focus());
  };
  const item = (choice: KeyChoice) => (
    <MenuItem key={choice.label} onSelect={() => send(choice)}>
      {choice.label}
    </MenuItem>
  );
  return (
    <Menu
      align="start"
      trigger={
        <Button size="small" tone="quiet" disabled={viewer === undefined}>
          Keys
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      <MenuLabel>Function keys</MenuLabel>
      <div className="grid grid-cols-4">{functionKeys.map(item)}</div>
      <MenuSeparator />
      <div className="grid grid-cols-4">{specialKeys.map(item)}</div>
      {kind === 'screen' && (
        <>
          <MenuSeparator />
          {combinations.map(item)}
        </>
      )}
    </Menu>
  );
}
