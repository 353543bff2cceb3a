/** One relay before a BMC that nobody here wrote, with the tools that tenants use. No database: see carried-access.lab.ts. */
import { execFile, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { Secret } from '@postern/bmc';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runIpmitool } from '../../../packages/bmc/test/run-ipmitool.ts';
import { type IpmiSim, startIpmiSim } from '../../../packages/bmc/test/start-ipmi-sim.ts';
import { createFakeClock } from '../src/console/testing/fake-clock.ts';
import { bindFront } from '../src/relay/front.ts';
import { createRelay, type Permission, type Relay } from '../src/relay/relay.ts';
import { until } from './support/site.ts';
import { firstQuestion, openSender } from './support/udp.ts';

const run = promisify(execFile);
const login = { username: 'ipmiusr', password: 'test' };

let sim: IpmiSim;
const open: { close(): unknown }[] = [];
beforeAll(async () => {
  sim = await startIpmiSim();
});
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.close();
});
afterAll(() => sim.stop());

const clock = createFakeClock();

async function startRelay(permission: Partial<Permission> = {}): Promise<Relay & { sessions: number[] }> {
  for (let port = 20_000 + Math.floor(Math.random() * 9_000); ; port++) {
    const front = await bindFront(['127.0.0.1', '::1'], port);
    if (front === undefined) continue;
    const sessions: number[] = [];
    const password = new Secret(login.password);
    const relay = createRelay({ front, clock, password, onSession: (id) => sessions.push(id) });
    open.push({ close: () => relay.cut('grant-ended') });
    relay.permit(
      {
        bmc: { host: '127.0.0.1', port: sim.target.port },
        sources: { ipv4: '127.0.0.1', ipv6: null },
        secondsLeft: 3_600,
        ...permission,
      },
      clock.now(),
    );
    return { ...relay, sessions };
  }
}

test('ipmitool, FreeIPMI and fence_ipmilan work through it as they are', async () => {
  const relay = await startRelay();
  const { port } = relay;
  expect(await runIpmitool({ ...login, port }, 'chassis', 'power', 'status')).toMatchObject({
    output: expect.stringContaining('Chassis Power is'),
  });
  expect(await runIpmitool({ ...login, port }, 'user', 'list', '1')).toMatchObject({
    output: expect.stringContaining(login.username),
  });
  const place = ['-D', 'LAN_2_0', '-h', `127.0.0.1:${port}`, '-u', login.username, '-p', login.password];
  const privileged = ['-l', 'ADMIN', '-W', 'opensesspriv', '--stat'];
  expect((await run('ipmipower', [...place, ...privileged])).stdout).toMatch(/: o(n|ff)/);
  const fence = [
    '-a',
    '127.0.0.1',
    '-u',
    String(port),
    '-l',
    login.username,
    '-p',
    login.password,
    '-P',
    '-C',
    '3',
  ];
  const { stdout } = await run('fence_ipmilan', [...fence, '-o', 'status']).catch(
    // A machine that is off is told by the exit code.
    (error: { stdout: string }) => error,
  );
  expect(stdout).toMatch(/Status: O(N|FF)/);
  const { refused, datagramsToBmc, datagramsToClient } = relay.counter.read();
  expect(refused).toEqual({});
  expect(datagramsToBmc).toBeGreaterThan(30);
  expect(datagramsToClient).toBeGreaterThan(30);
  expect(relay.sessions.length).toBeGreaterThanOrEqual(4);
});

test('tools that run at the same time each get their own answers', async () => {
  const { port } = await startRelay();
  const results = await Promise.all(
    Array.from({ length: 6 }, () => runIpmitool({ ...login, port }, 'mc', 'info')),
  );
  expect(results.map(({ succeeded }) => succeeded)).toEqual(Array(6).fill(true));
});

test('nothing passes from another address, of either family, until the access is moved there', async () => {
  const relay = await startRelay();
  const elsewhere = await openSender('127.0.0.2');
  const other = await openSender('::1');
  const here = await openSender('127.0.0.1');
  open.push(elsewhere, other, here);
  for (const sender of [elsewhere, other, here]) await sender.send(firstQuestion, relay.port);
  await until(async () => here.received.length === 1 && relay.counter.read().refused.stranger === 2);
  expect([elsewhere.received, other.received]).toEqual([[], []]);

  const bmc = { host: '127.0.0.1', port: sim.target.port };
  relay.permit({ bmc, sources: { ipv4: '127.0.0.2', ipv6: '::1' }, secondsLeft: 60 }, clock.now());
  for (const sender of [here, elsewhere, other]) await sender.send(firstQuestion, relay.port);
  await until(async () => elsewhere.received.length === 1 && other.received.length === 1);
  expect(here.received).toHaveLength(1);
});

test('before its time begins it carries nothing', async () => {
  const front = await until(async () => bindFront(['127.0.0.1'], 20_000 + Math.floor(Math.random() * 9_000)));
  const relay = createRelay({ front, clock });
  const sender = await openSender('127.0.0.1');
  open.push(sender, { close: () => relay.cut('grant-ended') });
  await sender.send(firstQuestion, relay.port);
  await until(async () => relay.counter.read().refused['not-open'] === 1);
  expect(relay.counter.read().datagramsToBmc).toBe(0);
});

test('at its end a running ipmitool gets no more answers, although the BMC would go on', async () => {
  const relay = await startRelay({ secondsLeft: 10 });
  const way = await startSwitch(relay.port);
  const shell = startShell(way.port);
  open.push(way, shell);
  await shell.ask();
  clock.advance(9_999);
  await shell.ask();
  clock.advance(1);
  const before = relay.counter.read();
  await shell.askInVain();
  expect(relay.counter.read()).toEqual(before);
  // The same session, past the relay: ipmi_sim keeps it as if nothing had happened.
  way.leadTo(sim.target.port);
  await shell.ask();
});

test('at its end a serial console falls silent, although the BMC goes on sending', async () => {
  const relay = await startRelay({ secondsLeft: 10 });
  const console = startSerialConsole(relay.port);
  open.push(console);
  await until(async () => /SOL Session operational/.test(console.text()));
  const line = await sim.serialLine();
  line.write('before the end\r\n');
  await until(async () => console.text().includes('before the end'));
  clock.advance(10_000);
  line.write('after the end\r\n');
  const { datagramsToClient } = relay.counter.read();
  // ipmi_sim repeats what nobody acknowledges: it has surely sent when its port takes a question again.
  const direct = await runIpmitool({ ...login, port: sim.target.port }, 'mc', 'info');
  expect(direct.succeeded).toBe(true);
  expect(console.text()).not.toContain('after the end');
  expect(relay.counter.read().datagramsToClient).toBe(datagramsToClient);
});

test('a flood starves no other relay and does not grow this process', async () => {
  const [flooded, other] = [await startRelay(), await startRelay()];
  const before = process.memoryUsage().rss;
  const flood = startFlood(flooded.port);
  open.push(flood);
  await until(async () => (flooded.counter.read().refused.stranger ?? 0) > 0);
  const during = await runIpmitool({ ...login, port: other.port }, 'mc', 'info');
  expect(during.succeeded).toBe(true);
  await flood.over;
  const { refused } = flooded.counter.read();
  expect(refused.stranger).toBeGreaterThan(1_000);
  expect(refused['not-ipmi']).toBeGreaterThan(1_000);
  expect(refused.rate).toBeGreaterThan(0);
  expect(flooded.clients()).toBeLessThanOrEqual(32);
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(100);
});

/** Carries between one client and whichever port it leads to. */
async function startSwitch(firstPort: number) {
  const [front, back] = [createSocket('udp4'), createSocket('udp4')];
  let [target, client] = [firstPort, 0];
  front.on('message', (datagram, { port }) => {
    client = port;
    back.send(datagram, target, '127.0.0.1');
  });
  back.on('message', (datagram) => front.send(datagram, client, '127.0.0.1'));
  for (const socket of [front, back]) await once(socket.bind(0, '127.0.0.1'), 'listening');
  return {
    port: front.address().port,
    leadTo(port: number) {
      target = port;
    },
    close() {
      front.close();
      back.close();
    },
  };
}

/** One ipmitool with one session, which is asked again and again. */
function startShell(port: number) {
  const place = ['-H', '127.0.0.1', '-p', String(port), '-U', login.username, '-P', login.password];
  const child = spawn('ipmitool', ['-I', 'lanplus', '-C', '3', ...place, '-N', '1', '-R', '1', 'shell'], {
    env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent' },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (text += String(bytes)));
  async function said(words: RegExp) {
    text = '';
    child.stdin.write('chassis power status\n');
    await until(async () => words.test(text), 40_000);
  }
  return {
    ask: () => said(/Chassis Power is/),
    askInVain: () => said(/Unable to get Chassis Power Status/),
    close: () => child.kill('SIGKILL'),
  };
}

function startSerialConsole(port: number) {
  const line = `ipmitool -I lanplus -C 3 -H 127.0.0.1 -p ${port} -U ${login.username} -E sol activate`;
  // ipmitool wants a terminal; script(1) gives it one.
  const child = spawn('script', ['-qfc', line, '/dev/null'], {
    env: { PATH: '/usr/bin:/bin', IPMI_PASSWORD: login.password },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.on('data', (bytes) => (text += String(bytes)));
  return {
    text: () => text,
    close: () => child.kill('SIGKILL'),
  };
}

/** A hundred thousand datagrams from a process of its own: strangers', broken ones, and questions that look right. */
function startFlood(port: number) {
  const program = `
    const { createSocket } = require('node:dgram');
    const question = Buffer.from('${firstQuestion.toString('hex')}', 'hex');
    const kinds = [['127.0.0.2', question], ['127.0.0.1', Buffer.alloc(600, 6)], ['127.0.0.1', question]];
    const sockets = kinds.map(([address]) => createSocket('udp4').bind(0, address));
    let left = 100000;
    const send = () => {
      if (left-- <= 0) return process.exit(0);
      sockets[left % 3].send(kinds[left % 3][1], ${port}, '127.0.0.1', send);
    };
    setTimeout(() => { for (let lane = 0; lane < 8; lane++) send(); }, 50);`;
  const child = spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
  const over = once(child, 'exit').then(() => undefined);
  return { over, close: () => child.kill('SIGKILL') };
}
