/** Runs `cnn-lab train` for the benches, in a process of its own as a user would, and listens to its events. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../scripts/paths.ts';
import type { TrainingEvent } from '../../src/training/events.ts';

export interface TrainRun {
  readonly events: readonly TrainingEvent[];
  /** Of the whole process, from start to end. */
  readonly wallSeconds: number;
}

export interface TrainRunOptions {
  /** The model file; LeNet-5 by default. */
  readonly model?: string;
  /** Also gets the trainer's process id. */
  readonly onEvent?: (event: TrainingEvent, pid: number) => void;
}

/** The run folder is removed afterwards. */
export async function runTraining(
  args: readonly string[],
  { model = join(root, 'examples', 'lenet5.cnn.ts'), onEvent = () => undefined }: TrainRunOptions = {},
): Promise<TrainRun> {
  const folder = await mkdtemp(join(tmpdir(), 'cnn-lab-bench-'));
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [join(root, 'dist', 'cli.cjs'), 'train', model, '--json', '--out', folder, ...args],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const events: TrainingEvent[] = [];
  for await (const line of createInterface(child.stdout)) {
    const event: TrainingEvent = JSON.parse(line);
    events.push(event);
    onEvent(event, child.pid ?? 0);
  }
  const code = await ended;
  const wallSeconds = (performance.now() - started) / 1000;
  await rm(folder, { recursive: true });
  const last = events.at(-1);
  if (code !== 0) throw new Error(last?.event === 'error' ? last.message : `cnn-lab train ended with ${code}`);
  return { events, wallSeconds };
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
