'use client';
import { Button } from '@postern/ui';
import { Keyboard } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useRef } from 'react';
import type { ConsoleViewer } from '../../console/console-viewer.ts';
import { keysym } from '../../console/keysyms.ts';

/** Brings up a phone's own keyboard and passes on what it types. Not shown where there is a mouse. */
export function SoftKeyboard({ viewer }: { readonly viewer: ConsoleViewer | undefined }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const typed = (event: FormEvent<HTMLTextAreaElement>) => {
    const { currentTarget } = event;
    if (currentTarget.value !== '') viewer?.typeText(currentTarget.value);
    currentTarget.value = '';
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Backspace') return;
    event.preventDefault();
    viewer?.sendKeys([keysym.backspace]);
  };
  return (
    <span className="relative hidden pointer-coarse:inline-flex">
      <Button
        size="small"
        tone="quiet"
        disabled={viewer === undefined}
        aria-label="Keyboard"
        icon={<Keyboard aria-hidden />}
        onClick={() => field.current?.focus()}
      />
      <textarea
        ref={field}
        aria-label="Type to the server"
        tabIndex={-1}
        autoCapitalize="none"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        className="pointer-events-none absolute bottom-0 left-0 size-px resize-none opacity-0"
        onInput={typed}
        onKeyDown={pressed}
      />
    </span>
  );
}
