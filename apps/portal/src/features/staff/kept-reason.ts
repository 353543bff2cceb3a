/** Why a member of staff works on a server is said once per tab: the page and the console of that server share it. */
const keyOf = (serverId: string) => `postern-reason:${serverId}`;

export function keepReason(serverId: string, reason: string): void {
  try {
    sessionStorage.setItem(keyOf(serverId), reason);
  } catch (error) {
    // A browser that keeps nothing asks again.
    if (!(error instanceof DOMException)) throw error;
  }
}

export function readKeptReason(serverId: string): string {
  try {
    return sessionStorage.getItem(keyOf(serverId)) ?? '';
  } catch (error) {
    if (error instanceof DOMException) return '';
    throw error;
  }
}
