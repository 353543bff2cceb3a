'use client';
import { Field, Input, Select } from '@postern/ui';
import type { BmcDraft, BmcFacts } from './bmc-draft.ts';
import { StoredSecret } from './stored-secret.tsx';

export interface ScreenFieldsProps {
  readonly draft: BmcDraft;
  readonly set: (changes: Partial<BmcDraft>) => void;
  readonly bmc: BmcFacts | null;
  readonly errors: Readonly<Record<string, string>>;
}

/** Where the server's screen can be seen. */
export function ScreenFields({ draft, set, bmc, errors }: ScreenFieldsProps) {
  const stored = bmc?.screenPasswordChangedAt ?? null;
  return (
    <fieldset className="rounded-md border border-n-6 p-4">
      <legend className="px-1 text-sm font-medium">Screen</legend>
      <div className="grid gap-4">
        <Field label="Shown over">
          {(control) => (
            <Select
              {...control}
              value={draft.screen}
              className="sm:max-w-64"
              onChange={(event) => set({ screen: event.target.value === 'vnc' ? 'vnc' : 'none' })}
            >
              <option value="none">No screen</option>
              <option value="vnc">VNC</option>
            </Select>
          )}
        </Field>
        {draft.screen === 'vnc' && (
          <>
            <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
              <Field label="Screen address" error={errors.screenHost}>
                {(control) => (
                  <Input
                    {...control}
                    value={draft.screenHost}
                    maxLength={253}
                    autoComplete="off"
                    spellCheck={false}
                    className="font-mono text-sm"
                    onChange={(event) => set({ screenHost: event.target.value })}
                  />
                )}
              </Field>
              <Field label="Screen port" error={errors.screenPort}>
                {(control) => (
                  <Input
                    {...control}
                    value={draft.screenPort}
                    inputMode="numeric"
                    maxLength={5}
                    autoComplete="off"
                    onChange={(event) => set({ screenPort: event.target.value })}
                  />
                )}
              </Field>
            </div>
            {stored !== null && !draft.replaceScreenPassword ? (
              <StoredSecret
                label="Screen password"
                changedAt={stored}
                onReplace={() => set({ replaceScreenPassword: true })}
              />
            ) : (
              <Field
                label="Screen password"
                optional
                hint={stored === null ? '8 bytes at most.' : '8 bytes at most. Empty: the stored one stays.'}
                error={errors.screenPassword}
              >
                {(control) => (
                  <Input
                    {...control}
                    type="password"
                    value={draft.screenPassword}
                    autoComplete="new-password"
                    className="sm:max-w-64"
                    onChange={(event) => set({ screenPassword: event.target.value })}
                  />
                )}
              </Field>
            )}
          </>
        )}
      </div>
    </fieldset>
  );
}
