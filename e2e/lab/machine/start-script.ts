import type { BootMedia } from '../disks/boot-media.ts';
import type { ServerPorts } from '../ports.ts';

/** What the machine behind one BMC is made of. Files without a folder lie in the machine's own. */
export type MachineParts = {
  readonly name: string;
  /** Absolute path of the machine's folder. */
  readonly folder: string;
  readonly ports: ServerPorts;
  readonly media: BootMedia;
};

/**
 * The text of `start-machine`, which starts QEMU in the background and takes boot options as arguments.
 *
 * TCG, not KVM: nested KVM fails in the real-mode code of boot loaders. `nice`, because a memory test takes all it gets.
 */
export function startScript(machine: MachineParts): string {
  const words = ['nice', '-n', '10', 'qemu-system-x86_64', ...machineArguments(machine)];
  return `#!/bin/sh\nexec ${words.map(quote).join(' ')} "$@"\n`;
}

function machineArguments({ name, folder, ports, media }: MachineParts): string[] {
  return [
    ['-name', name],
    // graphics=off makes the firmware mirror its text on the serial port, and so everything that draws by the firmware.
    ['-nodefaults', '-machine', 'pc,graphics=off', '-accel', 'tcg,tb-size=64', '-m', '128', '-vga', 'std'],
    ['-display', 'none', '-option-rom', media.idleRom],
    ['-drive', `file=${media.disk},format=raw,if=ide,index=0,snapshot=on`],
    ['-drive', `file=${media.cdrom},media=cdrom,if=ide,index=2,readonly=on`],
    ['-object', `secret,id=screen,file=${folder}/screen.password`],
    ['-vnc', `127.0.0.1:${ports.screen - 5900},password-secret=screen`],
    ['-chardev', `socket,id=serial,host=127.0.0.1,port=${ports.serialMachine},reconnect=1`],
    ['-serial', 'chardev:serial'],
    ['-netdev', `user,id=net,restrict=on,tftp=${media.tftpFolder},bootfile=${media.netbootFile}`],
    ['-device', 'virtio-net-pci,netdev=net'],
    ['-qmp', 'unix:chassis.sock,server=on,wait=off', '-qmp', 'unix:witness.sock,server=on,wait=off'],
    ['-daemonize', '-pidfile', `${folder}/qemu.pid`],
  ].flat();
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
