import { clsx } from 'clsx';

/** The shape of what is coming. Hidden from those who hear the page; say "loading" beside it. */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <span
      aria-hidden
      className={clsx('block animate-[breathe_1.6s_ease-in-out_infinite] rounded-md bg-n-4', className)}
    />
  );
}
