import type { Bmc, MediaKind, VirtualMedia } from '../../capabilities.ts';
import type { CommandOutput } from '../output.ts';
import { UsageError } from '../parse-arguments.ts';

const kinds: Readonly<Record<string, MediaKind>> = { cd: 'cd', usb: 'usb', floppy: 'floppy' };

export async function runMedia(
  bmc: Bmc,
  [word = 'list', first, second]: readonly string[],
): Promise<CommandOutput> {
  const media = mediaOf(bmc);
  if (word === 'list') {
    const drives = await media.drives();
    const lines = drives.map(
      ({ id, kinds: holds, inserted, image }) =>
        `${id} | ${holds.join(',')} | ${inserted ? (image ?? 'inserted') : 'empty'}`,
    );
    return { text: lines.join('\n'), json: drives };
  }
  if (word === 'eject') {
    await media.eject(first);
    return { text: 'Ejected.', json: { ejected: first ?? 'all' } };
  }
  const kind = first !== undefined && Object.hasOwn(kinds, first) ? kinds[first] : undefined;
  if (word !== 'insert' || kind === undefined || second === undefined)
    throw new UsageError('media needs list, insert cd|usb|floppy URL, or eject [drive].');
  const drive = await media.insert({ kind, imageUrl: second });
  return { text: `Inserted into ${drive.id}.`, json: drive };
}

function mediaOf({ media, protocol }: Bmc): VirtualMedia {
  if (media !== undefined) return media;
  throw new UsageError(
    protocol === 'ipmi'
      ? 'media needs -I redfish: IPMI has no such thing.'
      : 'This BMC has no virtual media.',
  );
}
