import { problemOf } from '../data/problem.ts';
import { ProblemNote } from '../data/problem-note.tsx';

export interface FormProblemProps {
  readonly error: unknown;
  /** Fields that show their own error in place. */
  readonly shown: (field: string) => boolean;
}

/** A refusal that no field of the form shows by itself. */
export function FormProblem({ error, shown }: FormProblemProps) {
  if (error === null || error === undefined) return null;
  const fields = Object.keys(problemOf(error).fields);
  if (fields.length > 0 && fields.every(shown)) return null;
  return (
    <div className="mt-4">
      <ProblemNote error={error} />
    </div>
  );
}
