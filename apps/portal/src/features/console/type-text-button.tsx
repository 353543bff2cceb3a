'use client';
import { Button, Dialog, DialogActions, Field, TextArea } from '@postern/ui';
import { Type } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ConsoleViewer } from '../../console/console-viewer.ts';

const mostCharacters = 4000;

/** Types a text into the server, for what cannot be pasted. */
export function TypeTextButton({ viewer }: { readonly viewer: ConsoleViewer | undefined }) {
  const [open, setOpen] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('text') ?? '');
    setOpen(false);
    viewer?.typeText(text);
    setTimeout(() => viewer?.focus());
  };
  return (
    <>
      <Button
        size="small"
        tone="quiet"
        disabled={viewer === undefined}
        icon={<Type aria-hidden />}
        onClick={() => setOpen(true)}
      >
        <span className="max-sm:sr-only">Type text</span>
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title="Type text into the server">
        <form onSubmit={submit}>
          <Field label="Text" hint="Typed key by key, for a US keyboard. A line break is Enter.">
            {(control) => (
              <TextArea
                {...control}
                name="text"
                required
                maxLength={mostCharacters}
                className="font-mono text-sm"
                spellCheck={false}
                autoComplete="off"
              />
            )}
          </Field>
          <DialogActions>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" tone="solid">
              Type
            </Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
}
