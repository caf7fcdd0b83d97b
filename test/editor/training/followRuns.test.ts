import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { followRuns } from '../../../src/editor/training/followRuns.ts';
import type { JobsEvents } from '../../../src/jobs/queue/jobs.ts';
import { noProgress } from '../../../src/jobs/runs/progress.ts';
import type { TrackedRun } from '../../../src/jobs/runs/trackedRun.ts';

const run: TrackedRun = {
  folder: '/runs/1',
  name: 'net',
  modelFile: '/net.cnn.ts',
  state: 'running',
  progress: noProgress,
  error: null,
  createdAt: '2026-01-01T00:00:00.000Z',
};
const hour = 3_600_000;

describe('what follows the runs', () => {
  let jobs: EventEmitter<JobsEvents>;
  let shown: number;
  let following: { dispose(): void };
  const follow = (interval: number) => {
    following = followRuns(jobs, () => shown++, interval);
  };

  beforeEach(() => {
    jobs = new EventEmitter();
    shown = 0;
  });
  afterEach(() => following.dispose());

  it('shows progress no faster than it can be read', () => {
    follow(hour);
    for (let step = 0; step < 10; step++) jobs.emit('change', run, 'running');
    assert.equal(shown, 1);
  });

  it('shows at once that a run has ended, however shortly after its last step', () => {
    follow(hour);
    jobs.emit('change', run, 'running');
    jobs.emit('change', run, 'running');
    jobs.emit('change', { ...run, state: 'done' }, 'running');
    assert.equal(shown, 2);
  });

  it('shows at once that a run has come or gone', () => {
    follow(hour);
    jobs.emit('change', { ...run, state: 'waiting' }, null);
    jobs.emit('gone', run);
    assert.equal(shown, 2);
  });

  it('shows the last progress in the end', async () => {
    const last = new Promise<void>((resolve) => {
      following = followRuns(jobs, () => ++shown === 2 && resolve(), 20);
    });
    for (let step = 0; step < 3; step++) jobs.emit('change', run, 'running');
    await last;
  });

  it('shows nothing any more once it is disposed of', () => {
    follow(hour);
    following.dispose();
    jobs.emit('change', run, null);
    assert.equal(shown, 0);
  });
});
