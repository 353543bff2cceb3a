'use client';
import { clsx } from 'clsx';
import { AlertDialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Button, type ButtonTone } from './button.tsx';
import { Field } from './field.tsx';
import { Input } from './input.tsx';
import { overlayDress, panelDress, titleDress } from './overlay.ts';
import { useFocusReturn } from './use-focus-return.ts';

export interface AlertDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The consequence, as a sentence: "This cuts the power to web-07 at once". */
  readonly title: string;
  readonly children?: ReactNode;
  /** The verb of the consequence, repeated: "Force off". */
  readonly verb: string;
  readonly tone?: ButtonTone;
  readonly pending?: boolean;
  /** Something that must be filled in first is not. */
  readonly blocked?: boolean;
  /** For what destroys: the verb stays shut until this text is typed. */
  readonly typeToConfirm?: string;
  readonly onConfirm: () => void;
}

/** Asks before something that interrupts or destroys. The way out has the focus. */
export function AlertDialog(props: AlertDialogProps) {
  const focusReturn = useFocusReturn();
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayDress} />
        <Radix.Content className={clsx(panelDress, 'w-full p-5 sm:max-w-md')} {...focusReturn}>
          <Question {...props} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Question(props: AlertDialogProps) {
  const { title, children, verb, tone = 'danger', pending = false, blocked = false, typeToConfirm } = props;
  const [typed, setTyped] = useState('');
  const shut = blocked || (typeToConfirm !== undefined && typed !== typeToConfirm);
  return (
    <>
      <Radix.Title className={titleDress}>{title}</Radix.Title>
      <Radix.Description asChild>
        <div className="mt-2 text-n-11">{children}</div>
      </Radix.Description>
      {typeToConfirm !== undefined && (
        <div className="mt-3">
          <Field label={`Type ${typeToConfirm} to go on`}>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        </div>
      )}
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Radix.Cancel asChild>
          <Button>Cancel</Button>
        </Radix.Cancel>
        <Button tone={tone} pending={pending} disabled={shut} onClick={props.onConfirm}>
          {verb}
        </Button>
      </div>
    </>
  );
}
