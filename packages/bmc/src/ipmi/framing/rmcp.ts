/** RMCP header, IPMI 2.0 §13.1.3: version 1.0, no RMCP acknowledgement, class IPMI. */
export const rmcpHeader = Buffer.from([0x06, 0x00, 0xff, 0x07]);

export const rmcpHeaderLength = 4;

/** The largest datagram that is looked at. Real BMCs stay below 300 bytes; 1500 covers an Ethernet frame. */
export const maxDatagramLength = 1500;

/** Whether the datagram starts like RMCP of class IPMI. The reserved and sequence bytes are not checked. */
export function isIpmiDatagram(datagram: Uint8Array): boolean {
  return datagram.length > rmcpHeaderLength && datagram[0] === 0x06 && datagram[3] === 0x07;
}
