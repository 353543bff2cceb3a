import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

const dress =
  'w-full rounded-md border border-n-8 bg-surface px-3 text-n-12 placeholder:text-n-10 disabled:bg-n-3 disabled:text-n-11 aria-invalid:border-danger-fill focus-visible:outline-offset-0 text-base';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={clsx(dress, 'h-9 pointer-coarse:h-11', className)} {...rest} />;
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={clsx(dress, 'min-h-20 py-2', className)} {...rest} />;
}

/** The browser's own select: the best one there is on a phone, and the keyboard knows it. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <select className={clsx(dress, 'h-9 cursor-pointer pr-8 pointer-coarse:h-11', className)} {...rest}>
      {children}
    </select>
  );
}
