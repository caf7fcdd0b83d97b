/** What desktop VS Code runs in its extension host: the tests, and a report of them, whose absence is a failure. */
import { writeFileSync } from 'node:fs';
import { runTests } from './hostMocha.ts';

export async function run(): Promise<void> {
  const { CNN_LAB_TEST_BUNDLE: bundle, CNN_LAB_TEST_MOCHA: mocha, CNN_LAB_TEST_REPORT: report } = process.env;
  if (!bundle || !mocha || !report) throw new Error('Started by scripts/vscode/desktopTests.ts only.');
  const counts = await runTests(bundle, mocha, (line) => console.log(line));
  writeFileSync(report, JSON.stringify(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} tests failed.`);
}
