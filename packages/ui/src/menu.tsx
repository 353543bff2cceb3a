'use client';
import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export interface MenuProps {
  /** The button that opens the menu. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
}

const itemDress =
  'flex cursor-pointer select-none items-center gap-2 rounded-sm px-2.5 py-1.5 outline-none data-[highlighted]:bg-n-3 data-[disabled]:cursor-not-allowed data-[disabled]:text-n-11 pointer-coarse:py-2.5 [&_svg]:size-4 [&_svg]:text-n-11';

export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto rounded-md border border-n-6 bg-surface p-1 text-n-12 shadow-overlay animate-[panel-in_120ms_ease-out]"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface MenuItemProps {
  readonly children: ReactNode;
  readonly onSelect?: () => void;
  readonly tone?: 'plain' | 'danger';
  readonly disabled?: boolean;
  /** The only child (a link) is the item. */
  readonly asChild?: boolean;
}

export function MenuItem({
  children,
  onSelect,
  tone = 'plain',
  disabled = false,
  asChild = false,
}: MenuItemProps) {
  return (
    <Radix.Item
      asChild={asChild}
      disabled={disabled}
      className={clsx(itemDress, tone === 'danger' && 'text-danger')}
      {...(onSelect === undefined ? {} : { onSelect })}
    >
      {children}
    </Radix.Item>
  );
}

export interface MenuChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onValueChange: (value: Value) => void;
}

/** One of several, inside a menu. */
export function MenuChoice<Value extends string>(props: MenuChoiceProps<Value>) {
  return (
    <>
      <MenuLabel>{props.label}</MenuLabel>
      <Radix.RadioGroup
        value={props.value}
        onValueChange={(value) => props.onValueChange(value as Value)}
        aria-label={props.label}
      >
        {props.options.map((option) => (
          <Radix.RadioItem
            key={option.value}
            value={option.value}
            className={clsx(itemDress, 'pl-8 relative')}
          >
            <Radix.ItemIndicator className="absolute left-2.5">
              <Check aria-hidden />
            </Radix.ItemIndicator>
            {option.label}
          </Radix.RadioItem>
        ))}
      </Radix.RadioGroup>
    </>
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <Radix.Label className="px-2.5 pb-1 pt-2 text-sm text-n-11">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-n-6" />;
}
