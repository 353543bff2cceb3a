import { type Result, refused } from '../refusal.ts';

/** Answers a unique constraint that was met with the refusal that it means. Everything else goes on as it was thrown. */
export async function refuseConstraint<Value>(
  field: string,
  work: () => Promise<Result<Value>>,
): Promise<Result<Value>> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error)) {
      return field === 'host'
        ? refused({ reason: 'address-taken' })
        : refused({ reason: 'name-taken', field });
    }
    if (isForeignKeyViolation(error)) return refused({ reason: 'not-found' });
    throw error;
  }
}

/** Prisma's name for SQLSTATE 23505. */
function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2002';
}

/** Prisma's name for SQLSTATE 23503: something that was named does not exist. */
function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2003';
}
