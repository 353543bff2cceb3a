import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { WitnessedServer } from './lab-witness.ts';

const retryMs = 100;
const patienceMs = 40_000;

/**
 * Waits until the machine has written `words` to its serial port, as ipmitool reads it over serial over LAN. `act` runs
 * once the line is up: what a machine says before that is lost.
 */
export async function waitForSerialText(
  server: WitnessedServer,
  words: RegExp,
  act: () => Promise<void>,
): Promise<void> {
  const { bmc } = server.facts;
  const line = `ipmitool -I lanplus -C 3 -H ${bmc.host} -p ${bmc.port} -U ${bmc.username} -E sol activate`;
  // ipmitool wants a terminal; script(1) gives it one.
  const child = spawn('script', ['-qfc', line, '/dev/null'], {
    env: { PATH: '/usr/bin:/bin', IPMI_PASSWORD: server.bmcPassword },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const gone = once(child, 'exit');
  let text = '';
  child.stdout.on('data', (bytes) => {
    text += String(bytes);
  });
  const said = async (expected: RegExp) => {
    const deadline = Date.now() + patienceMs;
    while (!expected.test(text)) {
      if (Date.now() > deadline)
        throw new Error(`the serial port never said ${expected}, but: ${text.slice(-500)}`);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  };
  try {
    await said(/SOL Session operational/);
    await act();
    await said(words);
  } finally {
    child.stdin.end('\r~.'); // ends ipmitool's session; a BMC has only one
    await gone;
  }
}
