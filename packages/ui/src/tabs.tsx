'use client';
import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export interface TabItem {
  readonly value: string;
  readonly label: string;
  readonly content: ReactNode;
}

export interface TabsProps {
  readonly label: string;
  readonly items: readonly TabItem[];
  readonly defaultValue?: string;
}

export function Tabs({ label, items, defaultValue }: TabsProps) {
  return (
    <Radix.Root defaultValue={defaultValue ?? items[0]?.value ?? ''}>
      <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto border-b border-n-6">
        {items.map((item) => (
          <Radix.Trigger
            key={item.value}
            value={item.value}
            className="-mb-px cursor-pointer whitespace-nowrap border-b-2 border-transparent px-3 py-2 text-n-11 hover:text-n-12 focus-visible:-outline-offset-2 data-[state=active]:border-accent-fill data-[state=active]:font-medium data-[state=active]:text-n-12"
          >
            {item.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content key={item.value} value={item.value} className="pt-4">
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
