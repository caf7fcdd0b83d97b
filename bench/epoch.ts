/** One whole epoch of MNIST with validation, from the command line, in turn with an ordinary PyTorch script. */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Figure, writeResults } from '../scripts/benchResults.ts';
import { mnistFolder } from '../src/data/mnist.ts';
import { median, runTraining } from './support/trainRun.ts';

const rounds = 3;
/** Debian's own, which sees Debian's PyTorch. */
const python = '/usr/bin/python3';

interface Timing {
  /** Training and validation. */
  readonly epochSeconds: number;
  /** The whole process. */
  readonly wallSeconds: number;
}

async function ours(): Promise<Timing> {
  const { events, wallSeconds } = await runTraining(['--epochs', '1']);
  const epoch = events.find((event) => event.event === 'epoch');
  return { epochSeconds: epoch?.seconds ?? Number.NaN, wallSeconds };
}

/** `null` where there is no PyTorch. */
async function pytorch(threads: number): Promise<Timing | null> {
  const started = performance.now();
  const script = join(import.meta.dirname, 'peer', 'lenet5.py');
  const { status, stdout, error } = spawnSync(python, [script, await mnistFolder(), String(threads)], {
    encoding: 'utf8',
  });
  const wallSeconds = (performance.now() - started) / 1000;
  if (error || status !== 0) return null;
  const epochSeconds = Number(/epoch_seconds ([\d.]+)/.exec(stdout)?.[1]);
  return { epochSeconds, wallSeconds };
}

const describe = ({ epochSeconds, wallSeconds }: Timing): string =>
  `${epochSeconds.toFixed(2)} s, whole process ${wallSeconds.toFixed(2)} s`;

const [mine, theirs]: [Timing[], Timing[]] = [[], []];
for (let round = 1; round <= rounds; round++) {
  const timing = await ours();
  mine.push(timing);
  console.log(`round ${round}: CNN Lab ${describe(timing)}`);
  // PyTorch is faster with fewer threads than cores for some models: the better one counts.
  const tries: Timing[] = [];
  for (const threads of new Set([1, availableParallelism()])) {
    const peer = await pytorch(threads);
    console.log(`  PyTorch, threads ${threads}: ${peer === null ? 'not installed' : describe(peer)}`);
    if (peer !== null) tries.push(peer);
  }
  const best = tries.sort((a, b) => a.epochSeconds - b.epochSeconds)[0];
  if (best) theirs.push(best);
}

const figures: Figure[] = [];
for (const [key, what] of [
  ['epochSeconds', 'an epoch of LeNet-5 with validation'],
  ['wallSeconds', 'the same, whole process'],
] as const) {
  const own = median(mine.map((timing) => timing[key]));
  figures.push({ what: `${what}: CNN Lab`, value: own, unit: 's' });
  if (theirs.length === 0) continue;
  const peer = median(theirs.map((timing) => timing[key]));
  figures.push({ what: `${what}: PyTorch with a DataLoader`, value: peer, unit: 's' });
  figures.push({ what: `${what}: times as fast`, value: peer / own, unit: '×', goal: { atLeast: 1.3 } });
}
await writeResults('epoch', figures);
