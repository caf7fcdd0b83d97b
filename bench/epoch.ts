/**
 * One whole epoch of each model (or of those named) with validation, from files to metrics, on the command line,
 * alternating with an ordinary PyTorch script.
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Figure, writeResults } from '../scripts/benchResults.ts';
import { mnistFiles, mnistFolder } from '../src/data/mnist.ts';
import { type BenchModel, chosenModels, loadModel } from './support/models.ts';
import { python } from './support/peerStep.ts';
import { type IdxPaths, syntheticData } from './support/syntheticData.ts';
import { median, runTraining } from './support/trainRun.ts';

const rounds = 3;

interface Timing {
  /** Training and validation. */
  readonly epochSeconds: number;
  /** The whole process. */
  readonly wallSeconds: number;
}

async function dataOf({ name }: BenchModel): Promise<IdxPaths> {
  if (name !== 'lenet5') return syntheticData(name === 'resnet20' ? 'cifar' : name);
  const folder = await mnistFolder();
  return {
    trainImages: join(folder, mnistFiles.trainImages),
    trainLabels: join(folder, mnistFiles.trainLabels),
    validationImages: join(folder, mnistFiles.validationImages),
    validationLabels: join(folder, mnistFiles.validationLabels),
  };
}

async function ours({ file }: BenchModel): Promise<Timing> {
  const { events, wallSeconds } = await runTraining(['--epochs', '1'], { model: file });
  const epoch = events.find((event) => event.event === 'epoch');
  return { epochSeconds: epoch?.seconds ?? Number.NaN, wallSeconds };
}

/** `null` where there is no PyTorch. */
function pytorch(model: BenchModel, data: IdxPaths, threads: number, batchSize: number): Timing | null {
  const started = performance.now();
  const script = join(import.meta.dirname, 'peer', 'epoch.py');
  const files = [data.trainImages, data.trainLabels, data.validationImages, data.validationLabels];
  const { status, stdout, error } = spawnSync(
    python,
    [script, model.name, ...files, String(threads), String(batchSize)],
    { encoding: 'utf8' },
  );
  const wallSeconds = (performance.now() - started) / 1000;
  if (error || status !== 0) return null;
  const epochSeconds = Number(/epoch_seconds ([\d.]+)/.exec(stdout)?.[1]);
  return { epochSeconds, wallSeconds };
}

const describe = ({ epochSeconds, wallSeconds }: Timing): string =>
  `${epochSeconds.toFixed(2)} s, whole process ${wallSeconds.toFixed(2)} s`;

async function measure(model: BenchModel): Promise<Figure[]> {
  const data = await dataOf(model);
  const { training } = await loadModel(model);
  const [mine, theirs]: [Timing[], Timing[]] = [[], []];
  for (let round = 1; round <= rounds; round += 1) {
    const timing = await ours(model);
    mine.push(timing);
    console.log(`round ${round}: CNN Lab ${describe(timing)}`);
    // PyTorch is faster with fewer threads than cores for some models: the better one counts.
    const tries: Timing[] = [];
    for (const threads of new Set([1, availableParallelism()])) {
      const peer = pytorch(model, data, threads, training.batchSize);
      console.log(`  PyTorch, threads ${threads}: ${peer === null ? 'not installed' : describe(peer)}`);
      if (peer !== null) tries.push(peer);
    }
    const best = tries.sort((a, b) => a.epochSeconds - b.epochSeconds)[0];
    if (best) theirs.push(best);
  }
  return [
    ...figuresOf('epochSeconds', 'an epoch with validation'),
    ...figuresOf('wallSeconds', 'the same, whole process'),
  ];

  function figuresOf(key: keyof Timing, what: string): Figure[] {
    const own = median(mine.map((timing) => timing[key]));
    const named = `${model.title}: ${what}`;
    if (theirs.length === 0) return [{ what: `${named}: CNN Lab`, value: own, unit: 's' }];
    const peer = median(theirs.map((timing) => timing[key]));
    return [
      { what: `${named}: CNN Lab`, value: own, unit: 's' },
      { what: `${named}: PyTorch with a DataLoader`, value: peer, unit: 's' },
      { what: `${named}: times as fast`, value: peer / own, unit: '×', goal: { atLeast: 1.3 } },
    ];
  }
}

for (const model of chosenModels()) {
  console.log(`\n${model.title}`);
  await writeResults(`epoch-${model.name}`, await measure(model));
}
