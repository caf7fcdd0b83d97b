/**
 * `npm test [-- PHASE … NAME …]`: type check, lint, build, unit tests, tests of a GPU, and tests in a real VS Code:
 * inside its extension host and as walks through its page. All phases unless some are named, `desktop` only if it is
 * named, for it downloads VS Code for the desktop and needs a display; of the tests, those whose
 * file name contains a NAME. Every phase runs even if an earlier one failed. The last line adds up what
 * passed and failed; the exit code is 0 only if nothing failed.
 */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestCounts } from './countingReporter.ts';
import { findGpu } from './gpu.ts';
import { out, root } from './paths.ts';

const script = (file: string) => join(root, 'node_modules', file);

/** Runs a Node script with our output; resolves to its exit code, null where a signal ended it. */
function runNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number | null> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
}

/** A tool that either succeeds or not counts as one test. */
async function tool(...args: string[]): Promise<TestCounts> {
  const ok = (await runNode(args)) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** A test run that writes a report of its counts. Without a report, or without tests, it failed. */
async function reported(
  name: string,
  argsFor: (report: string) => string[],
  env: Readonly<Record<string, string>> = {},
): Promise<TestCounts> {
  const report = join(out, `${name}-report.json`);
  await rm(report, { force: true });
  const code = await runNode(argsFor(report), env);
  const counts: TestCounts | null = await readFile(report, 'utf8').then(JSON.parse, () => null);
  if (!counts || counts.passed + counts.failed === 0) {
    console.error(`${name}: no test has reported (exit code ${code})`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  return counts.failed === 0 && code !== 0 ? { ...counts, failed: 1 } : counts;
}

/** Test files by pattern and by the names given. */
function testFiles(pattern: string, exclude: string[] = []): string[] {
  const files = globSync(pattern, { cwd: root, exclude }).sort();
  return names.length === 0 ? files : files.filter((file) => names.some((name) => file.includes(name)));
}

function mocha(report: string, files: readonly string[], ...options: readonly string[]): string[] {
  const reporter = [
    '--reporter',
    join(root, 'scripts', 'countingReporter.ts'),
    '--reporter-option',
    `report=${report}`,
  ];
  return [script('mocha/bin/mocha.js'), '--no-config', '--forbid-only', ...reporter, ...options, ...files];
}

/** Tests of a GPU, with the one that there is. Each file counts as skipped where there is none. */
async function gpu(): Promise<TestCounts> {
  const files = testFiles('test/**/*.gpu.ts');
  if (files.length === 0 && names.length > 0) return { passed: 0, failed: 0, skipped: 0 };
  try {
    const { label, env } = await findGpu();
    console.log(`on ${label}`);
    return reported('gpu', (report) => mocha(report, files, '--timeout', '300000'), env);
  } catch (error) {
    const line = '!'.repeat(100);
    console.error(
      `${line}\nNO GPU, NOT EVEN IN SOFTWARE: ${files.length} FILES OF TESTS ARE SKIPPED: ${files.join(', ')}`,
    );
    console.error(`${error instanceof Error ? error.message : error}\n${line}`);
    return { passed: 0, failed: 0, skipped: files.length };
  }
}

const phases: Record<string, () => Promise<TestCounts>> = {
  typecheck: () => tool(script('typescript/bin/tsc'), '-p', '.'),
  lint: () => tool(script('@biomejs/biome/bin/biome'), 'check', '.'),
  build: () => tool(join(root, 'scripts', 'build.ts')),
  unit: () =>
    reported('unit', (report) =>
      mocha(
        report,
        testFiles('test/**/*.test.ts', ['test/vscode/**']),
        '--timeout',
        '120000',
        '--parallel',
        '--jobs',
        '2',
      ),
    ),
  gpu,
  host: () => reported('host', (report) => [join(root, 'scripts', 'vscode', 'hostTests.ts'), report, ...names]),
  desktop: () =>
    reported('desktop', (report) => [join(root, 'scripts', 'vscode', 'desktopTests.ts'), report, ...names]),
  walks: () =>
    reported('walks', (report) => {
      const hooks = join(root, 'scripts', 'vscode', 'hooks.ts');
      return mocha(report, testFiles('test/vscode/**/*.walk.ts'), '--timeout', '180000', '--exit', '--require', hooks);
    }),
};

/** Only where it is named: what it needs has to be downloaded from Microsoft. */
const byNameOnly = 'desktop';

const wanted = process.argv.slice(2).filter((argument) => argument in phases);
const names = process.argv.slice(2).filter((argument) => !(argument in phases));

await mkdir(out, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
for (const [name, run] of Object.entries(phases)) {
  if (wanted.length > 0 ? !wanted.includes(name) : name === byNameOnly) continue;
  const started = performance.now();
  console.log(`\n── ${name}`);
  const { passed, failed, skipped } = await run();
  console.log(
    `── ${name}: ${passed} passed, ${failed} failed (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  );
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

if (total.skipped > 0) console.log(`\n${total.skipped} SKIPPED: see the tests marked as pending above`);
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;
