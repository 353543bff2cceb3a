/** A page that is open asks this often, and each time says that somebody looks: the broker keeps the readings as young. */
export const pageRefreshMs = 15_000;
