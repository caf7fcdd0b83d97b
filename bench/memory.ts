/**
 * Memory of a training step of each model (or of those named), compared with the least it needs; and the resident
 * memory of a trainer over 10,000 steps of LeNet-5.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { writeResults } from '../scripts/benchResults.ts';
import type { MemoryReport } from './support/memoryMain.ts';
import { chosenModels } from './support/models.ts';
import { runTraining } from './support/trainRun.ts';

const mebi = 2 ** 20;
const probe = join(import.meta.dirname, 'support', 'memoryMain.ts');
for (const { name, title } of chosenModels()) {
  const printed = execFileSync(process.execPath, [probe, name, '20'], { encoding: 'utf8' });
  const report: MemoryReport = JSON.parse(printed);
  const needed = report.held + report.live;
  const used = report.most - report.before;
  const row = (what: string, value: number) => ({ what: `${title}: ${what}`, value: value / mebi, unit: 'MiB' });
  await writeResults(`memory-${name}`, [
    row('images, weights and optimizer state, twice', report.held),
    row('gradients and live activations', report.live),
    row(`used at most in ${report.steps} steps`, used),
    { what: `${title}: used ÷ needed`, value: used / needed, unit: '×', goal: { atMost: 1.3 } },
    row('of which pages of the library', report.library),
    { what: `${title}: used without those ÷ needed`, value: (used - report.library) / needed, unit: '×' },
    row('growth after the first tenth of the steps', report.last - report.settled),
  ]);
  console.log(
    `${title}: needs ${(needed / mebi).toFixed(0)} MiB, uses ${(used / mebi).toFixed(0)} MiB (${(used / needed).toFixed(2)}×), ` +
      `${((used - report.library) / mebi).toFixed(0)} MiB without pages of the library`,
  );
}

const steps = 10_000;
/** By then everything is compiled, and the heap has its size. */
const settled = 1000;

const mebibytes = (pid: number): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;

const samples: { readonly step: number; readonly rss: number }[] = [];
await runTraining(['--epochs', '22', '--max-steps', String(steps)], {
  onEvent(event, pid) {
    if (event.event === 'step' && event.step % 250 === 0) samples.push({ step: event.step, rss: mebibytes(pid) });
  },
});

/** The most of a stretch: between collections of garbage the heap swings by 45 MiB; a leak lifts its ceiling. */
const ceiling = (from: number, to: number): number =>
  Math.max(...samples.filter(({ step }) => step >= from && step <= to).map(({ rss }) => rss));
const [first, last] = [ceiling(settled, 3000), ceiling(8000, steps)];
console.log(samples.map(({ step, rss }) => `${step}: ${rss.toFixed(0)} MiB`).join(', '));
await writeResults('memory', [
  { what: `resident memory, most of steps ${settled} to 3000`, value: first, unit: 'MiB' },
  { what: `resident memory, most of steps 8000 to ${steps}`, value: last, unit: 'MiB' },
  { what: 'growth between them', value: last - first, unit: 'MiB', goal: { atMost: 8 } },
]);
