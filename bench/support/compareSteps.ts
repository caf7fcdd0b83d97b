/** Alternates training steps of ours and of PyTorch, so that both meet the same conditions. */
import { setTimeout } from 'node:timers/promises';
import type { Figure } from '../../scripts/benchResults.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { type BenchModel, loadModel } from './models.ts';
import { ourStep, type Steps } from './ourStep.ts';
import { PeerStep } from './peerStep.ts';
import { median } from './trainRun.ts';

/** Of all rounds of a model together. */
const seconds = 60;
/** A round of each runner takes about this long. */
const roundSeconds = 0.5;
/**
 * Between two rounds, in milliseconds: OpenBLAS's threads spin for some 100 ms after PyTorch's last step, and would
 * take half of the processors from the steps that come next.
 */
const rest = 250;

interface Runner {
  readonly name: string;
  readonly run: (steps: number) => Promise<Steps>;
  readonly times: number[];
  readonly medians: number[];
}

export interface Sides {
  readonly engine: Engine;
  /** PyTorch's name of the device. */
  readonly device: 'cpu' | 'cuda';
  /** Of which PyTorch may choose the faster. */
  readonly threadsOfPeer: readonly number[];
  /** Our images a second ÷ PyTorch's. */
  readonly goal: number;
}

/** Measures for about a minute. Both sides begin with the same weights on the same batch: first losses have to agree. */
export async function compareSteps(
  model: BenchModel,
  { engine, device, threadsOfPeer, goal }: Sides,
): Promise<Figure[]> {
  const ours = await ourStep(engine, await loadModel(model));
  const peer = await PeerStep.start(model, ours, device);
  const first = await ours.run(1);
  const figures: Figure[] = [];
  const runner = (name: string, run: Runner['run']): Runner => ({ name, run, times: [], medians: [] });
  const runners = [runner('CNN Lab', ours.run)];
  if (peer === null) console.log(`There is no PyTorch for ${device} here: no comparison`);
  else {
    const { losses } = await peer.run(1, 1);
    const difference = Math.abs(first.losses[0]! - losses[0]!) / Math.abs(losses[0]!);
    console.log(`first loss ${first.losses[0]}, PyTorch's ${losses[0]}`);
    // Dropout draws other masks than PyTorch's.
    if (model.name !== 'alexnet') {
      figures.push({ what: 'first losses differ by', value: difference, unit: '', goal: { atMost: 1e-5 } });
    }
    for (const count of threadsOfPeer) {
      runners.push(runner(`PyTorch, threads ${count}`, (steps) => peer.run(count, steps)));
    }
  }
  const steps = new Map<Runner, number>();
  for (const each of runners) {
    const { times } = await each.run(3);
    steps.set(each, Math.max(1, Math.min(20, Math.round((1000 * roundSeconds) / Math.min(...times)))));
  }
  const started = performance.now();
  for (let round = 1; round <= 3 || performance.now() - started < seconds * 1000; round += 1) {
    for (const each of runners) {
      await setTimeout(rest);
      const { times } = await each.run(steps.get(each)!);
      each.times.push(...times);
      each.medians.push(median(times));
    }
    const inRound = runners.map(({ name, medians }) => `${name} ${medians.at(-1)!.toFixed(2)} ms`);
    console.log(`round ${round}, medians: ${inRound.join(', ')}`);
  }
  await peer?.end();
  await ours.dispose();
  for (const { name, times } of runners) {
    figures.push(
      { what: `${name}: median step`, value: median(times), unit: 'ms' },
      { what: `${name}: best step`, value: Math.min(...times), unit: 'ms' },
    );
  }
  return [...figures, ...comparison(runners, goal)].map((figure) => ({
    ...figure,
    what: `${model.title}: ${figure.what}`,
  }));
}

function comparison([mine, ...peers]: readonly Runner[], goal: number): Figure[] {
  if (mine === undefined || peers.length === 0) return [];
  // Against the faster number of threads, in each round anew.
  const paired = mine.medians.map((own, round) => Math.min(...peers.map(({ medians }) => medians[round]!)) / own);
  const best = Math.min(...peers.flatMap(({ times }) => times)) / Math.min(...mine.times);
  const wanted = { unit: '×', goal: { atLeast: goal } };
  return [
    { what: 'times as fast as PyTorch, round by round', value: median(paired), ...wanted },
    { what: 'times as fast as PyTorch, best steps', value: best, ...wanted },
  ];
}
