'use client';
import { type ReactNode, useId } from 'react';

export interface FieldControl {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

export interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly optional?: boolean;
  /** Gets the attributes that tie the control to its label, hint and error. */
  readonly children: (control: FieldControl) => ReactNode;
}

/** A labelled control with a hint below it and, when something is wrong, a sentence that says what. */
export function Field({ label, hint, error, optional = false, children }: FieldProps) {
  const id = useId();
  const notes = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`];
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-n-11"> (optional)</span>}
      </label>
      {children({
        id,
        'aria-describedby': notes.join(' ').trim() || undefined,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {hint !== undefined && (
        <div id={`${id}-hint`} className="mt-1 text-sm text-n-11">
          {hint}
        </div>
      )}
      {error !== undefined && (
        <div id={`${id}-error`} role="alert" className="mt-1 text-sm font-medium text-danger">
          {error}
        </div>
      )}
    </div>
  );
}
