'use client';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { overlayDress, panelDress, titleDress } from './overlay.ts';
import { useFocusReturn } from './use-focus-return.ts';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly width?: 'narrow' | 'wide';
  /** `false`: only the dialog's own buttons close it, for what cannot be shown a second time. */
  readonly dismissible?: boolean;
}

/** A form or a detail over the page. On a phone it rises from the bottom edge. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, children, width = 'narrow', dismissible = true } = props;
  const focusReturn = useFocusReturn();
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next || dismissible) && onOpenChange(next)}>
      <Radix.Portal>
        <Radix.Overlay className={overlayDress} />
        <Radix.Content
          className={clsx(panelDress, 'w-full', width === 'wide' ? 'sm:max-w-2xl' : 'sm:max-w-md')}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          {...focusReturn}
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-4">
            <Radix.Title className={titleDress}>{title}</Radix.Title>
            {dismissible && (
              <Radix.Close asChild>
                <Button
                  tone="quiet"
                  size="small"
                  aria-label="Close"
                  icon={<X aria-hidden />}
                  className="-mr-2"
                />
              </Radix.Close>
            )}
          </div>
          {description !== undefined && (
            <Radix.Description asChild>
              <div className="px-5 pt-1 text-n-11">{description}</div>
            </Radix.Description>
          )}
          <div className="px-5 pb-5 pt-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The row of buttons that ends a dialog; the acting one stands last. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className="mt-5 flex flex-wrap justify-end gap-2">{children}</div>;
}
