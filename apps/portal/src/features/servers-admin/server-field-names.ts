/** Fields of the server form that show their own error. */
const names = ['name', 'rack', 'serial', 'ipAddresses', 'organisationId', 'siteId'];

export function isServerField(field: string): boolean {
  return names.includes(field) || field.startsWith('ipAddresses.');
}
