/** A training step of LeNet-5, batch 128, in turn with PyTorch's, so that both meet the same machine. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Figure, writeResults } from '../scripts/benchResults.ts';
import { root } from '../scripts/paths.ts';
import type { Batch } from '../src/data/batches.ts';
import { standardisation } from '../src/data/dataSet.ts';
import { createOnnxRuntimeEngine } from '../src/engine/onnxruntime/index.ts';
import { modelParameters } from '../src/model/parameters.ts';
import { analyse } from '../src/sandbox/analyse.ts';
import { loadSandbox } from '../src/sandbox/loadSandbox.ts';
import { initialise } from '../src/training/initialise.ts';
import { Session } from '../src/training/session.ts';
import { median } from './support/trainRun.ts';

/** Of all rounds together. */
const seconds = 60;
const stepsARound = 20;
const batchSize = 128;
const threads = availableParallelism();

/** Gives the milliseconds of each of so many steps. */
type Runner = (steps: number) => Promise<number[]>;

async function ours(): Promise<Runner> {
  const { spec } = await analyse(await loadSandbox(join(root, 'dist')), join(root, 'examples', 'lenet5.cnn.ts'));
  if (!spec?.training) throw new Error('examples/lenet5.cnn.ts is no model to train');
  const engine = await createOnnxRuntimeEngine({ threads });
  const images = { shape: [1, 28, 28], ...standardisation([0.1307], [0.3081]) } as const;
  const session = await Session.create(engine, spec, spec.training, images, initialise(modelParameters(spec), 1));
  const batch: Batch = {
    size: batchSize,
    images: Uint8Array.from({ length: batchSize * 784 }, (_, index) => (index * 7919) % 256),
    labels: Int32Array.from({ length: batchSize }, (_, index) => index % 10),
  };
  let step = 0;
  return async (steps) => {
    const times: number[] = [];
    for (let count = 0; count < steps; count += 1) {
      step += 1;
      const started = performance.now();
      await session.train(batch, step, 2e-3);
      times.push(performance.now() - started);
    }
    return times;
  };
}

/** `null` where there is no PyTorch. The process sleeps between its rounds. */
async function pytorch(threadsOfPeer: number, children: ChildProcess[]): Promise<Runner | null> {
  const child = spawn('/usr/bin/python3', [join(import.meta.dirname, 'peer', 'lenet5_step.py')], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  children.push(child);
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  const lines = createInterface(child.stdout);
  const run: Runner = async (steps) => {
    const answer = once(lines, 'line', { signal: AbortSignal.timeout(120_000) });
    child.stdin.write(`${threadsOfPeer} ${steps}\n`);
    const [line] = await answer;
    return JSON.parse(String(line));
  };
  const ended = new Promise<null>((resolve) => child.on('close', () => resolve(null)));
  return (await Promise.race([run(5), ended])) && run;
}

const children: ChildProcess[] = [];
const runners: { readonly name: string; readonly run: Runner; readonly times: number[]; readonly medians: number[] }[] =
  [{ name: 'CNN Lab', run: await ours(), times: [], medians: [] }];
for (const count of new Set([1, threads])) {
  const run = await pytorch(count, children);
  if (run === null) console.log('PyTorch is not installed: no comparison');
  else runners.push({ name: `PyTorch, threads ${count}`, run, times: [], medians: [] });
}
for (const { run } of runners) await run(stepsARound);
const started = performance.now();
for (let round = 1; performance.now() - started < seconds * 1000; round += 1) {
  for (const { name, run, times, medians } of runners) {
    const inRound = await run(stepsARound);
    times.push(...inRound);
    medians.push(median(inRound));
    console.log(
      `round ${round}: ${name}: best ${Math.min(...inRound).toFixed(2)} ms, median ${median(inRound).toFixed(2)} ms`,
    );
  }
}
for (const child of children) child.kill();

const figures: Figure[] = runners.flatMap(({ name, times }) => [
  { what: `${name}: median step`, value: median(times), unit: 'ms' },
  { what: `${name}: best step`, value: Math.min(...times), unit: 'ms' },
]);
const [mine, ...peers] = runners;
if (mine && peers.length > 0) {
  // Against the faster number of threads, in each round anew.
  const paired = mine.medians.map((own, round) => Math.min(...peers.map(({ medians }) => medians[round]!)) / own);
  const best = Math.min(...peers.flatMap(({ times }) => times)) / Math.min(...mine.times);
  figures.push(
    { what: 'times as fast as PyTorch, round by round', value: median(paired), unit: '×', goal: { atLeast: 1 } },
    { what: 'times as fast as PyTorch, best steps', value: best, unit: '×', goal: { atLeast: 1 } },
  );
}
await writeResults('step', figures);
for (const { what, value, unit } of figures) console.log(`${what}: ${value.toFixed(2)} ${unit}`);
