import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { idleRom } from './idle-rom.ts';

/** Absolute paths of what one machine boots from. */
export type BootMedia = {
  readonly disk: string;
  readonly cdrom: string;
  readonly tftpFolder: string;
  /** Name below `tftpFolder`. */
  readonly netbootFile: string;
  readonly idleRom: string;
};

/** Which of the disks of this folder a server has. */
export type DiskKind = 'web' | 'db';

const sources = import.meta.dirname;
const memtest = ['/boot/memtest86+x64.bin', '/boot/memtest86+.bin'];
const ipxe = ['/boot/ipxe.lkrn', '/usr/lib/ipxe/ipxe.lkrn'];

/**
 * Builds what the lab's machines boot, out of Debian's packages: GRUB, memtest86+ and iPXE. Kept in `cacheDir` under a
 * name that changes with the sources, so that only the first start (or a changed menu) pays the half second per image.
 */
export function buildBootMedia(name: string, disk: DiskKind, cacheDir: string): BootMedia {
  const tftpFolder = path.join(cacheDir, 'netboot');
  const rom = path.join(cacheDir, 'idle.rom');
  mkdirSync(tftpFolder, { recursive: true });
  copyFileSync(path.join(sources, 'netboot.ipxe'), path.join(tftpFolder, 'netboot.ipxe'));
  writeFileSync(rom, idleRom());
  const menu = disk === 'db' ? { 'boot/menu.ipxe': template('db-menu.ipxe', name) } : {};
  return {
    disk: image(cacheDir, name, { 'boot/grub/grub.cfg': template(`${disk}-disk.cfg`, name), ...menu }),
    cdrom: image(cacheDir, 'rescue', { 'boot/grub/grub.cfg': template('rescue-cd.cfg', name) }),
    tftpFolder,
    netbootFile: 'netboot.ipxe',
    idleRom: rom,
  };
}

function template(file: string, name: string): string {
  return readFileSync(path.join(sources, file), 'utf8').replaceAll('@NAME@', name);
}

/** A GRUB image that boots from a CD drive and, being a hybrid, from a disk as well. */
function image(cacheDir: string, name: string, files: Readonly<Record<string, string>>): string {
  const programs = { 'boot/memtest': firstOf(memtest), 'boot/ipxe.lkrn': firstOf(ipxe) };
  const hash = createHash('sha256').update(JSON.stringify(files));
  for (const file of Object.values(programs)) hash.update(readFileSync(file));
  const target = path.join(cacheDir, `${name}-${hash.digest('hex').slice(0, 12)}.iso`);
  if (existsSync(target)) return target;
  const tree = `${target}.${process.pid}.tree`;
  try {
    for (const [where, text] of Object.entries(files)) writeFileSync(madeFor(path.join(tree, where)), text);
    for (const [where, file] of Object.entries(programs)) copyFileSync(file, madeFor(path.join(tree, where)));
    makeImage(tree, `${target}.${process.pid}`);
    for (const old of readdirSync(cacheDir)) {
      if (new RegExp(`^${name}-[0-9a-f]{12}\\.iso$`).test(old)) rmSync(path.join(cacheDir, old));
    }
    renameSync(`${target}.${process.pid}`, target);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
  return target;
}

function makeImage(tree: string, target: string): void {
  const result = spawnSync('grub-mkrescue', ['-o', target, tree, '--modules=biosdisk iso9660'], {
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`grub-mkrescue failed: ${result.error?.message ?? result.stderr}`);
}

function madeFor(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  return file;
}

function firstOf(files: readonly string[]): string {
  const found = files.find((file) => existsSync(file));
  if (found === undefined) throw new Error(`none of ${files.join(', ')} is installed`);
  return found;
}
