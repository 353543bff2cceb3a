import { Button } from '@postern/ui';
import Link from 'next/link';

export default function NotFound() {
  return (
    <main className="mx-auto grid max-w-md gap-3 px-4 py-24 text-center">
      <h1 className="text-xl font-semibold">There is nothing here</h1>
      <p className="text-n-11">
        The address is wrong, the thing was removed, or it is not yours. Your servers are not affected.
      </p>
      <div>
        <Button asChild tone="solid">
          <Link href="/">Go to the start</Link>
        </Button>
      </div>
    </main>
  );
}
