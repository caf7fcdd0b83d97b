import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunUpdate, RunWatcher } from '../../../src/jobs/runs/watcher.ts';
import { startTrainer } from '../../../src/jobs/trainer/start.ts';
import type { TrainingEvent } from '../../../src/training/events.ts';
import { type RunStatus, runLayout } from '../../../src/training/layout.ts';
import { manifest } from '../../training/manifest.ts';

const lineOf = (step: number) =>
  `${JSON.stringify({ event: 'step', step, epoch: 1, loss: 1 / step, seconds: step })}\n`;
const steps = (events: readonly TrainingEvent[]) =>
  events.map((event) => (event.event === 'step' ? event.step : event));

describe('run watcher', function () {
  this.timeout(60_000);
  let root: string;
  let folder: string;
  let watcher: RunWatcher | undefined;
  let updates: RunUpdate[];
  let errors: unknown[];
  let wake: () => void = () => undefined;

  const metrics = () => path.join(folder, runLayout.metrics);
  const writeStatus = (status: Partial<RunStatus>) =>
    writeFile(
      path.join(folder, runLayout.status),
      JSON.stringify({ state: 'running', pid: process.pid, socket: null, error: null, ...status }),
    );

  function watch(options = { pollBusy: 20, pollIdle: 40 }): void {
    watcher = new RunWatcher(
      folder,
      {
        onUpdate(update) {
          updates.push(update);
          wake();
        },
        onError(error) {
          errors.push(error);
          wake();
        },
      },
      options,
    );
  }

  /** Settles when what has been heard fulfils the condition; mocha's timeout says when it never does. */
  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  const heard = () => updates.flatMap(({ events }) => events);
  const state = () => updates.at(-1)?.state;

  /** A trainer of its own run folder, beside the one that other tests fill by hand, once it can be watched. */
  async function startSmallTrainer() {
    const script = path.join(import.meta.dirname, '../smallTrainer.ts');
    const modelFile = path.join(folder, 'net.cnn.ts');
    const run = path.join(folder, 'run');
    const { pid, ended } = await startTrainer(script, {
      kind: 'new',
      modelFile,
      run,
      device: 'cpu',
      threads: null,
      epochs: null,
      seed: null,
      maxSteps: null,
    });
    folder = run;
    // A watcher would lose its patience with a trainer that takes a second to start.
    while (!existsSync(path.join(run, runLayout.status))) await delay(10);
    return { pid, ended };
  }

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'cnn-run-'));
    folder = root;
    updates = [];
    errors = [];
    await writeFile(path.join(folder, runLayout.manifest), JSON.stringify(manifest));
  });
  afterEach(async () => {
    watcher?.dispose();
    await rm(root, { recursive: true });
  });

  it('gives a finished run all at once', async () => {
    await writeStatus({ state: 'done' });
    await writeFile(metrics(), lineOf(1) + lineOf(2));
    watch();
    await until(() => updates.length > 0);
    assert.deepEqual([state(), steps(heard()), updates[0]?.reset], ['done', [1, 2], false]);
    assert.equal(updates[0]?.run.manifest.name, 'LeNet-5');
  });

  it('waits for a folder that is not there yet, and says so', async () => {
    await rm(path.join(folder, runLayout.manifest));
    watch();
    await until(() => errors.length > 0);
    await writeStatus({ state: 'done' });
    await writeFile(path.join(folder, runLayout.manifest), JSON.stringify(manifest));
    await until(() => state() === 'done');
  });

  it('looks seldom at a folder that stays unreadable', async () => {
    await rm(path.join(folder, runLayout.manifest));
    watch({ pollBusy: 1, pollIdle: 60_000 });
    await until(() => errors.length === 50);
    await delay(100);
    assert.equal(errors.length, 50);
  });

  it('looks when a trainer says so, and hears of the end', async () => {
    const { ended } = await startSmallTrainer();
    watch({ pollBusy: 20, pollIdle: 60_000 });
    await until(() => steps(heard()).includes(5));
    await watcher?.stop();
    assert.equal(state(), 'interrupted');
    assert.deepEqual(steps(heard().slice(1, 6)), [1, 2, 3, 4, 5]);
    await ended;
  });

  it('finds out that a trainer was killed', async () => {
    const { pid } = await startSmallTrainer();
    watch({ pollBusy: 20, pollIdle: 60_000 });
    await until(() => state() === 'running');
    process.kill(pid, 'SIGKILL');
    await until(() => state() === 'killed');
    await assert.rejects(watcher?.stop() ?? Promise.resolve(), /ended from outside/);
  });

  it('sees a run that is resumed from its last checkpoint', async () => {
    await writeStatus({ state: 'interrupted' });
    await writeFile(metrics(), lineOf(1) + lineOf(2) + lineOf(3));
    watch();
    await until(() => state() === 'interrupted');
    // Replaced as a trainer does it: a file cut short would be read before it is filled again.
    await writeFile(`${metrics()}.new`, lineOf(1));
    await rename(`${metrics()}.new`, metrics());
    await until(() => updates.at(-1)?.reset === true);
    assert.deepEqual(steps(updates.at(-1)?.events ?? []), [1]);
  });
});
