/** A server as it stands in the form: everything is text until it is sent. */
export interface ServerDraft {
  readonly siteId: string;
  readonly name: string;
  readonly rack: string;
  readonly serial: string;
  /** Addresses apart by spaces, commas or lines. */
  readonly addresses: string;
  /** Empty: rented to nobody. */
  readonly organisationId: string;
}

/** What the server knows of a server that is changed. */
export interface ServerFacts {
  readonly site: { readonly id: string };
  readonly name: string;
  readonly rack: string;
  readonly serial: string | null;
  readonly ipAddresses: readonly string[];
  readonly organisation: { readonly id: string } | null;
}

export function serverDraftOf(server: ServerFacts): ServerDraft {
  return {
    siteId: server.site.id,
    name: server.name,
    rack: server.rack,
    serial: server.serial ?? '',
    addresses: server.ipAddresses.join('\n'),
    organisationId: server.organisation?.id ?? '',
  };
}

/** What `servers.create` and `servers.update` take, but for the id. */
export function serverInputOf(draft: ServerDraft) {
  const { name, rack, serial } = draft;
  return {
    name,
    rack,
    serial: serial.trim() === '' ? null : serial,
    ipAddresses: addressesOf(draft.addresses),
    organisationId: draft.organisationId === '' ? null : draft.organisationId,
  };
}

/** The addresses in a text, each once, in the order in which they were typed. */
export function addressesOf(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ''))];
}

/**
 * The sentence for the address field: a refusal names an address by its place (`ipAddresses.1`), a person needs to see
 * which one it is.
 */
export function addressError(
  fields: Readonly<Record<string, string>>,
  addresses: readonly string[],
): string | undefined {
  for (const [field, message] of Object.entries(fields)) {
    const place = /^ipAddresses\.(\d+)$/.exec(field)?.[1];
    if (place !== undefined) return `${addresses[Number(place)] ?? 'One of them'}: ${message}`;
  }
  return fields.ipAddresses;
}
