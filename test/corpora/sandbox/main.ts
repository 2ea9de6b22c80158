import { openSandbox } from './harness.ts';
import { runAll } from './run-all.ts';

// The whole corpus, or the cases named: `node test/corpora/sandbox/main.ts SBX-S028 SBX-S036`.
const sandbox = await openSandbox();
const failed = await runAll(sandbox, process.argv.slice(2));
await sandbox.close();
process.exitCode = failed.length > 0 ? 1 : 0;
