import { constraintMet } from '@postern/database';
import { type Result, refused } from '../refusal.ts';

/**
 * Runs a use-case and answers a unique constraint that it met with the refusal it means: another row has this `field`.
 * Something that was named and does not exist is `not-found`. Everything else goes on as it was thrown.
 */
export async function refuseConstraint<Value>(
  field: 'name' | 'email' | 'host',
  work: () => Promise<Result<Value>>,
): Promise<Result<Value>> {
  try {
    return await work();
  } catch (error) {
    switch (constraintMet(error)) {
      case 'unique':
        return refused(field === 'host' ? { reason: 'address-taken' } : { reason: 'name-taken', field });
      case 'foreign-key':
        return refused({ reason: 'not-found' });
      case null:
        throw error;
    }
  }
}
