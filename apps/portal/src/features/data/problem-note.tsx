import { Button, Callout } from '@postern/ui';
import { problemOf } from './problem.ts';

export interface ProblemNoteProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** What happened, what to do now, and the reference to quote. */
export function ProblemNote({ error, onRetry }: ProblemNoteProps) {
  const problem = problemOf(error);
  return (
    <Callout
      tone="danger"
      urgent
      title={problem.message}
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {problem.advice}
      {problem.reference !== null && (
        <span className="block text-n-11">
          Reference <span className="select-all font-mono">{problem.reference}</span>
        </span>
      )}
    </Callout>
  );
}
