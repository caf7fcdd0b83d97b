/** From choosing an image to seeing it: the time that the inspector process takes, called as the viewer calls it. */
import { join } from 'node:path';
import { writeResults } from '../scripts/benchResults.ts';
import { root } from '../scripts/paths.ts';
import { InspectorClient } from '../src/jobs/inspector/client.ts';
import type { Subject } from '../src/jobs/inspector/protocol.ts';
import { sizeOf } from '../src/tensor/shape.ts';
import { benchModels, loadModel } from './support/models.ts';

const repetitions = 30;
const warmUps = 3;

/** Milliseconds in which all maps are to be there; of the first layer by itself where that is asked for. */
const goals: Readonly<Record<string, { readonly all: number; readonly first?: number }>> = {
  lenet5: { all: 100 },
  cifar: { all: 100 },
  alexnet: { all: 800, first: 150 },
};

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1]!;

for (const model of benchModels.filter(({ name }) => name in goals)) {
  const { spec } = await loadModel(model);
  const size = sizeOf(spec.nodes[0]!.shape);
  const client = new InspectorClient({ program: join(root, 'dist/inspector.cjs') });
  const facts = await client.open({ kind: 'model', model: { ...spec, data: null }, folder: root, seed: 1 });
  const imageOf = (number: number): Subject => {
    const pixels = Uint8Array.from({ length: size }, (_, i) => (i * 7 + number * 13) % 256);
    return { epoch: 0, image: { kind: 'pixels', pixels }, transform: null };
  };
  const [firstTimes, allTimes]: [number[], number[]] = [[], []];
  for (let count = 0; count < warmUps + repetitions; count++) {
    const subject = imageOf(count);
    const started = performance.now();
    await client.ask('maps', { ...subject, nodes: [1] });
    const first = performance.now() - started;
    await client.ask('look', { ...subject, nodes: facts.layers.slice(2).map(({ node }) => node) });
    if (count < warmUps) continue;
    firstTimes.push(first);
    allTimes.push(performance.now() - started);
  }
  client.dispose();
  const { all, first } = goals[model.name]!;
  const figures = [
    {
      what: `${model.title}: first layer`,
      value: median(firstTimes),
      unit: 'ms',
      ...(first !== undefined && { goal: { atMost: first } }),
    },
    { what: `${model.title}: all maps`, value: median(allTimes), unit: 'ms', goal: { atMost: all } },
  ];
  await writeResults(`inspect-${model.name}`, figures);
  for (const { what, value, unit } of figures) console.log(`${what}: ${value.toFixed(1)} ${unit}`);
}
