import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StepEvent } from '../../src/training/events.ts';
import { type RunStatus, runLayout } from '../../src/training/layout.ts';
import {
  isAlive,
  listCheckpoints,
  listRuns,
  MetricsReader,
  readCheckpointTensor,
  readEvaluation,
  readRun,
  runState,
  runsFolder,
} from '../../src/training/runReader.ts';
import { writeSafetensors } from '../../src/training/safetensors.ts';
import { manifest } from './manifest.ts';

const status: RunStatus = { state: 'running', pid: process.pid, socket: null, error: null };
const step = (n: number): StepEvent => ({ event: 'step', step: n, epoch: 1, loss: 1 / n, seconds: n / 80 });
const lineOf = (event: object) => `${JSON.stringify(event)}\n`;

describe('runReader', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function writeRun(run: string, content: object = manifest): Promise<string> {
    await mkdir(run, { recursive: true });
    await writeFile(path.join(run, runLayout.manifest), JSON.stringify(content));
    await writeFile(path.join(run, runLayout.status), JSON.stringify(status));
    return run;
  }

  it('lists runs newest first and leaves out what is no run', async () => {
    assert.deepEqual(await listRuns(folder), []);
    await writeRun(path.join(runsFolder(folder), 'old'));
    await writeRun(path.join(runsFolder(folder), 'new'), { ...manifest, createdAt: '2026-11-22T11:00:00.000Z' });
    await mkdir(path.join(runsFolder(folder), 'empty'));
    await writeFile(path.join(runsFolder(folder), 'a file'), '');
    assert.deepEqual(
      (await listRuns(folder)).map((run) => path.basename(run.folder)),
      ['new', 'old'],
    );
  });

  it('refuses a newer version by its number', async () => {
    await writeRun(folder, { version: 7, shapeUnknownToUs: true });
    await assert.rejects(readRun(folder), /newer CNN Lab: its version is 7, this one reads up to 1/);
  });

  it('names a folder that is no run, and a damaged file', async () => {
    await assert.rejects(readRun(folder), /is not a run folder/);
    await writeFile(path.join(folder, runLayout.manifest), '{"version":');
    await assert.rejects(readRun(folder), /run\.json is damaged/);
  });

  it('reads metrics as they grow and leaves a torn last line for later', async () => {
    const file = path.join(folder, runLayout.metrics);
    const reader = new MetricsReader(folder);
    assert.deepEqual(await reader.read(), { reset: false, events: [] });
    await writeFile(file, lineOf(step(1)) + lineOf(step(2)).slice(0, 9));
    assert.deepEqual(await reader.read(), { reset: false, events: [step(1)] });
    assert.deepEqual(await reader.read(), { reset: false, events: [] });
    await appendFile(file, lineOf(step(2)).slice(9) + lineOf(step(3)));
    assert.deepEqual(await reader.read(), { reset: false, events: [step(2), step(3)] });
  });

  it('says when the metrics were cut back by a resume, even if they have grown again since', async () => {
    const file = path.join(folder, runLayout.metrics);
    await writeFile(file, lineOf(step(1)) + lineOf(step(2)));
    const reader = new MetricsReader(folder);
    await reader.read();
    await writeFile(`${file}.new`, lineOf(step(1)) + lineOf(step(3)) + lineOf(step(4)));
    await rename(`${file}.new`, file);
    assert.deepEqual(await reader.read(), { reset: true, events: [step(1), step(3), step(4)] });
  });

  it('skips a line torn by a crash in the middle of the file', async () => {
    await writeFile(path.join(folder, runLayout.metrics), `${lineOf(step(1))}{"event":"st\n${lineOf(step(2))}`);
    assert.deepEqual((await new MetricsReader(folder).read()).events, [step(1), step(2)]);
  });

  it('lists checkpoints by epoch and reads one tensor of one', async () => {
    await mkdir(path.join(folder, 'checkpoints'));
    const tensor = { shape: [2], data: Float32Array.of(1, 2) };
    for (const epoch of [10, 0, 2]) {
      await writeSafetensors(path.join(folder, runLayout.checkpoint(epoch)), { tensors: { w: tensor }, metadata: {} });
    }
    await writeFile(path.join(folder, 'checkpoints', 'epoch-0003.safetensors.77.tmp'), '');
    assert.deepEqual(await listCheckpoints(folder), [0, 2, 10]);
    assert.deepEqual(await readCheckpointTensor(folder, 2, 'w'), tensor);
  });

  it('has no evaluation until it is written', async () => {
    assert.equal(await readEvaluation(folder), null);
  });

  it('takes a trainer for alive only while its socket answers', async () => {
    const socket =
      process.platform === 'win32' ? `\\\\.\\pipe\\cnn-lab-${process.pid}` : path.join(folder, 'trainer.sock');
    const running: RunStatus = { ...status, socket };
    assert.equal(await isAlive(running), false);
    assert.equal(await runState(running), 'killed');
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    assert.equal(await isAlive(running), true);
    assert.equal(await runState(running), 'running');
    await new Promise((resolve) => server.close(resolve));
    assert.equal(await isAlive(running), false);
    assert.equal(await runState({ ...running, state: 'done' }), 'done');
  });
});
