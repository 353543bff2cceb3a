import type { MediaDrive, MediaKind, VirtualMedia } from '../../capabilities.ts';
import { BmcError } from '../../errors.ts';
import { booleanAt, type Json, linkAt, objectAt, textAt, textsAt } from '../http/json.ts';
import { pathOf } from '../http/redfish-client.ts';
import type { RedfishService } from './service.ts';

interface DriveResource {
  readonly path: string;
  readonly drive: MediaDrive;
  readonly insertTarget: string | undefined;
  readonly ejectTarget: string | undefined;
}

const kindsOf: Readonly<Record<string, MediaKind>> = {
  CD: 'cd',
  DVD: 'cd',
  USBStick: 'usb',
  Floppy: 'floppy',
};

/** `undefined` where neither the manager nor the system has virtual drives. */
export async function findMedia(service: RedfishService): Promise<VirtualMedia | undefined> {
  for (const path of [await service.manager(), await service.system()]) {
    const { body } = await service.client.get(path);
    const link = linkAt(body, 'VirtualMedia');
    if (link !== undefined) return createMedia(service, pathOf(link));
  }
  return undefined;
}

function createMedia(service: RedfishService, collection: string): VirtualMedia {
  const { client } = service;

  async function resources(): Promise<readonly DriveResource[]> {
    const found: DriveResource[] = [];
    for (const path of await client.members(collection))
      found.push(describe(path, (await client.get(path)).body));
    return found;
  }

  async function eject({ drive, path, ejectTarget }: DriveResource): Promise<void> {
    if (!drive.inserted) return;
    if (ejectTarget === undefined) await client.patch(path, { Image: null, Inserted: false });
    else await client.post(ejectTarget, {});
  }

  return {
    drives: async () => (await resources()).map(({ drive }) => drive),
    async insert({ kind, imageUrl }) {
      const found = (await resources()).find(({ drive }) => drive.kinds.includes(kind));
      if (found === undefined) throw noDrive(kind);
      await eject(found);
      await insertInto(service, found, imageUrl);
      const { drive } = describe(found.path, (await client.get(found.path)).body);
      if (!drive.inserted) throw notKept();
      return drive;
    },
    async eject(driveId) {
      const wanted = (await resources()).filter(({ drive }) => driveId === undefined || drive.id === driveId);
      if (wanted.length === 0 && driveId !== undefined) throw noDrive('cd');
      for (const resource of wanted) await eject(resource);
    },
  };
}

/** Vendors refuse what others need: the next form is tried only after a plain refusal. */
async function insertInto(
  { client, quirks }: RedfishService,
  drive: DriveResource,
  image: string,
): Promise<void> {
  const bodies: Readonly<Record<(typeof quirks.insertBodies)[number], Json>> = {
    full: { Image: image, Inserted: true, WriteProtected: true },
    inserted: { Image: image, Inserted: true },
    image: { Image: image },
  };
  let refusal: unknown;
  for (const form of quirks.insertBodies) {
    try {
      if (drive.insertTarget === undefined) await client.patch(drive.path, bodies[form]);
      else await client.post(drive.insertTarget, bodies[form]);
      return;
    } catch (error) {
      if (!(error instanceof BmcError) || error.code !== 'rejected' || error.outcome !== 'not-applied')
        throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

function describe(path: string, body: Json): DriveResource {
  const kinds = textsAt(body, 'MediaTypes').map((type) => kindsOf[type]);
  const image = textAt(body, 'Image');
  const target = (name: string) => {
    const link = textAt(objectAt(body, 'Actions', name), 'target');
    return link === undefined ? undefined : pathOf(link);
  };
  return {
    path,
    drive: {
      id: textAt(body, 'Id') ?? path.slice(path.lastIndexOf('/') + 1),
      kinds: [...new Set(kinds.filter((kind) => kind !== undefined))],
      inserted: booleanAt(body, 'Inserted') ?? false,
      image: image === undefined || image === '' ? undefined : image,
    },
    insertTarget: target('#VirtualMedia.InsertMedia'),
    ejectTarget: target('#VirtualMedia.EjectMedia'),
  };
}

function noDrive(kind: MediaKind): BmcError {
  return new BmcError('not-supported', `The BMC has no such virtual drive (${kind}).`, {
    outcome: 'not-applied',
    retry: 'never',
  });
}

function notKept(): BmcError {
  return new BmcError('not-kept', 'The BMC took the image and does not show it in its drive.', {
    outcome: 'unknown',
    retry: 'later',
  });
}
