import { BmcError } from '../errors.ts';

/**
 * Sends a write; when its answer is lost, looks whether it was carried out before sending it once more. Only for
 * writes that set a value, so that a second one changes nothing that the first has done.
 */
export async function settle(
  write: () => Promise<unknown>,
  isApplied: () => Promise<boolean>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof BmcError) || error.outcome !== 'unknown' || error.code === 'session-lost')
      throw error;
    if (!(await isApplied())) await write();
  }
}
