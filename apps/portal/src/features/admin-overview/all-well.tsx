import { CircleCheck } from 'lucide-react';
import Link from 'next/link';

export interface AllWellProps {
  readonly sites: readonly { readonly servers: number }[];
  readonly brokers: readonly { readonly alive: boolean }[];
}

/** Nothing needs anybody: says what was looked at, so that calm is not mistaken for blindness. */
export function AllWell({ sites, brokers }: AllWellProps) {
  const servers = sites.reduce((sum, site) => sum + site.servers, 0);
  const alive = brokers.filter((broker) => broker.alive).length;
  return (
    <section className="rounded-lg border border-n-6 bg-surface px-5 py-8 sm:px-8">
      <h2 className="flex items-center gap-2.5 text-lg font-semibold">
        <CircleCheck aria-hidden className="size-5 text-ok" />
        {sites.length === 0 ? 'No site yet' : 'Nothing needs you'}
      </h2>
      <p className="mt-1.5 max-w-prose text-n-11">
        {sites.length === 0
          ? 'A site appears as soon as its first broker has registered.'
          : 'No removal of access is late, every site has a broker, no BMC refuses its login or has gone silent, every server is handed over, and every BMC user is known.'}
      </p>
      <dl className="mt-6 flex flex-wrap gap-x-10 gap-y-4">
        <Fact label={sites.length === 1 ? 'Site' : 'Sites'} value={sites.length} href="/admin/sites" />
        <Fact
          label={alive === 1 ? 'Broker that answers' : 'Brokers that answer'}
          value={alive}
          href="/admin/sites"
        />
        <Fact label={servers === 1 ? 'Server' : 'Servers'} value={servers} href="/admin/servers" />
      </dl>
    </section>
  );
}

function Fact(props: { readonly label: string; readonly value: number; readonly href: string }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-sm text-n-11">{props.label}</dt>
      <dd className="text-xl font-semibold tabular-nums">
        <Link href={props.href} className="hover:underline">
          {props.value}
        </Link>
      </dd>
    </div>
  );
}
