export const usage = `usage: bmc -H host [-p port] -U user [-L privilege] [-C 3|17] [--json] <command>

  power status|on|off|cycle|reset|soft
  boot status | boot none|pxe|disk|cdrom|bios [persistent] [uefi]
  user list
  sensors
  sel [list|info|clear]
  fru
  sol info|deactivate
  info
  raw <netfn> <command> [data]

The password is read from BMC_PASSWORD, or asked for.`;
