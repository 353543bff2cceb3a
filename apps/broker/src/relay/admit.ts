/** What a relay carries, judged by the datagram alone: the way into an RMCP+ session, and its traffic. */
import { maxDatagramLength, type ReadDatagram, readDatagram } from '@postern/bmc';
import { assertNever } from '@postern/domain';

/** Why a datagram was not carried. Stable words: they are counted in rows and metrics. */
export type RelayRefusal =
  | 'stranger' // from an address that the access is not locked to
  | 'not-open' // access has not begun, or is over
  | 'size'
  | 'not-ipmi' // no RMCP of a kind that IPMI clients and BMCs use
  | 'old-session' // IPMI 1.5: its traffic is not encrypted
  | 'command' // outside of a session, and not a question that leads into one
  | 'cipher-suite' // one that leaves a session unprotected
  | 'unauthenticated' // session traffic that anybody could have written
  | 'rate'
  | 'clients' // too many client ports at one time
  | 'congestion' // the network does not take it
  | 'bmc-away';

export type Admission =
  | { readonly admitted: true; readonly datagram: ReadDatagram }
  | { readonly admitted: false; readonly reason: RelayRefusal };

const netFnApp = 0x06;
const netFnAppReply = 0x07;

/** Get System GUID, Get Channel Authentication Capabilities, Get Channel Cipher Suites: what tools ask before they log in. */
const questionsBeforeLogin: readonly number[] = [0x37, 0x38, 0x54];
/** Get Session Challenge and Activate Session begin a session of IPMI 1.5. */
const oldLogin: readonly number[] = [0x39, 0x3a];

export function admitFromClient(bytes: Uint8Array): Admission {
  if (bytes.length > maxDatagramLength) return refuse('size');
  const datagram = readDatagram(bytes);
  switch (datagram.kind) {
    case 'presence-ping':
      return admit(datagram);
    case 'sessionless':
      return admitQuestion(datagram, netFnApp);
    case 'open-session-request':
      return datagram.suite === undefined ? refuse('cipher-suite') : admit(datagram);
    case 'rakp':
      return datagram.message === 1 || datagram.message === 3 ? admit(datagram) : refuse('not-ipmi');
    case 'session':
      return datagram.authenticated ? admit(datagram) : refuse('unauthenticated');
    case 'old-session':
      return refuse('old-session');
    case 'presence-pong':
    case 'session-opened':
    case 'open-session-refused':
    case 'unknown':
      return refuse('not-ipmi');
    default:
      return assertNever(datagram);
  }
}

export function admitFromBmc(bytes: Uint8Array): Admission {
  if (bytes.length > maxDatagramLength) return refuse('size');
  const datagram = readDatagram(bytes);
  switch (datagram.kind) {
    case 'presence-pong':
    case 'open-session-refused':
      return admit(datagram);
    case 'sessionless':
      return admitQuestion(datagram, netFnAppReply);
    case 'session-opened':
      // A BMC may choose another suite than it was asked for.
      return datagram.suite === undefined ? refuse('cipher-suite') : admit(datagram);
    case 'rakp':
      return datagram.message === 2 || datagram.message === 4 ? admit(datagram) : refuse('not-ipmi');
    case 'session':
      return datagram.authenticated ? admit(datagram) : refuse('unauthenticated');
    case 'old-session':
      return refuse('old-session');
    case 'presence-ping':
    case 'open-session-request':
    case 'unknown':
      return refuse('not-ipmi');
    default:
      return assertNever(datagram);
  }
}

function admitQuestion(datagram: Extract<ReadDatagram, { kind: 'sessionless' }>, netFn: number): Admission {
  const { command } = datagram;
  if (datagram.netFn !== netFn) return refuse('command');
  if (questionsBeforeLogin.includes(command)) return admit(datagram);
  return refuse(oldLogin.includes(command) ? 'old-session' : 'command');
}

function admit(datagram: ReadDatagram): Admission {
  return { admitted: true, datagram };
}

function refuse(reason: RelayRefusal): Admission {
  return { admitted: false, reason };
}
