export interface ServiceReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What each resource begins with; generic clients go by the type. Versions as firmware of 2024 has them. */
export function resource(type: string, version: string, path: string, more: object): object {
  return { '@odata.type': `#${type}.${version}.${type}`, '@odata.id': path, Name: type, ...more };
}

export function ok(body: object, headers: Readonly<Record<string, string>> = {}): ServiceReply {
  return { status: 200, body, headers };
}

export function created(
  location: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): ServiceReply {
  return { status: 201, body, headers: { location, ...headers } };
}

export const noContent: ServiceReply = { status: 204 };

/** An error body as DSP0266 §8.6 has it. */
export function refuse(
  status: number,
  key: string,
  message: string,
  args: readonly string[] = [],
): ServiceReply {
  const info = {
    MessageId: `Base.1.12.${key}`,
    Message: message,
    MessageArgs: args,
    MessageSeverity: 'Critical',
    Resolution: 'See the message.',
  };
  return {
    status,
    body: { error: { code: `Base.1.12.${key}`, message, '@Message.ExtendedInfo': [info] } },
  };
}

export const notFound = refuse(404, 'ResourceMissingAtURI', 'The resource does not exist.');

/** `type`: of its members. */
export function collection(
  type: string,
  path: string,
  members: readonly string[],
  more: object = {},
): object {
  return {
    '@odata.type': `#${type}Collection.${type}Collection`,
    '@odata.id': path,
    Name: `${type} collection`,
    Members: members.map((member) => ({ '@odata.id': member })),
    'Members@odata.count': members.length,
    ...more,
  };
}
