import type { RunManifest } from '../../src/training/layout.ts';

/** Of a run that a test lays out by hand. */
export const manifest: RunManifest = {
  version: 1,
  name: 'LeNet-5',
  modelFile: '/models/lenet5.cnn.ts',
  source: 'source/lenet5.cnn.ts',
  createdAt: '2026-11-22T10:00:00.000Z',
  device: { id: 'cpu', label: 'CPU, 2 threads', threads: 2 },
  seed: 1,
  epochs: 12,
  batchSize: 128,
  stepsPerEpoch: 469,
  classNames: ['0', '1'],
};
