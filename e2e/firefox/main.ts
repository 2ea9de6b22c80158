import { openSandbox } from '../../test/corpora/sandbox/harness.ts';
import { runAll } from '../../test/corpora/sandbox/run-all.ts';
import { openFirefoxPage } from './firefox-page.ts';

// The sandbox corpus in Firefox, or the cases named: `node e2e/firefox/main.ts SBX-S028 SBX-S036`.
const sandbox = await openSandbox(openFirefoxPage);
const failed = await runAll(sandbox, process.argv.slice(2));
await sandbox.close();
process.exitCode = failed.length > 0 ? 1 : 0;
