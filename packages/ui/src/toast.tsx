'use client';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';
import type { Tone } from './badge.tsx';
import { Button } from './button.tsx';

export interface ToastMessage {
  readonly title: string;
  readonly detail?: ReactNode;
  readonly tone?: Tone;
}

const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined);

/** Shows a short word at the edge of the page. Never the only place where something important stands. */
export function useToast(): (message: ToastMessage) => void {
  return useContext(ToastContext);
}

const edges: Record<Tone, string> = {
  neutral: 'border-l-n-8',
  accent: 'border-l-accent-fill',
  ok: 'border-l-ok-fill',
  warn: 'border-l-warn-fill',
  danger: 'border-l-danger-fill',
};

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly (ToastMessage & { readonly key: number })[]>([]);
  const nextKey = useRef(0);
  const show = useCallback((message: ToastMessage) => {
    nextKey.current += 1;
    const key = nextKey.current;
    setShown((current) => [...current.slice(-2), { ...message, key }]);
  }, []);
  const dismiss = (key: number) => setShown((current) => current.filter((each) => each.key !== key));
  return (
    <ToastContext value={show}>
      <Radix.Provider swipeDirection="right" duration={7000}>
        {children}
        {shown.map((each) => (
          <Radix.Root
            key={each.key}
            onOpenChange={(open) => open || dismiss(each.key)}
            className={clsx(
              'flex items-start gap-3 rounded-md border border-l-4 border-n-6 bg-surface py-2.5 pl-3.5 pr-1.5 shadow-overlay animate-[panel-in_140ms_ease-out]',
              edges[each.tone ?? 'neutral'],
            )}
          >
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-medium">{each.title}</Radix.Title>
              {each.detail !== undefined && (
                <Radix.Description asChild>
                  <div className="text-sm text-n-11">{each.detail}</div>
                </Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <Button
                tone="quiet"
                size="small"
                className="px-2"
                aria-label="Dismiss"
                icon={<X aria-hidden />}
              />
            </Radix.Close>
          </Radix.Root>
        ))}
        <Radix.Viewport className="fixed inset-x-3 bottom-3 z-60 grid gap-2 outline-none sm:left-auto sm:w-96" />
      </Radix.Provider>
    </ToastContext>
  );
}
