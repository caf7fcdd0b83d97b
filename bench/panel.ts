/**
 * The training panel in a real VS Code: how soon a training shows its first point, and how smoothly a run of 100,000
 * steps keeps growing, with ten updates a second.
 */
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeResults } from '../scripts/benchResults.ts';
import { closeBrowser } from '../scripts/vscode/browser.ts';
import { startVSCode, type VSCode } from '../scripts/vscode/startVSCode.ts';
import { TrainerServer } from '../src/jobs/trainer/server.ts';
import { runLayout } from '../src/training/layout.ts';
import { writeStatus } from '../src/training/runFolder.ts';
import { events, type GeneratedRun, generateRun, lines } from '../test/panels/generatedRun.ts';
import { quantile } from './support/quantile.ts';
import { median } from './support/trainRun.ts';

/** Seconds from the command to the first point on the chart, the panel opened anew each time. */
async function firstPoint(code: VSCode): Promise<number> {
  const started = performance.now();
  await code.runCommand('cnnLab.train');
  await code
    .webview()
    .getByRole('img', { name: /^Loss by step:/ })
    .waitFor();
  const seconds = (performance.now() - started) / 1000;
  await code.runCommand('cnnLab.stop');
  await code.webview().getByText('Stopped', { exact: true }).waitFor();
  await code.evaluate(async (vscode) => {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter(({ input }) => input instanceof vscode.TabInputWebview));
  });
  return seconds;
}

const long: GeneratedRun = {
  name: 'Long',
  modelFile: '',
  steps: 100_000,
  stepsPerEpoch: 1000,
  epochs: 300,
  status: { state: 'running', error: null },
  kernels: [6, 1, 5, 5],
};
const updates = 80;

interface Frames {
  /** Milliseconds between frames. */
  readonly times: readonly number[];
  /** Milliseconds of tasks longer than 50 ms. */
  readonly long: readonly number[];
}

/** Frames of the panel while a run of 100,000 steps grows by ten steps a tenth of a second. */
async function frames(code: VSCode): Promise<Frames> {
  const folder = join(code.workspace, '.cnn-lab', 'runs', 'long');
  await generateRun(folder, { ...long, modelFile: join(code.workspace, 'lenet5.cnn.ts') });
  const trainer = await TrainerServer.start(() => undefined);
  await writeStatus(folder, { ...long.status, pid: process.pid, socket: trainer.path });
  await code.runCommand('cnnLab.openPanel', folder);
  await code
    .webview()
    .getByRole('img', { name: /^Loss by step: 100,000 steps/ })
    .waitFor();
  await delay(2000);
  const measured = code
    .webview()
    .locator('main')
    .evaluate(
      (_, duration) =>
        new Promise<Frames>((resolve) => {
          const found = { times: [] as number[], long: [] as number[] };
          const observer = new PerformanceObserver((list) =>
            found.long.push(...list.getEntries().map((entry) => entry.duration)),
          );
          observer.observe({ entryTypes: ['longtask'] });
          const begin = performance.now();
          let last = begin;
          const frame = (now: number) => {
            found.times.push(now - last);
            last = now;
            if (now - begin < duration) requestAnimationFrame(frame);
            else resolve({ times: found.times.slice(1), long: found.long });
          };
          requestAnimationFrame(frame);
        }),
      updates * 100,
    );
  for (let update = 0; update < updates; update++) {
    const first = long.steps + 10 * update + 1;
    await appendFile(join(folder, runLayout.metrics), lines(events(folder, long, first, first + 9)));
    trainer.changed();
    await delay(100);
  }
  const result = await measured;
  await writeStatus(folder, { state: 'interrupted', error: null, pid: process.pid, socket: null });
  await trainer.close();
  return result;
}

const code = await startVSCode({ openFile: 'lenet5.cnn.ts', size: { width: 1600, height: 1000 } });
await code.page.getByText('→ 16×10×10').first().waitFor();
const points = [await firstPoint(code), await firstPoint(code), await firstPoint(code)];
const { times, long: tasks } = await frames(code);
await writeResults('panel', [
  {
    what: 'Train model to the first point, first time',
    value: points[0] ?? Number.NaN,
    unit: 's',
    goal: { atMost: 2 },
  },
  { what: 'Train model to the first point, median of 3', value: median(points), unit: 's', goal: { atMost: 2 } },
  { what: 'frame at 100,000 growing steps, median', value: quantile(times, 0.5), unit: 'ms', goal: { atMost: 17 } },
  {
    what: 'frame at 100,000 growing steps, 95th percentile',
    value: quantile(times, 0.95),
    unit: 'ms',
    goal: { atMost: 34 },
  },
  { what: 'frame at 100,000 growing steps, longest', value: quantile(times, 1), unit: 'ms' },
  { what: 'tasks over 50 ms in 8 s', value: tasks.length, unit: '' },
]);
await code.close();
await closeBrowser();
