'use client';
import type { BootDevice } from '@postern/domain';
import { Badge, Button, Card, Field, RadioGroup, RelativeTime, Select } from '@postern/ui';
import { type ReactNode, useState } from 'react';
import type { ServerShape } from '../../server/shapes/server.ts';
import { newClickKey } from '../data/click-key.ts';
import { ProblemNote } from '../data/problem-note.tsx';
import { bootDeviceWords } from '../power/action-text.ts';
import { useOperate } from '../power/use-operate.ts';
import { whyNotOperate } from '../power/why-not.ts';
import { shortestReason, useStaffReason } from '../staff/staff-reason.tsx';

const devices = ['disk', 'pxe', 'cd', 'bios-setup'] as const satisfies readonly BootDevice[];

export function BootCard({ server }: { readonly server: ServerShape }) {
  const { needed, text } = useStaffReason();
  const reason = text.trim();
  const { boot } = useOperate(server.id);
  const [device, setDevice] = useState<(typeof devices)[number]>('disk');
  const [often, setOften] = useState<'once' | 'always'>('once');
  const [firmware, setFirmware] = useState<'legacy' | 'uefi'>(server.boot?.firmware ?? 'uefi');
  const whyNot = whyNotOperate(server, { needed, given: reason.length >= shortestReason });
  const write = (chosen: BootDevice, persistent: boolean) =>
    boot.mutate({
      serverId: server.id,
      device: chosen,
      persistent,
      firmware,
      idempotencyKey: newClickKey(),
      ...(needed ? { reason } : {}),
    });
  return (
    <Card title="Next boot">
      <div className="grid gap-4">
        <Pending
          boot={server.boot}
          clear={
            <Button
              size="small"
              disabled={whyNot !== undefined}
              pending={boot.isPending && boot.variables.device === 'none'}
              onClick={() => write('none', false)}
            >
              Clear
            </Button>
          }
        />
        <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
          <div className="min-w-36 flex-1">
            <Field label="Start from">
              {(control) => (
                <Select
                  {...control}
                  value={device}
                  disabled={whyNot !== undefined}
                  onChange={(event) => setDevice(event.target.value as typeof device)}
                >
                  {devices.map((each) => (
                    <option key={each} value={each}>
                      {bootDeviceWords[each]}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
          <Field label="Firmware">
            {(control) => (
              <Select
                {...control}
                value={firmware}
                disabled={whyNot !== undefined}
                onChange={(event) => setFirmware(event.target.value as typeof firmware)}
              >
                <option value="uefi">UEFI</option>
                <option value="legacy">Legacy</option>
              </Select>
            )}
          </Field>
        </div>
        <RadioGroup
          label="How often"
          layout="row"
          value={often}
          disabled={whyNot !== undefined}
          onValueChange={setOften}
          options={[
            { value: 'once', label: 'Once' },
            { value: 'always', label: 'Always' },
          ]}
        />
        {boot.error && <ProblemNote error={boot.error} />}
        <div>
          <Button
            disabled={whyNot !== undefined}
            pending={boot.isPending && boot.variables.device !== 'none'}
            onClick={() => write(device, often === 'always')}
          >
            Set next boot
          </Button>
        </div>
      </div>
    </Card>
  );
}

function Pending({ boot, clear }: { readonly boot: ServerShape['boot']; readonly clear: ReactNode }) {
  if (boot === null) return <p className="text-n-11">Not read from the BMC yet. It starts as usual.</p>;
  if (!boot.pending) {
    return (
      <p className="text-n-11">
        Starts as usual: nothing is set. Read <RelativeTime at={boot.readAt} />.
      </p>
    );
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 rounded-md border border-accent-line bg-accent-soft px-3 py-2">
      <div>
        <div className="flex flex-wrap items-center gap-2 font-medium">
          {bootDeviceWords[boot.device]}, {boot.persistent ? 'always' : 'once'}
          <Badge tone="accent">
            {boot.persistent ? 'holds until cleared' : 'pending until the next start'}
          </Badge>
        </div>
        <div className="text-sm text-n-11">
          {boot.firmware === 'uefi' ? 'UEFI' : 'Legacy'} · read back from the BMC{' '}
          <RelativeTime at={boot.readAt} />
        </div>
      </div>
      {clear}
    </div>
  );
}
