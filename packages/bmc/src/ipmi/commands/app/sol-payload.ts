/** Serial over LAN among the payload types, IPMI 2.0 table 13-16. */
export const solPayloadType = 0x01;

/** BMCs have one instance of it; those that have more are used by their first. */
export const solInstance = 0x01;
