/**
 * Run as a process of its own: everything a trainer does, except training. It takes a TrainingRequest, creates or
 * resumes the run folder, answers on its socket and writes a step every few milliseconds until it is stopped. A model
 * file named `broken.cnn.ts` fails before it has a run folder, as an invalid one does; `full.cnn.ts`, as soon as that
 * file exists, on a disk so full that its status cannot be written.
 */
import { appendFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { TrainingRequest } from '../../src/jobs/trainer/request.ts';
import { TrainerServer } from '../../src/jobs/trainer/server.ts';
import type { TrainingEvent } from '../../src/training/events.ts';
import { type RunStatus, runLayout } from '../../src/training/layout.ts';
import { createRunFolder, writeManifest, writeStatus } from '../../src/training/runFolder.ts';

const request: TrainingRequest = JSON.parse(process.argv[2] ?? 'null');
process.on('disconnect', () => undefined);

if (request.kind === 'new' && request.modelFile.endsWith('broken.cnn.ts')) {
  process.send?.({ kind: 'failed', message: 'The model is not valid.' });
  process.exit(1);
}

const folder = request.kind === 'new' ? await createRunFolder(request.modelFile, 'net', request.run) : request.run;
if (request.kind === 'new') {
  await writeManifest(folder, {
    version: 1,
    name: 'net',
    modelFile: request.modelFile,
    source: 'source/net.cnn.ts',
    createdAt: new Date().toISOString(),
    device: { id: 'cpu', label: 'CPU, 1 thread', threads: 1 },
    seed: 1,
    epochs: 12,
    batchSize: 128,
    stepsPerEpoch: 469,
    classNames: [],
    checkpointEvery: request.checkpointEvery,
  });
}

const server = await TrainerServer.start(() => void stop());
const status: RunStatus = { state: 'running', pid: process.pid, socket: server.path, error: null };
await writeStatus(folder, status);
tell({
  event: 'start',
  run: folder,
  model: 'net',
  device: 'cpu',
  deviceLabel: 'CPU, 1 thread',
  threads: 1,
  seed: 1,
  epochs: 12,
  batchSize: 128,
  stepsPerEpoch: 469,
  trainImages: 60_000,
  validationImages: 10_000,
  firstEpoch: 1,
});
const fills = request.kind === 'new' && request.modelFile.endsWith('full.cnn.ts') ? request.modelFile : null;
let step = 0;
let failing = false;
setInterval(() => {
  step++;
  tell({ event: 'step', step, epoch: 1, loss: 1 / step, seconds: step / 100 });
  if (failing || fills === null || !existsSync(fills)) return;
  failing = true;
  void fail();
}, 10);
process.on('SIGTERM', () => void stop());

function tell(event: TrainingEvent): void {
  appendFileSync(path.join(folder, runLayout.metrics), `${JSON.stringify(event)}\n`);
  server.changed();
}

async function fail(): Promise<void> {
  await server.close();
  // Slower than the second look of whoever watches.
  await delay(600);
  process.send?.({ kind: 'failed', message: 'The disk is full.' }, () => process.exit(1));
}

async function stop(): Promise<void> {
  await writeStatus(folder, { ...status, state: 'interrupted', socket: null });
  await server.close();
  process.exit(130);
}
