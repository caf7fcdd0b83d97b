import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Jobs } from '../../../src/jobs/queue/jobs.ts';
import { JobQueue } from '../../../src/jobs/queue/queue.ts';
import { isActive, isResumable, type TrackedRun } from '../../../src/jobs/runs/trackedRun.ts';
import type { TrainingRequest } from '../../../src/jobs/trainer/request.ts';
import { startTrainer } from '../../../src/jobs/trainer/start.ts';
import { writeStatus } from '../../../src/training/runFolder.ts';
import { readRun } from '../../../src/training/runReader.ts';

const trainer = path.join(import.meta.dirname, '../smallTrainer.ts');

describe('training jobs of a window', function () {
  this.timeout(60_000);
  let root: string;
  const windows: Jobs[] = [];
  /** What trainers were started with. */
  const requests: TrainingRequest[] = [];
  const limits = { deadline: 5000, memory: 2 ** 27 };

  /** Another call is another window, or the same after a reload. */
  function openWindow(maximum = 1, queue = new JobQueue(path.join(root, 'shared'))): Jobs {
    const jobs = new Jobs({
      queue,
      start: (request) => {
        requests.push(request);
        return startTrainer(trainer, request);
      },
      maximum: () => maximum,
      concerns: () => true,
    });
    windows.push(jobs);
    return jobs;
  }

  /** Asks for a training of the model of this name; gives its run folder. */
  async function train(jobs: Jobs, name: string): Promise<string> {
    const modelFile = path.join(root, `${name}.cnn.ts`);
    const run = await jobs.newRunFolder(modelFile, name);
    await jobs.train({ name, modelFile, root, run, device: 'cpu', threads: null, checkpointEvery: 3, limits });
    return run;
  }

  /** Settles when the run is in this state; mocha's timeout says when it never is. */
  function reach(jobs: Jobs, folder: string, state: TrackedRun['state']): Promise<TrackedRun> {
    return new Promise((resolve) => {
      const look = () => {
        const run = jobs.runs().find((each) => each.folder === folder);
        if (run?.state !== state) return;
        jobs.off('change', look);
        resolve(run);
      };
      jobs.on('change', look);
      look();
    });
  }

  async function pidOf(folder: string): Promise<number> {
    return (await readRun(folder)).status.pid;
  }

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'cnn-jobs-'));
  });
  afterEach(async () => {
    for (const jobs of windows) {
      for (const run of jobs.runs().filter(isActive)) await jobs.stop(run.folder).catch(() => undefined);
      await jobs.dispose();
    }
    windows.length = 0;
    // A trainer that was told to stop may still be writing its last file.
    await rm(root, { recursive: true, maxRetries: 20, retryDelay: 100 });
  });

  it('starts a trainer, follows it and stops it so that it can be resumed', async () => {
    const jobs = openWindow();
    const folder = await train(jobs, 'net');
    assert.match(folder, /\.cnn-lab[/\\]runs[/\\]\d{4}-\d\d-\d\d-\d{6}-net$/);
    assert.equal((await reach(jobs, folder, 'running')).progress.epochs, 12);
    assert.equal((await readRun(folder)).manifest.checkpointEvery, 3);
    const request = requests.at(-1);
    assert.deepEqual(request?.kind === 'new' && request.limits, limits);
    await jobs.stop(folder);
    const stopped = await reach(jobs, folder, 'interrupted');
    assert.equal(isResumable(stopped), true);
    assert.deepEqual(jobs.ofModel(stopped.modelFile), stopped);
  });

  it('lets the second job wait for the first, and starts it then', async () => {
    const jobs = openWindow();
    const first = await train(jobs, 'a');
    const second = await train(jobs, 'b');
    await reach(jobs, first, 'running');
    await reach(jobs, second, 'waiting');
    await jobs.stop(first);
    await reach(jobs, second, 'running');
  });

  it('gives two trainings of one model in the same second two folders, and takes one back', async () => {
    const jobs = openWindow();
    const [first, second] = [await train(jobs, 'a'), await train(jobs, 'a')];
    assert.notEqual(first, second);
    const gone = new Promise<TrackedRun>((resolve) => jobs.once('gone', resolve));
    await jobs.stop(second);
    const { folder: taken, state } = await gone;
    assert.deepEqual([taken, state], [second, 'waiting']);
    assert.deepEqual(
      jobs.runs().map(({ folder }) => folder),
      [first],
    );
  });

  it('gives a folder once, also in the second in which the training that was to have it is taken back', async () => {
    const jobs = openWindow();
    await train(jobs, 'a');
    const waiting: string[] = [];
    for (let i = 0; i < 3; i++) {
      waiting.push(await train(jobs, 'b'));
      await jobs.stop(waiting[i] ?? '');
    }
    assert.equal(new Set(waiting).size, waiting.length);
  });

  it('stops a job that another window starts in the moment in which it is to be taken back', async () => {
    class SlowQueue extends JobQueue {
      override async cancel(id: string): Promise<boolean> {
        const other = openWindow(2);
        await other.proceed();
        await reach(other, second, 'running');
        return super.cancel(id);
      }
    }
    const jobs = openWindow(1, new SlowQueue(path.join(root, 'shared')));
    await reach(jobs, await train(jobs, 'a'), 'running');
    const second = await train(jobs, 'b');
    await reach(jobs, second, 'waiting');
    await jobs.stop(second);
    await reach(jobs, second, 'interrupted');
  });

  it('stops a trainer that ends in this very moment, before it has a run folder', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const ended = once(child, 'exit').then(() => null);
    const queue = new JobQueue(path.join(root, 'shared'));
    const start = async () => ({ pid: child.pid ?? assert.fail(), ended });
    const jobs = new Jobs({ queue, start, maximum: () => 1, concerns: () => true });
    windows.push(jobs);
    const folder = await train(jobs, 'net');
    await reach(jobs, folder, 'starting');
    const stopped = new Promise<void>((resolve) => child.once('exit', () => resolve(jobs.stop(folder))));
    child.kill();
    await stopped;
  });

  it('finds a training again that a closed window started', async () => {
    const before = openWindow();
    const folder = await train(before, 'net');
    await reach(before, folder, 'running');
    await before.dispose();
    const after = openWindow();
    await after.attach();
    const found = await reach(after, folder, 'running');
    assert.equal(found.name, 'net');
    await after.stop(folder);
    await reach(after, folder, 'interrupted');
  });

  it('learns of a trainer that was killed while no window was open', async () => {
    const before = openWindow();
    const folder = await train(before, 'net');
    await reach(before, folder, 'running');
    await before.dispose();
    process.kill(await pidOf(folder), 'SIGKILL');
    const after = openWindow();
    await after.attach();
    assert.equal((await reach(after, folder, 'killed')).name, 'net');
    await after.proceed();
    assert.deepEqual(await new JobQueue(path.join(root, 'shared')).jobs(), []);
  });

  it('finds the latest run of a model', async () => {
    const before = openWindow();
    const folder = await train(before, 'net');
    await reach(before, folder, 'running');
    await before.stop(folder);
    const after = openWindow();
    await after.trackLatest(path.join(root, 'net.cnn.ts'));
    await after.trackLatest(path.join(root, 'other.cnn.ts'));
    await reach(after, folder, 'interrupted');
    assert.equal(after.runs().length, 1);
  });

  it('reports a trainer that was killed, lets the next begin, and resumes the first', async () => {
    const jobs = openWindow();
    const first = await train(jobs, 'a');
    const second = await train(jobs, 'b');
    await reach(jobs, first, 'running');
    const states: (string | null)[] = [];
    jobs.on('change', (run, before) => {
      if (run.folder === first && run.state !== before) states.push(run.state);
    });
    process.kill(await pidOf(first), 'SIGKILL');
    await reach(jobs, first, 'killed');
    await reach(jobs, second, 'running');
    await jobs.resume(first);
    await jobs.stop(second);
    await reach(jobs, first, 'running');
    assert.deepEqual(states, ['killed', 'waiting', 'starting', 'running']);
  });

  it('tells what a trainer said that could not write it, and does not call it killed', async () => {
    const jobs = openWindow();
    const states: TrackedRun['state'][] = [];
    jobs.on('change', (run, before) => {
      if (run.state !== before) states.push(run.state);
    });
    const folder = await train(jobs, 'full');
    const { modelFile } = await reach(jobs, folder, 'running');
    await writeFile(modelFile, '');
    const failed = await reach(jobs, folder, 'failed');
    assert.equal(failed.error?.message, 'The disk is full.');
    assert.equal(isResumable(failed), true);
    assert.deepEqual(states.slice(-2), ['running', 'failed']);
    const run = await readRun(folder);
    assert.equal(run.status.state, 'running');
    // Whoever reads the folder alone takes it for killed.
    assert.deepEqual(jobs.stateOf({ run, state: 'killed' }), { state: 'failed', error: failed.error });
  });

  it('forgets a run whose folder is deleted', async () => {
    const jobs = openWindow();
    const folder = await train(jobs, 'net');
    await reach(jobs, folder, 'running');
    await jobs.stop(folder);
    await reach(jobs, folder, 'interrupted');
    const gone = new Promise<TrackedRun>((resolve) => jobs.once('gone', resolve));
    await rm(folder, { recursive: true, maxRetries: 20, retryDelay: 100 });
    assert.equal((await gone).folder, folder);
    assert.deepEqual(jobs.runs(), []);
  });

  it('follows no run that rests but the newest of its model, and looks at others when asked', async () => {
    const jobs = openWindow();
    const first = await train(jobs, 'net');
    await reach(jobs, first, 'running');
    await jobs.stop(first);
    await reach(jobs, first, 'interrupted');
    const second = await train(jobs, 'net');
    await reach(jobs, second, 'running');
    const { status } = await readRun(first);
    await writeStatus(first, { ...status, state: 'done' });
    await delay(300);
    assert.equal(jobs.runs().find(({ folder }) => folder === first)?.state, 'interrupted');
    await jobs.track(first);
    assert.equal((await reach(jobs, first, 'done')).progress.epochs, 12);
  });

  it('resumes a run once, asked for in two windows, and none that is running', async () => {
    const [one, two] = [openWindow(2), openWindow(2)];
    const folder = await train(one, 'net');
    await reach(one, folder, 'running');
    await assert.rejects(two.resume(folder), /cannot be resumed: it is running/);
    await one.stop(folder);
    await reach(one, folder, 'interrupted');
    await Promise.allSettled([one, two].map((jobs) => jobs.resume(folder)));
    assert.equal((await new JobQueue(path.join(root, 'shared')).jobs()).length, 1);
    await reach(one, folder, 'running');
  });

  it('says why a trainer failed before it had a run folder', async () => {
    const jobs = openWindow();
    const failure = new Promise<unknown>((resolve) => jobs.once('failure', (...told) => resolve(told)));
    const folder = await train(jobs, 'broken');
    assert.deepEqual(await failure, [{ folder, name: 'broken' }, 'The model is not valid.']);
    assert.deepEqual(jobs.runs(), []);
  });

  it('shows two windows the same, and starts a job once', async () => {
    const [one, two] = [openWindow(), openWindow()];
    const folder = await train(one, 'net');
    await reach(two, folder, 'running');
    assert.equal((await reach(one, folder, 'running')).folder, folder);
    await two.stop(folder);
    await reach(one, folder, 'interrupted');
  });
});
