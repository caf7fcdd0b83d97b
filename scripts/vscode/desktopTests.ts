/**
 * The tests of the extension host in desktop VS Code: `node scripts/vscode/desktopTests.ts REPORT [NAME …]`.
 * `@vscode/test-electron` downloads it from Microsoft, and it needs a display (`xvfb-run` on a server), so this is
 * no part of `npm test`, which runs the same tests in VS Code from npm: ask for it by `npm test -- desktop`.
 */
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { cache, out, root } from '../paths.ts';
import { bundleHostTests } from './hostBundle.ts';

const [report, ...names] = process.argv.slice(2);
if (!report) throw new Error('Usage: node scripts/vscode/desktopTests.ts REPORT [NAME …]');

const entry = join(out, 'desktop-tests.cjs');
await build({
  entryPoints: [join(import.meta.dirname, 'desktopEntry.ts')],
  outfile: entry,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  define: { 'import.meta.url': '__filename' },
});
const folder = await realpath(await mkdtemp(join(tmpdir(), 'cnn-lab-')));
try {
  const workspace = join(folder, 'workspace');
  await cp(join(root, 'examples'), workspace, { recursive: true });
  await runTests({
    cachePath: join(cache, 'desktop'),
    extensionDevelopmentPath: root,
    extensionTestsPath: entry,
    extensionTestsEnv: {
      CNN_LAB_TEST_BUNDLE: await bundleHostTests(names),
      CNN_LAB_TEST_MOCHA: createRequire(import.meta.url).resolve('mocha'),
      CNN_LAB_TEST_REPORT: report,
    },
    launchArgs: [
      workspace,
      join(workspace, 'lenet5.cnn.ts'),
      `--user-data-dir=${join(folder, 'user')}`,
      '--disable-extensions',
      '--disable-workspace-trust',
    ],
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
