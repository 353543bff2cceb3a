'use client';
import { PageFailed, type PageFailedProps } from '../features/shell/page-failed.tsx';

export default function ErrorPage(props: PageFailedProps) {
  return (
    <main>
      <PageFailed {...props} />
    </main>
  );
}
