import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { refuseTakenPorts } from './free-ports.ts';

const ports = {
  portal: 27_000,
  gateway: 27_001,
  ops: 27_002,
  postgres: 27_003,
  guacd: 27_004,
  labBase: 27_100,
  relayBase: 27_600,
};
const everything = { lab: true, guacd: true };

test('free ports are no obstacle', async () => {
  await expect(refuseTakenPorts(ports, everything)).resolves.toBeUndefined();
});

test('a taken TCP port is named with its use and the variable that moves it', async () => {
  const holder = createServer().listen(27_000, '127.0.0.1');
  await once(holder, 'listening');
  onTestFinished(() => void holder.close());
  await expect(refuseTakenPorts(ports, everything)).rejects.toThrow(
    'TCP port 27000 (portal) is in use; set POSTERN_PORTAL_PORT to another.',
  );
});

test('a taken UDP port of a lab BMC is found, unless no lab is wanted', async () => {
  const holder = createSocket('udp4').bind(27_110, '127.0.0.1');
  await once(holder, 'listening');
  onTestFinished(() => void holder.close());
  await expect(refuseTakenPorts(ports, everything)).rejects.toThrow(
    /UDP port 27110 \(lab server db-02\).*LAB_PORT_BASE/,
  );
  await expect(refuseTakenPorts(ports, { lab: false, guacd: true })).resolves.toBeUndefined();
});
