'use client';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';

export interface CopyButtonProps {
  /** What is copied, for those who hear the page: "Copy password". */
  readonly label: string;
  readonly value: string;
}

export function CopyButton({ label, value }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | undefined>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () => {
    navigator.clipboard.writeText(value).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  };
  return (
    <>
      <Button
        tone="quiet"
        size="small"
        aria-label={`Copy ${label}`}
        title={`Copy ${label}`}
        icon={outcome === 'copied' ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />}
        onClick={copy}
        className="px-2"
      />
      <span role="status" className="sr-only">
        {outcome === 'copied' && `${label} copied`}
        {outcome === 'refused' && 'The browser did not allow copying. Select the text instead.'}
      </span>
    </>
  );
}
