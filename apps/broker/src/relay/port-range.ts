/** UDP ports that relays are opened on, both ends included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Every port of the range once: the preferred one first, then from `start` on, round to where it began. With a start that
 * moves on, a port rests for as long as the range allows before it is somebody else's.
 */
export function* portsToTry(
  { first, last }: PortRange,
  { preferred, start }: { readonly preferred?: number | undefined; readonly start: number },
): Generator<number> {
  const count = last - first + 1;
  if (preferred !== undefined && preferred >= first && preferred <= last) yield preferred;
  for (let step = 0; step < count; step++) {
    const port = first + ((start + step) % count);
    if (port !== preferred) yield port;
  }
}

/** Whether the kernel gives ports of this range to outgoing connections: one may then be taken when it is wanted. */
export function meetsOutgoingPorts(range: PortRange, outgoing: PortRange): boolean {
  return range.first <= outgoing.last && outgoing.first <= range.last;
}

/** What Linux has in `/proc/sys/net/ipv4/ip_local_port_range`; `undefined` for anything else. */
export function readOutgoingPorts(text: string): PortRange | undefined {
  const [, first, last] = /^\s*(\d+)\s+(\d+)\s*$/.exec(text) ?? [];
  return first === undefined || last === undefined ? undefined : { first: Number(first), last: Number(last) };
}
