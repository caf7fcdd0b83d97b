/**
 * Runs tests inside the extension host: `node scripts/vscode/hostTests.ts REPORT [NAME …]` bundles
 * test/vscode/`NAME.vscode.ts` (those whose name contains a NAME) and writes their counts to REPORT.
 */
import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { out, root } from '../paths.ts';
import { closeBrowser } from './browser.ts';
import { startVSCode } from './startVSCode.ts';

const [report, ...names] = process.argv.slice(2);
if (!report) throw new Error('Usage: node scripts/vscode/hostTests.ts REPORT [NAME …]');

const files = globSync('test/vscode/**/*.vscode.ts', { cwd: root })
  .filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
  .sort();
const bundle = join(out, 'vscode-tests.cjs');
await build({
  stdin: { contents: files.map((file) => `import './${file}';`).join('\n'), resolveDir: root },
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  external: ['vscode'],
  sourcemap: 'inline',
});

const code = await startVSCode({ openFile: 'lenet5.cnn.ts' });
try {
  const counts = await code.runTests(bundle);
  await writeFile(report, JSON.stringify(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
} finally {
  await code.close();
  await closeBrowser();
}
