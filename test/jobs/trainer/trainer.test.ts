/** The trainer process as shipped: `dist/trainer.cjs`. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EvaluatedModel } from '../../../src/jobs/trainer/evaluatedModel.ts';
import type { NewRun } from '../../../src/jobs/trainer/request.ts';
import { startTrainer } from '../../../src/jobs/trainer/start.ts';
import { analyse } from '../../../src/sandbox/analyse.ts';
import { digestOf } from '../../../src/sandbox/digest.ts';
import { runLayout } from '../../../src/training/layout.ts';
import { isAlive, MetricsReader, processExists, readRun, runState } from '../../../src/training/runReader.ts';
import { readSafetensors } from '../../../src/training/safetensors.ts';
import { testSandbox } from '../../sandbox/sandbox.ts';
import { tinyModelSource, writeTinyData } from '../../training/tinyData.ts';

const trainer = path.resolve(import.meta.dirname, '../../../dist/trainer.cjs');

describe('trainer process', function () {
  // Each test starts processes.
  this.timeout(60_000);
  let folder: string;
  let modelFile: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    modelFile = path.join(folder, 'corners.cnn.ts');
    await writeTinyData(folder);
    await writeFile(modelFile, tinyModelSource());
  });
  after(() => rm(folder, { recursive: true }));

  const request = (name: string, change: Partial<NewRun> = {}): NewRun => ({
    kind: 'new',
    modelFile,
    run: path.join(folder, name),
    device: 'cpu',
    threads: 1,
    epochs: 10_000,
    seed: null,
    maxSteps: null,
    ...change,
  });

  async function until(condition: () => Promise<boolean>): Promise<void> {
    while (!(await condition())) await delay(10);
  }
  const stepsOf = async (run: string) =>
    (await new MetricsReader(run).read()).events.filter(({ event }) => event === 'step').length;

  it('trains to the end and keeps a log', async () => {
    const { started, ended } = await startTrainer(trainer, request('done', { epochs: 2 }));
    const run = await started;
    assert.equal(await ended, null);
    assert.equal((await readRun(run)).status.state, 'done');
    assert.match(
      await readFile(path.join(run, runLayout.log), 'utf8'),
      /started\n.* on CPU, .*\n.* done after 12 steps/,
    );
  });

  it('takes a model as its editor has evaluated it, as long as the files still say that', async () => {
    const { spec, files, digest } = await analyse(await testSandbox(), modelFile);
    assert.ok(spec && digest);
    const evaluated = { model: { ...spec, name: 'as evaluated' }, files, digest };
    const nameOf = async (name: string, given: EvaluatedModel | null) => {
      const { started, ended } = await startTrainer(trainer, request(name, { epochs: 1 }), given);
      const { manifest } = await readRun(await started);
      assert.equal(await ended, null);
      return manifest.name;
    };
    assert.equal(await nameOf('evaluated', evaluated), 'as evaluated');
    assert.equal(await nameOf('other text', { ...evaluated, digest: digestOf(['// another text']) }), spec.name);
    assert.equal(await nameOf('other file', { ...evaluated, files: [`${modelFile}.gone`] }), spec.name);
    assert.equal(await nameOf('not evaluated', null), spec.name);
  });

  it('says why it cannot begin', async () => {
    const missing = path.join(folder, 'nowhere.cnn.ts');
    const { started, ended } = await startTrainer(trainer, request('never', { modelFile: missing }));
    await assert.rejects(started, /There is no model file .*nowhere\.cnn\.ts/);
    assert.match((await ended)?.message ?? '', /There is no model file/);
  });

  it('is known to be gone after kill -9 within an epoch, and resumes to the very same weights', async () => {
    const { pid, started, ended } = await startTrainer(trainer, request('killed'));
    const run = await started;
    await until(async () => (await stepsOf(run)) > 20);
    process.kill(pid, 'SIGKILL');
    assert.match((await ended)?.message ?? '', /ended by SIGKILL/);
    const { status } = await readRun(run);
    assert.equal(status.state, 'running');
    assert.equal(await runState(status), 'killed');

    const maxSteps = (await stepsOf(run)) + 20;
    assert.equal(await (await startTrainer(trainer, { kind: 'resume', run, maxSteps })).ended, null);
    assert.equal(await (await startTrainer(trainer, request('whole', { maxSteps }))).ended, null);
    const stateOf = async (folder: string) => (await readSafetensors(path.join(folder, runLayout.state))).tensors;
    assert.deepEqual(await stateOf(run), await stateOf(path.join(folder, 'whole')));
    // The metrics are those of one run without a break.
    const { events } = await new MetricsReader(run).read();
    const steps = events.flatMap((event) => (event.event === 'step' ? [event.step] : []));
    assert.deepEqual(
      steps,
      Array.from({ length: maxSteps }, (_, i) => i + 1),
    );
  });

  it('outlives the process that started it', async () => {
    const run = path.join(folder, 'outlives');
    const source = path.resolve(import.meta.dirname, '../../../src/jobs/trainer/start.ts');
    const parent = spawn(process.execPath, [
      '--input-type=module',
      '--eval',
      `const { startTrainer } = await import(${JSON.stringify(source)});
       const { started } = await startTrainer(${JSON.stringify(trainer)}, ${JSON.stringify(request('outlives'))});
       // Nothing of the trainer keeps this process alive.
       setInterval(() => undefined, 1000);
       await started;
       process.exit();`,
    ]);
    assert.equal(await new Promise((resolve) => parent.on('exit', resolve)), 0);
    const { status } = await readRun(run);
    const before = await stepsOf(run);
    await until(async () => (await stepsOf(run)) > before + 20);
    assert.ok(await isAlive(status));
    process.kill(status.pid, 'SIGTERM');
    await until(async () => (await readRun(run)).status.state === 'interrupted');
    await until(async () => !processExists(status.pid));
  });
});
