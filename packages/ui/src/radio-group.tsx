'use client';
import { clsx } from 'clsx';
import { RadioGroup as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export interface RadioOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: ReactNode;
}

export interface RadioGroupProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
  readonly options: readonly RadioOption<Value>[];
  readonly disabled?: boolean;
  /** `row`: short options side by side. `column`: one below the other, with room for hints. */
  readonly layout?: 'row' | 'column';
}

export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { label, value, onValueChange, options, disabled = false, layout = 'column' } = props;
  return (
    <Radix.Root
      aria-label={label}
      value={value}
      disabled={disabled}
      onValueChange={(next) => onValueChange(next as Value)}
      className={layout === 'row' ? 'flex flex-wrap gap-2' : 'grid gap-2'}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          className={clsx(
            'group flex cursor-pointer items-start gap-2.5 rounded-md border border-n-7 bg-surface px-3 py-1.5 text-left transition-colors duration-100 hover:bg-n-2 pointer-coarse:py-2.5',
            'data-[state=checked]:border-accent-fill data-[state=checked]:bg-accent-soft disabled:cursor-not-allowed disabled:text-n-11',
          )}
        >
          <span
            aria-hidden
            className="mt-1 grid size-3.5 shrink-0 place-items-center rounded-full border border-n-8 group-data-[state=checked]:border-accent-fill"
          >
            <Radix.Indicator className="size-2 rounded-full bg-accent-fill" />
          </span>
          <span>
            {option.label}
            {option.hint !== undefined && <span className="block text-sm text-n-11">{option.hint}</span>}
          </span>
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
