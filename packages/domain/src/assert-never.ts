/** Closes an exhaustive `switch`: a new member of the union fails to compile where it is not handled. */
export function assertNever(value: never): never {
  throw new TypeError(`unhandled case: ${String(value)}`);
}
