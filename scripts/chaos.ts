/** `npm run chaos`: see e2e/chaos/README.md. */
import { runChaos } from '../e2e/chaos/run-chaos.ts';

// Not the exit code alone: brokers that were made to hang never end by themselves.
process.exit(await runChaos(process.argv.slice(2)));
