'use client';
import { Button } from '@postern/ui';
import Link from 'next/link';

export interface PageFailedProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** What a person is told when a page breaks: what is not affected, and what to do now. */
export function PageFailed({ error, reset }: PageFailedProps) {
  return (
    <div className="mx-auto grid max-w-lg gap-3 px-4 py-16" role="alert">
      <h1 className="text-xl font-semibold">This page could not be shown</h1>
      <p className="text-n-11">
        Something in Postern went wrong. Your servers, and the access that stands on them, are not affected:
        access still ends when it was to end.
      </p>
      <p className="text-n-11">Try again. If it stays, tell support what you were doing.</p>
      {error.digest !== undefined && (
        <p className="text-sm text-n-11">
          Reference <span className="select-all font-mono text-n-12">{error.digest}</span>
        </p>
      )}
      <div className="mt-2 flex gap-2">
        <Button tone="solid" onClick={reset}>
          Try again
        </Button>
        <Button asChild>
          <Link href="/">Go to the start</Link>
        </Button>
      </div>
    </div>
  );
}
