import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { openServerPage, type ServerPage } from '../../e2e/pages/server-page.ts';
import { powerStatusAs, type TenantLogin } from '../../e2e/witness/ipmitool.ts';
import type { WitnessedServer } from '../../e2e/witness/lab-witness.ts';
import type { Figure } from './figure.ts';
import { socketClosedAt, timeClick } from './timed-page.ts';

/** What the measurements need of the running product and lab. */
export type BenchStage = {
  readonly page: Page;
  readonly serverId: string;
  readonly server: WitnessedServer;
  /** The account that stands on the server's BMC now. */
  liveAccount(): Promise<TenantLogin>;
  /** When the server's live grant ends, in milliseconds since 1970. */
  endOfGrant(): Promise<number>;
  /** Ends whatever grant stands on the server, and waits for the proof. */
  clearAccess(): Promise<void>;
};

const active = { element: '[aria-label="IPMI access"], section', words: 'Ends at' };
const runs = 5;
const expiryRuns = 3;

/** From the click on "Request IPMI access" to the account on the page, its login proven on `ipmi_sim` before. */
export async function measureRequest(stage: BenchStage): Promise<Figure> {
  const values = await repeat(runs, async () => {
    await stage.clearAccess();
    const serverPage = await open(stage);
    const button = serverPage.access.getByRole('button', { name: 'Request IPMI access' });
    const { clickedAt, seenAt } = await timeClick(stage.page, button, active);
    const { succeeded } = await powerStatusAs(await stage.liveAccount());
    if (!succeeded) throw new Error('ipmitool is refused although access is active');
    return seenAt - clickedAt;
  });
  return { name: 'click → account proven, on the page', unit: 'ms', target: 1000, runs: values };
}

/** From the click that confirms a reset to the moment at which the BMC's chassis hears of it. */
export async function measurePower(stage: BenchStage): Promise<Figure> {
  const serverPage = await open(stage);
  const { power } = serverPage;
  const values = await repeat(runs, async () => {
    const before = stage.server.machine.requests().length;
    await power.getByRole('button', { name: 'Force restart' }).click();
    const confirm = stage.page.getByRole('alertdialog').getByRole('button', { name: 'Force restart' });
    const done = { element: '[aria-live]', words: 'done' };
    const { clickedAt } = await timeClick(stage.page, confirm, done);
    const request = stage.server.machine
      .requests()
      .slice(before)
      .find(({ what }) => what === 'reset');
    if (request === undefined) throw new Error('no reset reached the BMC');
    await serverPage.untilDone('Force restart');
    return request.atMs - clickedAt;
  });
  return { name: 'power click → command at the BMC', unit: 'ms', target: 150, runs: values };
}

/** From the click on "Console" to the first picture. */
export async function measureFirstFrame(stage: BenchStage, engine: 'guacd' | 'direct'): Promise<Figure> {
  const values = await repeat(runs, async () => {
    const serverPage = await open(stage);
    const live = { element: 'header [role="status"]', words: `connected${engine}` };
    const { clickedAt, seenAt } = await timeClick(stage.page, serverPage.console, live);
    return seenAt - clickedAt;
  });
  const target = engine === 'guacd' ? 500 : 200;
  return { name: `click → first console frame, ${engine}`, unit: 'ms', target, runs: values };
}

/** How late `ipmitool` is refused and the console is closed when a grant ends by itself. */
export async function measureExpiry(stage: BenchStage): Promise<Figure[]> {
  const refusals: number[] = [];
  const closings: number[] = [];
  for (let run = 0; run < expiryRuns; run += 1) {
    await stage.clearAccess();
    const serverPage = await open(stage);
    await serverPage.request({ duration: '15 s' });
    await serverPage.untilActive();
    const login = await stage.liveAccount();
    const endsAt = await stage.endOfGrant();
    await serverPage.console.click();
    await stage.page.locator('[data-console-phase="live"]').waitFor();
    await sleep(Math.max(0, endsAt - 200 - Date.now()));
    while ((await powerStatusAs(login)).succeeded);
    refusals.push(Math.max(0, Date.now() - endsAt));
    await stage.page.locator('[data-console-phase="closed"]').waitFor();
    closings.push(Math.max(0, (await socketClosedAt(stage.page)) - endsAt));
  }
  return [
    { name: 'expiry → ipmitool refused', unit: 'ms', target: 2000, runs: refusals },
    { name: 'deadline → last byte of the console', unit: 'ms', target: 1000, runs: closings },
  ];
}

function open({ page, serverId, server }: BenchStage): Promise<ServerPage> {
  return openServerPage(page, serverId, server.facts.name);
}

async function repeat(times: number, once: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let run = 0; run < times; run += 1) values.push(await once());
  return values;
}
