export const usage = `usage: bmc -H host [-p port] -U user [options] <command>

  -I lanplus|redfish   protocol (lanplus)      -L USER|OPERATOR|ADMINISTRATOR
  -C 3|8|12|17         cipher suite            --pin SHA-256 of the certificate (redfish)
  --json               for programs

  power status|on|off|cycle|reset|soft
  boot status | boot none|pxe|disk|cdrom|bios [persistent] [uefi]
  chassis status|identify [seconds|force]|policy always-on|always-off|previous|poh|restart_cause
  sensors              sel [list|info|clear|time get|time set now]      fru
  user list            session list                        lan print
  sol info|activate|deactivate|payload status <slot>       channel info
  media list | media insert cd|usb|floppy URL | media eject [drive]
  bmc guid|selftest|reset cold|reset warm                  info
  raw <netfn> <command> [data]
  probe [slot …]       what this BMC really does; writes to an empty slot or a new account, and clears it
  posture [defaults] [port]   what is weak on this BMC, and what to do; port: of the other protocol
  certificate          what the BMC shows on its HTTPS port (-p), for --pin; no login

The password is read from BMC_PASSWORD (or IPMI_PASSWORD), or asked for; K_g from BMC_KEY in hexadecimal digits.
The words of ipmitool (chassis power status, sdr elist, mc reset cold, …) are understood, too.`;
