/** The places of one BMC's resources, found once per connection. */
import { BmcError } from '../../errors.ts';
import { type VendorQuirks, vendorOf } from '../../vendors/vendor.ts';
import { linkAt } from '../http/json.ts';
import type { RedfishClient } from '../http/redfish-client.ts';

export interface RedfishService {
  readonly client: RedfishClient;
  readonly quirks: VendorQuirks;
  /** Path of the first system: one BMC of a rented server has one. */
  system(): Promise<string>;
  manager(): Promise<string>;
  /** `undefined` where the BMC has none. */
  chassis(): Promise<string | undefined>;
  accountService(): string;
}

export function createService(client: RedfishClient): RedfishService {
  const found = new Map<string, Promise<string | undefined>>();

  function first(collection: string, fallback: string): Promise<string | undefined> {
    const known = found.get(collection);
    if (known !== undefined) return known;
    const looking = client
      .members(linkAt(client.root, collection) ?? fallback)
      .then(([member]) => member)
      .catch((error: unknown) => {
        found.delete(collection);
        throw error;
      });
    found.set(collection, looking);
    return looking;
  }

  async function firstOrThrow(collection: string, fallback: string): Promise<string> {
    const path = await first(collection, fallback);
    if (path !== undefined) return path;
    throw new BmcError('not-supported', `The BMC lists no ${collection}.`, {
      outcome: 'not-applied',
      retry: 'never',
    });
  }

  return {
    client,
    quirks: vendorOf(client.root),
    system: () => firstOrThrow('Systems', '/redfish/v1/Systems'),
    manager: () => firstOrThrow('Managers', '/redfish/v1/Managers'),
    chassis: () => first('Chassis', '/redfish/v1/Chassis'),
    accountService: () => linkAt(client.root, 'AccountService') ?? '/redfish/v1/AccountService',
  };
}
