/**
 * `npm run bench [-- NAME …]`: builds, then runs the benchmarks bench/NAME.ts (all by default) one after another, each
 * in a process of its own, and prints the figures that they wrote with `benchResults.ts`. Names that are not benchmarks
 * are passed on as arguments: `step lenet5`.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BenchResults, type Figure, reachesGoal, resultsFolder } from './benchResults.ts';
import { build } from './build.ts';
import { root } from './paths.ts';
import { ensurePyTorch } from './pytorch.ts';

function describe(figure: Figure): string {
  const reached = reachesGoal(figure);
  const { goal, value, unit, what } = figure;
  const wanted = !goal ? '' : 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  const mark = reached === null ? ' ' : reached ? '✔' : '✘';
  return `${mark} ${what.padEnd(60)} ${value.toPrecision(4).padStart(10)} ${unit.padEnd(10)} ${wanted}`;
}

await build();
const pytorch = ensurePyTorch(['torch']);
if ('missing' in pytorch) console.error(`NOTHING IS COMPARED WITH PYTORCH. ${pytorch.missing}`);
else process.env.PYTHON = pytorch.python;
const all = globSync('bench/*.ts', { cwd: root }).map((file) => basename(file, '.ts'));
const names = process.argv.slice(2).filter((name) => all.includes(name));
const passedOn = process.argv.slice(2).filter((name) => !all.includes(name));
if (passedOn.length > 0 && names.length === 0) {
  throw new Error(`There is no bench ${passedOn.join(', ')}: choose among ${all.sort().join(', ')}`);
}

/** The files that a benchmark has written since then: one, or one for each thing measured. */
async function resultsOf(bench: string, since: number): Promise<BenchResults[]> {
  const files = globSync([`${bench}.json`, `${bench}-*.json`], { cwd: resultsFolder }).sort();
  const results: BenchResults[] = [];
  for (const file of files.map((name) => join(resultsFolder, name))) {
    if ((await stat(file)).mtimeMs >= since) results.push(JSON.parse(await readFile(file, 'utf8')));
  }
  return results;
}

const failed: string[] = [];
const lines: string[] = [];
for (const bench of all.sort().filter((name) => names.length === 0 || names.includes(name))) {
  console.log(`\n── ${bench}`);
  const since = Date.now();
  const program = join(root, 'bench', `${bench}.ts`);
  const { status } = spawnSync(process.execPath, [program, ...passedOn], { cwd: root, stdio: 'inherit' });
  const results = await resultsOf(bench, since);
  if (status !== 0 || results.length === 0) failed.push(bench);
  for (const { bench: name, figures } of results) lines.push(`── ${name}`, ...figures.map(describe));
}
console.log(`\n${lines.join('\n')}`);
for (const bench of failed) console.error(`✘ ${bench} did not finish; its messages are above.`);
process.exitCode = failed.length > 0 ? 1 : 0;
