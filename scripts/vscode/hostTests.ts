/**
 * Runs tests inside the extension host: `node scripts/vscode/hostTests.ts REPORT [NAME …]` runs
 * test/vscode/`NAME.vscode.ts` (those whose name contains a NAME) and writes their counts to REPORT.
 */
import { writeFile } from 'node:fs/promises';
import { closeBrowser } from './browser.ts';
import { bundleHostTests } from './hostBundle.ts';
import { startVSCode } from './startVSCode.ts';

const [report, ...names] = process.argv.slice(2);
if (!report) throw new Error('Usage: node scripts/vscode/hostTests.ts REPORT [NAME …]');

const bundle = await bundleHostTests(names);
const code = await startVSCode({ openFile: 'lenet5.cnn.ts' });
try {
  const counts = await code.runTests(bundle);
  await writeFile(report, JSON.stringify(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
} finally {
  await code.close();
  await closeBrowser();
}
