export type MediaKind = 'cd' | 'usb' | 'floppy';

/** One virtual drive of the machine. */
export interface MediaDrive {
  /** As the BMC names it, unique on it. */
  readonly id: string;
  readonly kinds: readonly MediaKind[];
  /** Some firmware goes on saying so after an image is gone. */
  readonly inserted: boolean;
  /** Absent when empty, or when the BMC does not tell. */
  readonly image: string | undefined;
}

export interface MediaToInsert {
  readonly kind: MediaKind;
  /** http(s) URL that the BMC itself fetches: it needs a route there, and many refuse self-signed certificates. */
  readonly imageUrl: string;
}

export interface VirtualMedia {
  drives(): Promise<readonly MediaDrive[]>;
  /** Ejects what is in the first drive of the kind, inserts, reads back. Resolves to the drive as it then is. */
  insert(media: MediaToInsert): Promise<MediaDrive>;
  /** Without an id: every drive. A drive that is empty already counts as ejected. */
  eject(driveId?: string): Promise<void>;
}
