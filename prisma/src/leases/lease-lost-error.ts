/** Somebody else holds the BMC now. Whatever was read under the lease may be old: write nothing. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
  readonly bmcId: string;
  constructor(bmcId: string) {
    super(`the lease of BMC ${bmcId} is no longer ours`);
    this.bmcId = bmcId;
  }
}
