export interface ToolTarget {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly privilege: 'operator' | 'administrator';
}

/** A command to paste. It asks for the password, so that none ends in a shell's history or process list. */
export function ipmitoolLine({ host, port, username, privilege }: ToolTarget): string {
  const place = port === 623 ? host : `${host} -p ${port}`;
  return `ipmitool -I lanplus -H ${place} -U ${username} -L ${privilege.toUpperCase()} -a chassis power status`;
}

/** The same with FreeIPMI. */
export function ipmipowerLine({ host, port, username, privilege }: ToolTarget): string {
  const place = port === 623 ? host : host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return `ipmipower -D LAN_2_0 -h ${place} -u ${username} -l ${privilege.toUpperCase()} -P --stat`;
}
