import type { ServerShape } from '../../server/shapes/server.ts';

type HelpedServer = Pick<ServerShape, 'name' | 'rack' | 'serial' | 'ipAddresses' | 'site'>;

/** A mail link that tells the data-centre staff which machine it is; what is wrong is for the person to write. */
export function helpMailLink(mail: string, server: HelpedServer): string {
  const { name, rack, serial, ipAddresses, site } = server;
  const lines = [
    `Server: ${name}`,
    `Place: ${site.name}, ${rack}`,
    ...(serial === null ? [] : [`Serial number: ${serial}`]),
    ...(ipAddresses.length === 0 ? [] : [`Addresses: ${ipAddresses.join(', ')}`]),
    '',
    'What is wrong, and what to do:',
    '',
  ];
  const subject = `${name} (${rack}) needs hands`;
  return `mailto:${encodeURIComponent(mail).replaceAll('%40', '@')}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(lines.join('\r\n'))}`;
}
