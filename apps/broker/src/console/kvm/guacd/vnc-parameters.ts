/** What we tell guacd about a VNC screen. Addresses and paths come from here only, never from a browser. */
export interface VncScreen {
  readonly host: string;
  readonly port: number;
  /** Empty when the screen asks for none. */
  readonly password: string;
  readonly readOnly: boolean;
}

/**
 * The whole list of guacd arguments that get a value. What is absent stays blank on purpose: recording paths and
 * sftp (files on guacd's disk), reverse-connect, repeater and wake-on-LAN (connections to elsewhere), audio.
 */
export function vncParameters(screen: VncScreen): Readonly<Record<string, string>> {
  return {
    hostname: screen.host,
    port: String(screen.port),
    password: screen.password,
    'read-only': screen.readOnly ? 'true' : '',
    // A BMC knows no clipboard, and what tenants copy elsewhere is none of its business.
    'disable-copy': 'true',
    'disable-paste': 'true',
    'disable-display-resize': 'true',
  };
}
