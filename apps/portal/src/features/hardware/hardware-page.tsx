'use client';
import type { HardwareDevice, HardwareField, InventoryContent } from '@postern/domain';
import { Badge, Card, CopyButton, EmptyState } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { ProblemNote } from '../data/problem-note.tsx';
import { useTRPC } from '../data/trpc.ts';
import { NotReadYet } from './not-read-yet.tsx';
import { pageRefreshMs } from './page-refresh.ts';
import { ReadingBar } from './reading-bar.tsx';

export function HardwarePage({ serverId }: { readonly serverId: string }) {
  const trpc = useTRPC();
  const { data, error } = useQuery(
    trpc.hardware.inventory.queryOptions({ serverId }, { refetchInterval: pageRefreshMs }),
  );
  if (data === undefined) return error ? <ProblemNote error={error} /> : null;
  const { state, inventory } = data;
  return (
    <>
      <ReadingBar serverId={serverId} state={state} summary={summaryOf(inventory)} />
      {inventory === null && <NotReadYet state={state} />}
      {inventory?.devices.every(({ areas }) => areas.length === 0) && (
        <EmptyState title="The BMC tells nothing of the parts of this machine" />
      )}
      {inventory !== null && <Devices devices={inventory.devices} />}
    </>
  );
}

const protocolWords = { ipmi: 'IPMI', redfish: 'Redfish' } as const;

function summaryOf(inventory: InventoryContent | null): string {
  if (inventory === null) return 'What the machine is made of';
  const { firmware, protocol } = inventory;
  const bmc = firmware === null ? 'BMC' : `BMC firmware ${firmware}`;
  return `${bmc}, over ${protocolWords[protocol]}`;
}

function Devices({ devices }: { readonly devices: readonly HardwareDevice[] }) {
  const told = devices.filter(({ areas }) => areas.length > 0);
  const silent = devices.filter(({ areas }) => areas.length === 0);
  return (
    <div className="grid gap-4">
      {told.map((device) => (
        <Card
          key={device.id}
          title={titleOf(device)}
          aside={device.damaged && <Badge tone="warn">damaged record</Badge>}
        >
          <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
            {device.areas.map(({ area, fields }) => (
              <section key={area} aria-label={`${titleOf(device)}: ${areaWords[area]}`}>
                <h3 className="mb-1.5 text-sm font-medium text-n-11">{areaWords[area]}</h3>
                <dl className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-x-3 gap-y-0.5">
                  {fields.map((field, place) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a BMC may tell the same field twice, and the list never reorders
                    <Field key={`${field.name} ${place}`} field={field} of={titleOf(device)} />
                  ))}
                </dl>
              </section>
            ))}
          </div>
        </Card>
      ))}
      {told.length > 0 && silent.length > 0 && (
        <p className="text-sm text-n-11">
          Without an inventory of their own: {silent.map(({ name }) => name).join(', ')}.
        </p>
      )}
    </div>
  );
}

/** Number 0 is the machine itself; BMCs call it "Builtin FRU Device" or less. */
function titleOf({ id, name }: HardwareDevice): string {
  return id === 0 ? 'This machine' : name;
}

const areaWords = {
  summary: 'Summary',
  chassis: 'Chassis',
  board: 'Board',
  product: 'Product',
} as const;

/** What people type into a ticket or a warranty form. */
const copied = /serial|part|asset|model|sku|uuid/i;

function Field({ field: { name, value }, of }: { readonly field: HardwareField; readonly of: string }) {
  const copy = copied.test(name);
  return (
    <>
      <dt className="py-1 text-n-11 first-letter:uppercase">{name}</dt>
      <dd className="flex min-w-0 items-center gap-1">
        <span className={copy ? 'min-w-0 break-all font-mono text-sm' : 'min-w-0 break-words'}>{value}</span>
        {copy && <CopyButton label={`${name} of ${of}`} value={value} />}
      </dd>
    </>
  );
}
