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
import type { CountsByFile } from './countingReporter.ts';
import { findGpu } from './gpu.ts';
import { out, root } from './paths.ts';
import { addCounts, failure, none, type TestCounts } from './testCounts.ts';

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
  return (await runNode(args)) === 0 ? { ...none, passed: 1 } : failure(args.join(' '));
}

/** A run that writes a report. Without one, or without tests, it failed, which `null` stands for. */
async function reported<Report>(
  name: string,
  count: (report: Report) => TestCounts,
  argsFor: (report: string) => string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Report | null> {
  const path = join(out, `${name}-report.json`);
  await rm(path, { force: true });
  const code = await runNode(argsFor(path), env);
  const report: Report | null = await readFile(path, 'utf8').then(JSON.parse, () => null);
  const { passed, failed } = report ? count(report) : none;
  if (report && passed + failed > 0 && (failed > 0 || code === 0)) return report;
  console.error(`${name}: exit code ${code} with ${report ? `${passed} passed, ${failed} failed` : 'no report'}`);
  return null;
}

/** Tests inside a VS Code. */
async function inVSCode(name: string, script: string): Promise<TestCounts> {
  const args = (report: string) => [join(root, 'scripts', 'vscode', script), report, ...names];
  return (await reported<TestCounts>(name, (counts) => counts, args)) ?? failure(`${name}: no report`);
}

const sum = (files: CountsByFile): TestCounts => Object.values(files).reduce(addCounts, none);

/** Mocha's tests of some files. */
function mocha(
  name: string,
  files: readonly string[],
  options: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CountsByFile | null> {
  const reporter = join(root, 'scripts', 'countingReporter.ts');
  const args = (report: string) => [
    ...[script('mocha/bin/mocha.js'), '--no-config', '--forbid-only'],
    ...['--reporter', reporter, '--reporter-option', `report=${report}`],
    ...options,
    ...files,
  ];
  return reported(name, sum, args, env);
}

/** A longer list is no accident. */
const mostFilesAgain = 4;

/**
 * A walk goes through VS Code's page, its server, its extension host and a browser, each with moments of its own: a
 * file with a failure gets one second try in a fresh VS Code. What fails again has failed; what does not is told, for
 * it is a race to be found, here or in the product.
 */
async function walks(): Promise<TestCounts> {
  const hooks = join(root, 'scripts', 'vscode', 'hooks.ts');
  const run = (files: readonly string[]) =>
    mocha('walks', files, ['--timeout', '180000', '--exit', '--require', hooks]);
  const first = await run(testFiles('test/vscode/**/*.walk.ts'));
  if (first === null) return failure('walks: no report');
  const again = Object.keys(first).filter((file) => first[file]?.failed);
  if (again.length === 0 || again.length > mostFilesAgain) return sum(first);
  console.log(`\n── walks, a second try of ${again.join(', ')}`);
  const second = await run(again);
  if (second === null) return sum(first);
  const unsteady = again.filter((file) => second[file]?.failed === 0);
  if (unsteady.length > 0) console.log(loud(`UNSTEADY, PASSED AT THE SECOND TRY ONLY: ${unsteady.join(', ')}`));
  return sum({ ...first, ...second });
}

const loud = (text: string): string => `${'!'.repeat(100)}\n${text}\n${'!'.repeat(100)}`;

/** Test files by pattern and by the names given. */
function testFiles(pattern: string, exclude: string[] = []): string[] {
  const files = globSync(pattern, { cwd: root, exclude }).sort();
  return names.length === 0 ? files : files.filter((file) => names.some((name) => file.includes(name)));
}

/** Tests of a GPU, with the one that there is. Each file counts as skipped where there is none. */
async function gpu(): Promise<TestCounts> {
  const files = testFiles('test/**/*.gpu.ts');
  if (files.length === 0 && names.length > 0) return none;
  try {
    const { label, env } = await findGpu();
    console.log(`on ${label}`);
    const counts = await mocha('gpu', files, ['--timeout', '300000'], env);
    return counts ? sum(counts) : failure('gpu: no report');
  } catch (error) {
    const what = `NO GPU, NOT EVEN IN SOFTWARE: ${files.length} FILES OF TESTS ARE SKIPPED: ${files.join(', ')}`;
    console.error(loud(`${what}\n${error instanceof Error ? error.message : error}`));
    return { ...none, skipped: files.length };
  }
}

async function unit(): Promise<TestCounts> {
  const files = testFiles('test/**/*.test.ts', ['test/vscode/**']);
  const counts = await mocha('unit', files, ['--timeout', '120000', '--parallel', '--jobs', '2']);
  return counts ? sum(counts) : failure('unit: no report');
}

const phases: Record<string, () => Promise<TestCounts>> = {
  typecheck: () => tool(script('typescript/bin/tsc'), '-p', '.'),
  lint: () => tool(script('@biomejs/biome/bin/biome'), 'check', '.'),
  build: () => tool(join(root, 'scripts', 'build.ts')),
  unit,
  gpu,
  host: () => inVSCode('host', 'hostTests.ts'),
  desktop: () => inVSCode('desktop', 'desktopTests.ts'),
  walks,
};

/** Only where it is named: what it needs has to be downloaded from Microsoft. */
const byNameOnly = 'desktop';

const wanted = process.argv.slice(2).filter((argument) => argument in phases);
const names = process.argv.slice(2).filter((argument) => !(argument in phases));

await mkdir(out, { recursive: true });
let total = none;
for (const [name, run] of Object.entries(phases)) {
  if (wanted.length > 0 ? !wanted.includes(name) : name === byNameOnly) continue;
  const started = performance.now();
  console.log(`\n── ${name}`);
  const counts = await run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${name}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`);
  total = addCounts(total, counts);
}

// Again at the end, for the log of a long run is seldom kept whole.
if (total.failed > 0) console.log(`\n── what failed\n\n${total.failures.join('\n\n')}`);
if (total.skipped > 0) console.log(`\n${total.skipped} SKIPPED: see the tests marked as pending above`);
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;
