'use client';
import { Field, Input, Select } from '@postern/ui';
import { type DurationDraft, durationUnits } from './duration-text.ts';

export interface DurationFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly error: string | undefined;
  readonly value: DurationDraft;
  readonly onChange: (value: DurationDraft) => void;
}

/** A number with its unit. */
export function DurationField({ label, hint, error, value, onChange }: DurationFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className="flex gap-2">
          <Input
            {...control}
            value={value.amount}
            inputMode="decimal"
            maxLength={10}
            autoComplete="off"
            onChange={(event) => onChange({ ...value, amount: event.target.value })}
          />
          <Select
            aria-label={`Unit of ${label.toLowerCase()}`}
            value={value.unit}
            className="max-w-32"
            onChange={(event) =>
              onChange({
                ...value,
                unit: durationUnits.find((unit) => unit === event.target.value) ?? value.unit,
              })
            }
          >
            {durationUnits.map((unit) => (
              <option key={unit} value={unit}>
                {unit}
              </option>
            ))}
          </Select>
        </div>
      )}
    </Field>
  );
}
