'use client';
import { Card, Field, Input } from '@postern/ui';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { keepReason, readKeptReason } from './kept-reason.ts';

interface StaffReason {
  /** Staff have to say why; tenants do not. */
  readonly needed: boolean;
  readonly text: string;
  readonly setText: (text: string) => void;
}

const StaffReasonContext = createContext<StaffReason>({ needed: false, text: '', setText: () => undefined });

export function useStaffReason(): StaffReason {
  return useContext(StaffReasonContext);
}

/** Holds why a member of staff touches this server; its tenant reads it. */
export function StaffReasonProvider(props: { readonly needed: boolean; readonly children: ReactNode }) {
  const [text, setText] = useState('');
  return (
    <StaffReasonContext value={{ needed: props.needed, text, setText }}>{props.children}</StaffReasonContext>
  );
}

/** The shortest reason that says anything; the server asks for the same. */
export const shortestReason = 3;

export interface StaffRailProps {
  readonly serverId: string;
  readonly tenant: string | null;
}

export function StaffRail({ serverId, tenant }: StaffRailProps) {
  const { text, setText } = useStaffReason();
  useEffect(() => setText(readKeptReason(serverId)), [serverId, setText]);
  const say = (next: string) => {
    setText(next);
    keepReason(serverId, next);
  };
  return (
    <Card title="You act as staff">
      <Field
        label="Why"
        hint={
          tenant === null
            ? 'Power, next boot and console ask for it.'
            : `Power, next boot and console ask for it. ${tenant} sees it in the activity.`
        }
      >
        {(control) => (
          <Input
            {...control}
            value={text}
            maxLength={500}
            placeholder="Ticket 4711: does not boot after update"
            onChange={(event) => say(event.target.value)}
          />
        )}
      </Field>
    </Card>
  );
}
