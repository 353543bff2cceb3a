/** What the machine can do; each is worth something on its own, so that callers go on with what works. */
export type Capability = 'ipmiSim' | 'qemu' | 'bootDisks' | 'ipmitool' | 'freeipmi' | 'guacd' | 'chromium';

/** Which commands ask for a package: the browser (113 MB) is for the tests alone. */
export type Purpose = 'start' | 'test';

/** A Debian package and what Postern has it for. */
export type SystemPackage = {
  readonly name: string;
  readonly capability: Capability;
  readonly why: string;
  readonly purpose: Purpose;
};

export const systemPackages: readonly SystemPackage[] = [
  lab('openipmi', 'ipmiSim', 'ipmi_sim, the BMC of two lab servers, which nobody here wrote'),
  lab('socat', 'qemu', "how the lab's chassis script speaks to a running machine"),
  lab('qemu-system-x86', 'qemu', 'the machine behind those BMCs'),
  lab('seabios', 'qemu', "that machine's firmware"),
  lab('ipxe-qemu', 'qemu', 'its network boot'),
  lab('grub-common', 'bootDisks', 'grub-mkrescue, which builds the disks that the lab servers boot'),
  lab('grub-pc-bin', 'bootDisks', "GRUB's own modules for those disks"),
  lab('xorriso', 'bootDisks', 'writes those disks'),
  lab('mtools', 'bootDisks', 'used by grub-mkrescue'),
  lab('memtest86+', 'bootDisks', 'an entry of the boot menu, and the rescue CD'),
  lab('ipxe', 'bootDisks', 'an entry of the boot menu'),
  lab('ipmitool', 'ipmitool', 'the command line that tenants use, and the witness of the tests'),
  // guacd itself is fetched from Debian's older release, see guacd.ts; these are the libraries it is linked with.
  ...[
    'libcairo2',
    'libjpeg62-turbo',
    'libossp-uuid16',
    'libpng16-16',
    'libpulse0',
    'libssh2-1',
    'libvncclient1',
  ].map((name) => lab(name, 'guacd', 'a library of guacd')),
  {
    name: 'freeipmi-tools',
    capability: 'freeipmi',
    why: 'a second witness and the speed to beat',
    purpose: 'test',
  },
  { name: 'chromium', capability: 'chromium', why: 'the browser of the end-to-end tests', purpose: 'test' },
];

/** What a person does without when the packages of a capability cannot be had. */
export const withoutCapability: Readonly<Record<Capability, string>> = {
  ipmiSim: 'lab servers run on the virtual BMC only',
  qemu: 'lab servers run on the virtual BMC only',
  bootDisks: 'lab servers run on the virtual BMC only',
  ipmitool: 'no outside witness for accounts',
  freeipmi: 'no comparison with FreeIPMI',
  guacd: 'consoles use the direct engine',
  chromium: 'no browser tests',
};

function lab(name: string, capability: Capability, why: string): SystemPackage {
  return { name, capability, why, purpose: 'start' };
}
