/** Makes this process's wall clock wrong by `offsetMs`. The monotonic clock goes on as it is. */
export function shiftDate(offsetMs: number): void {
  const now = (): number => realNow() + offsetMs;
  const realNow = Date.now;
  globalThis.Date = new Proxy(Date, {
    construct: (target, args: unknown[]) =>
      args.length === 0 ? new target(now()) : Reflect.construct(target, args),
    get: (target, property) => (property === 'now' ? now : Reflect.get(target, property)),
  });
}
