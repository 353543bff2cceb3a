/** A server of the lab as its hoster would describe it. Addresses are of the documentation ranges (RFC 5737). */
export type RentedServer = {
  readonly name: string;
  readonly tenant: string;
  readonly rack: string;
  readonly room: string;
  readonly ip: string;
  /** Simulated by `ipmi_sim` with a QEMU machine behind it, or by our own virtual BMC and screen. */
  readonly kind: 'ipmi_sim' | 'virtual';
  /** How the virtual BMC behaves; also what stands in for an `ipmi_sim` that cannot be installed. */
  readonly habit: 'postern-default' | 'openbmc' | 'supermicro' | 'idrac9' | 'ipmi_sim';
  /** The protocol that its hoster chose for it. */
  readonly protocol: 'ipmi' | 'redfish';
  /** User slots that temporary accounts may take; slot 2 holds the administrator. */
  readonly slots: readonly number[];
};

export const labSite = { slug: 'nbg1', name: 'Nuremberg 1' } as const;
export const labTenants = ['Nordlicht Hosting', 'Acme Analytics'] as const;

const [nordlicht, acme] = labTenants;
const eightSlots = [3, 4, 5, 6, 7, 8, 9, 10];

export const rentedServers: readonly RentedServer[] = [
  {
    name: 'web-07',
    tenant: nordlicht,
    rack: 'A12',
    room: 'Hall 1',
    ip: '203.0.113.17',
    kind: 'ipmi_sim',
    habit: 'ipmi_sim',
    protocol: 'ipmi',
    slots: eightSlots,
  },
  {
    name: 'db-02',
    tenant: acme,
    rack: 'B03',
    room: 'Hall 1',
    ip: '198.51.100.42',
    kind: 'ipmi_sim',
    habit: 'ipmi_sim',
    protocol: 'ipmi',
    slots: eightSlots,
  },
  {
    name: 'mail-03',
    tenant: nordlicht,
    rack: 'A12',
    room: 'Hall 1',
    ip: '203.0.113.23',
    kind: 'virtual',
    habit: 'supermicro',
    protocol: 'ipmi',
    slots: eightSlots,
  },
  {
    name: 'gpu-01',
    tenant: acme,
    rack: 'B03',
    room: 'Hall 1',
    ip: '198.51.100.57',
    kind: 'virtual',
    habit: 'openbmc',
    protocol: 'redfish',
    slots: eightSlots,
  },
  {
    name: 'edge-11',
    tenant: nordlicht,
    rack: 'B03',
    room: 'Hall 1',
    ip: '203.0.113.88',
    kind: 'virtual',
    habit: 'idrac9',
    protocol: 'redfish',
    slots: eightSlots,
  },
];

/** One more virtual server, for a lab that shall be larger: `node-01` and so on. */
export function extraServer(number: number): RentedServer {
  return {
    name: `node-${String(number).padStart(2, '0')}`,
    tenant: nordlicht,
    rack: 'C07',
    room: 'Hall 2',
    ip: `203.0.113.${100 + number}`,
    kind: 'virtual',
    habit: 'postern-default',
    protocol: 'ipmi',
    slots: eightSlots,
  };
}
