/**
 * The cost of looking: LeNet-5 trains with and without an inspector at work on the same run, alternately; and how soon
 * a ResNet-50 is open, in how much memory.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type Figure, writeResults } from '../scripts/benchResults.ts';
import { root } from '../scripts/paths.ts';
import { InspectorClient } from '../src/jobs/inspector/client.ts';
import type { InspectedFacts, Subject } from '../src/jobs/inspector/protocol.ts';
import { analyse } from '../src/sandbox/analyse.ts';
import { loadSandbox } from '../src/sandbox/loadSandbox.ts';
import { sizeOf } from '../src/tensor/shape.ts';
import type { TrainingEvent } from '../src/training/events.ts';
import { median } from './support/trainRun.ts';

const program = join(root, 'dist', 'inspector.cjs');
const rounds = 8;
/** Milliseconds of each half of a round. */
const half = 2000;

/** Looks at one image after another of the newest epoch, `pause` milliseconds between two, until it is told to stop; the time that each took. */
async function look(
  client: InspectorClient,
  facts: InspectedFacts,
  pause: number,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const times: number[] = [];
  const nodes = facts.layers.map(({ node }) => node);
  for (let index = 0; !signal.aborted; index++) {
    const image = { kind: 'dataSet', split: 'validation', index: index % facts.validationImages } as const;
    const started = performance.now();
    await client.ask('look', { epoch: facts.epochs.at(-1)!, image, transform: null, nodes });
    times.push(performance.now() - started);
    await delay(pause, undefined, { signal }).catch(() => undefined);
  }
  return times;
}

/** The share of a training's throughput that looking costs, by the pause between two images. */
async function costs(pauses: Readonly<Record<string, number>>): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cnn-lab-bench-'));
  const model = join(root, 'examples', 'lenet5.cnn.ts');
  const options = ['--json', '--out', folder, '--device', 'cpu', '--epochs', '1000'];
  const trainer = spawn(process.execPath, [join(root, 'dist', 'cli.cjs'), 'train', model, ...options], {
    stdio: ['ignore', 'pipe', 'ignore'],
    // As jobs start it: in a session of its own.
    detached: true,
  });
  const ended = new Promise((resolve) => trainer.on('exit', resolve));
  let steps = 0;
  let epochs = 0;
  createInterface(trainer.stdout).on('line', (line) => {
    const event: TrainingEvent = JSON.parse(line);
    if (event.event === 'step') steps = event.step;
    if (event.event === 'epoch') epochs = event.epoch;
  });
  while (epochs < 1) await delay(50);
  const client = new InspectorClient({ program });
  const facts = await client.open({ kind: 'run', folder });
  const rate = async () => {
    const [first, started] = [steps, performance.now()];
    await delay(half);
    return (steps - first) / (performance.now() - started);
  };
  const figures: Figure[] = [];
  for (const [what, pause] of Object.entries(pauses)) {
    const lost: number[] = [];
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const alone = round % 2 === 0 ? await rate() : null;
      const stop = new AbortController();
      const looking = look(client, facts, pause, stop.signal);
      const beside = await rate();
      stop.abort();
      times.push(...(await looking));
      lost.push(100 * (1 - beside / (alone ?? (await rate()))));
    }
    figures.push({ what: `lost by a training while one ${what}`, value: median(lost), unit: '%', goal: { atMost: 5 } });
    figures.push({ what: `a picture while one ${what}`, value: median(times), unit: 'ms' });
  }
  client.dispose();
  trainer.kill('SIGKILL');
  await ended;
  await rm(folder, { recursive: true });
  return figures;
}

/** Megabytes that a process holds, now and at most. */
async function memoryOf(pid: number): Promise<{ readonly now: number; readonly most: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) => Number(new RegExp(`${name}:\\s*(\\d+)`).exec(status)?.[1]) / 1e3;
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
}

/** A ResNet-50 with its first weights: from opening it to the first layers on the screen, and to all of them. */
async function openLarge(): Promise<Figure[]> {
  const file = join(root, 'examples', 'resnet50.cnn.ts');
  const { spec } = await analyse(await loadSandbox(join(root, 'dist')), file);
  if (spec === null) throw new Error(`${file} is no model`);
  const client = new InspectorClient({ program });
  const started = performance.now();
  const since = () => (performance.now() - started) / 1000;
  const model = { ...spec, data: null };
  const facts = await client.open({ kind: 'model', model, folder: root, seed: 1 });
  const before = process.platform === 'linux' ? await memoryOf(client.pid!) : null;
  const pixels = Uint8Array.from({ length: sizeOf(spec.nodes[0]!.shape) }, (_, i) => (i * 7) % 256);
  const subject: Subject = { epoch: 0, image: { kind: 'pixels', pixels }, transform: null };
  await client.ask('maps', { ...subject, nodes: [0, 1, 2] });
  const first = since();
  await client.ask('look', { ...subject, nodes: [3, 4] });
  const opened = since();
  // As one scrolls through.
  for (const { node } of facts.layers.filter(({ node }) => node % 10 === 0))
    await client.ask('look', { ...subject, nodes: [node, node + 1].filter((one) => one < facts.layers.length) });
  const after = before && (await memoryOf(client.pid!));
  client.dispose();
  return [
    { what: 'ResNet-50 at 224×224: first layers', value: first, unit: 's' },
    { what: 'ResNet-50 at 224×224: open', value: opened, unit: 's', goal: { atMost: 3 } },
    ...(before && after
      ? [
          {
            what: 'ResNet-50: memory beyond a process that waits',
            value: after.most - before.now,
            unit: 'MB',
            goal: { atMost: 1000 },
          },
        ]
      : []),
  ];
}

const figures = [...(await openLarge()), ...(await costs({ 'leafs through images': 1000, 'moves a slider': 30 }))];
await writeResults('viewing', figures);
for (const { what, value, unit } of figures) console.log(`${what}: ${value.toFixed(1)} ${unit}`);
