import { Button } from '@postern/ui';
import Link from 'next/link';

/** Absent and not yours look the same. */
export function NothingHere() {
  return (
    <div className="mx-auto grid max-w-md gap-3 px-4 py-20 text-center">
      <h1 className="text-xl font-semibold">There is nothing here</h1>
      <p className="text-n-11">
        The address is wrong, the thing was removed, or it is not yours. Your servers are not affected.
      </p>
      <div>
        <Button asChild tone="solid">
          <Link href="/">Go to the start</Link>
        </Button>
      </div>
    </div>
  );
}
