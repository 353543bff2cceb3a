import { clsx } from 'clsx';
import { Slot } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';

/**
 * How a button is dressed. `plain` is harmless, `solid` acts, `warn` interrupts something that runs, `danger`
 * destroys or cuts off. `quiet` is for what stands inside other controls.
 */
export type ButtonTone = 'plain' | 'solid' | 'warn' | 'danger' | 'quiet';

const tones: Record<ButtonTone, string> = {
  plain: 'border-n-7 bg-surface text-n-12 hover:bg-n-3 active:bg-n-4',
  solid: 'border-transparent bg-accent-fill text-white hover:bg-accent-fill-hover',
  warn: 'border-warn-fill bg-transparent text-warn hover:bg-warn-soft',
  danger: 'border-transparent bg-danger-fill text-white hover:bg-danger-fill-hover',
  quiet:
    'border-transparent bg-transparent text-n-11 hover:bg-n-3 hover:text-n-12 aria-pressed:bg-n-5 aria-pressed:text-n-12',
};

const sizes = {
  medium: 'min-h-9 px-3.5 py-1.5 pointer-coarse:min-h-11',
  small: 'min-h-7.5 px-2.5 py-1 text-sm pointer-coarse:min-h-10',
} as const;

export interface ButtonProps extends ComponentProps<'button'> {
  readonly tone?: ButtonTone;
  readonly size?: keyof typeof sizes;
  readonly icon?: ReactNode;
  /** The action was taken and its answer is awaited: shown as such, and a second click does nothing. */
  readonly pending?: boolean;
  /** Dress the only child (a link, say) as a button. */
  readonly asChild?: boolean;
}

export function Button({
  tone = 'plain',
  size = 'medium',
  icon,
  pending = false,
  asChild = false,
  className,
  children,
  ...rest
}: ButtonProps) {
  const dress = clsx(
    'inline-flex shrink-0 cursor-pointer select-none items-center justify-center gap-2 whitespace-nowrap rounded-md border font-medium transition-colors duration-100',
    'disabled:cursor-not-allowed disabled:border-n-6 disabled:bg-n-3 disabled:text-n-11 aria-disabled:cursor-not-allowed aria-disabled:border-n-6 aria-disabled:bg-n-3 aria-disabled:text-n-11',
    '[&_svg]:size-4 [&_svg]:shrink-0',
    tones[tone],
    sizes[size],
    className,
  );
  if (asChild) {
    return (
      <Slot.Root className={dress} {...(rest as object)}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={dress}
      {...rest}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : rest.onClick}
    >
      {pending ? <span className="size-2 animate-[breathe_1s_infinite] rounded-full bg-current" /> : icon}
      {children}
    </button>
  );
}
