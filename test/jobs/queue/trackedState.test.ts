import assert from 'node:assert/strict';
import { trackedState } from '../../../src/jobs/queue/trackedState.ts';
import type { RunManifest, RunStatus } from '../../../src/training/layout.ts';
import type { RunState } from '../../../src/training/runReader.ts';

const manifest: RunManifest = {
  version: 1,
  name: 'net',
  modelFile: '/w/net.cnn.ts',
  source: 'source/net.cnn.ts',
  createdAt: '2026-01-01T00:00:00.000Z',
  device: { id: 'cpu', label: 'CPU, 1 thread', threads: 1 },
  seed: 1,
  epochs: 2,
  batchSize: 4,
  stepsPerEpoch: 3,
  classNames: [],
};

/** What a run folder says that the process 7 has written. */
const folder = (state: RunState, error: RunStatus['error'] = null) => ({
  state,
  run: {
    folder: '/w/run',
    manifest,
    status: { state: state === 'killed' ? 'running' : state, pid: 7, socket: null, error },
  } as const,
});

const told = { code: 'told', message: 'The disk is full.' };

describe('state of a tracked run', () => {
  it('is what its folder says, with the failure told there', () => {
    const error = { kind: 'user', code: 'no-data', message: 'There is no data.' } as const;
    assert.deepEqual(trackedState(null, folder('failed', error), null), { state: 'failed', error });
    assert.deepEqual(trackedState(null, folder('killed'), null), { state: 'killed', error: null });
    assert.deepEqual(trackedState({ pid: 7 }, folder('running'), null), { state: 'running', error: null });
  });

  it('waits in the queue, and starts until the folder speaks of the trainer that was started', () => {
    assert.equal(trackedState({ pid: null }, null, null).state, 'waiting');
    assert.equal(trackedState({ pid: null }, folder('interrupted'), null).state, 'waiting');
    assert.equal(trackedState({ pid: 8 }, folder('interrupted'), null).state, 'starting');
    assert.equal(trackedState({ pid: 8 }, null, null).state, 'starting');
  });

  it('has failed, not been killed, where our own trainer said why and could not write it', () => {
    const trainer = { pid: 7, ended: true, failure: told };
    assert.deepEqual(trackedState(null, folder('killed'), trainer), { state: 'failed', error: told });
  });

  it('is not called killed before our own trainer had its last word', () => {
    assert.equal(trackedState(null, folder('killed'), { pid: 7, ended: false, failure: null }).state, 'running');
    assert.equal(trackedState(null, folder('killed'), { pid: 7, ended: true, failure: null }).state, 'killed');
  });

  it('is not that of an earlier trainer', () => {
    const earlier = { pid: 6, ended: true, failure: told };
    assert.deepEqual(trackedState(null, folder('killed'), earlier), { state: 'killed', error: null });
  });
});
