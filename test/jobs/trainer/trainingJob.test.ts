import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { adam, adamW, cosine, exponential, rmsprop, sgd, stepDecay, warmup } from '../../../src/cnn/index.ts';
import { UserError } from '../../../src/data/userError.ts';
import { subjectOfRun } from '../../../src/export/subject.ts';
import { evaluateCheckpoint } from '../../../src/jobs/runs/evaluation.ts';
import { openChannel } from '../../../src/jobs/socket.ts';
import type { TrainerFunctions, WatcherFunctions } from '../../../src/jobs/trainer/protocol.ts';
import type { NewRun } from '../../../src/jobs/trainer/request.ts';
import { type JobListener, runTrainingJob } from '../../../src/jobs/trainer/trainingJob.ts';
import type { ModelSpec, TrainingSpec } from '../../../src/model/spec.ts';
import type { TrainingEvent } from '../../../src/training/events.ts';
import { runLayout } from '../../../src/training/layout.ts';
import { readState } from '../../../src/training/progress.ts';
import {
  listCheckpoints,
  listRuns,
  MetricsReader,
  readEvaluation,
  readModel,
  readRun,
  runState,
} from '../../../src/training/runReader.ts';
import { readSafetensors, writeSafetensors } from '../../../src/training/safetensors.ts';
import { skip } from '../../support/skip.ts';
import { writeTinyData } from '../../training/tinyData.ts';
import { tinyModel, trainingOf } from '../../training/tinyModel.ts';

const never = new AbortController().signal;

describe('training job', () => {
  let folder: string;
  let modelFile: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    modelFile = path.join(folder, 'corners.cnn.ts');
    await writeTinyData(folder);
    await writeFile(modelFile, '// The model is given to the job as data in these tests.\n');
  });
  after(() => rm(folder, { recursive: true }));

  const reads = (model: ModelSpec) => async () => ({ model, files: [modelFile] });
  const request = (name: string, change: Partial<NewRun> = {}): NewRun => ({
    kind: 'new',
    modelFile,
    run: path.join(folder, name),
    device: 'cpu',
    threads: 1,
    epochs: null,
    seed: null,
    maxSteps: null,
    ...change,
  });

  interface Start {
    readonly training?: Partial<TrainingSpec>;
    readonly request?: Partial<NewRun>;
    readonly signal?: AbortSignal;
    readonly onEvent?: JobListener['onEvent'];
  }

  async function start(name: string, { training, request: change, signal = never, onEvent }: Start = {}) {
    const events: TrainingEvent[] = [];
    const end = await runTrainingJob(request(name, change), reads(tinyModel(training)), signal, {
      onEvent(event) {
        events.push(event);
        onEvent?.(event);
      },
    });
    return { end, events, run: end.run };
  }

  const resume = (run: string, options: { maxSteps?: number; signal?: AbortSignal } = {}) =>
    runTrainingJob(
      { kind: 'resume', run, maxSteps: options.maxSteps ?? null },
      () => assert.fail('a resumed run does not read the model file'),
      options.signal ?? never,
    );

  const weightsOf = (run: string, epoch: number) => readFile(path.join(run, runLayout.checkpoint(epoch)));

  /** What a run's end consists of, times apart. */
  async function outcome(run: string) {
    const { tensors } = await readState(run, await readModel(run));
    const { events } = await new MetricsReader(run).read();
    const untimed = events
      .filter(({ event }) => event === 'step' || event === 'epoch' || event === 'checkpoint')
      .map((event) => ({ ...event, seconds: 0, imagesPerSecond: 0 }));
    return { tensors, untimed, evaluation: await readEvaluation(run) };
  }

  it('learns, and keeps everything in the run folder', async () => {
    const { end, events, run } = await start('learns', { training: { epochs: 8 } });
    assert.equal(end.reason, 'done');
    assert.equal(end.steps, 8 * 6);
    assert.ok(end.validationAccuracy! > 0.9, `accuracy ${end.validationAccuracy}`);
    const losses = events.filter((event) => event.event === 'epoch').map(({ trainLoss }) => trainLoss);
    assert.equal(losses.length, 8);
    assert.ok(losses.at(-1)! < losses[0]! / 2);
    assert.deepEqual(await listCheckpoints(run), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual((await new MetricsReader(run).read()).events, events);
    const { manifest, status } = await readRun(run);
    assert.deepEqual([manifest.name, manifest.stepsPerEpoch, manifest.device.threads], ['corners', 6, 1]);
    assert.equal(await runState(status), 'done');
    assert.equal(await readFile(path.join(run, manifest.source), 'utf8'), await readFile(modelFile, 'utf8'));

    const evaluation = await readEvaluation(run);
    assert.equal(evaluation?.accuracy, end.validationAccuracy);
    const diagonal = evaluation.confusion.reduce((sum, row, i) => sum + row[i]!, 0);
    assert.equal(diagonal / evaluation.images, evaluation.accuracy);
    assert.deepEqual(
      evaluation.confusion.map((row) => row.reduce((sum, n) => sum + n, 0)),
      [10, 10, 10, 10],
    );
    assert.equal(evaluation.top5Accuracy, 1);
    assert.deepEqual(await evaluateCheckpoint(run, null), evaluation);
    assert.ok((await evaluateCheckpoint(run, 0)).accuracy < evaluation.accuracy);
    await assert.rejects(evaluateCheckpoint(run, 9), /no weights of epoch 9; it has those of 0, 1, 2/);
  });

  it('goes on with a run whose model says less than it does today', async () => {
    const training = trainingOf({ optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }) });
    const whole = await start('says-all', { training });
    const parts = await start('says-less', { training, request: { maxSteps: 4 } });
    const file = path.join(parts.run, runLayout.model);
    const later = ['clipGradNorm', 'clipGradValue', 'labelSmoothing', 'dampening'];
    const model = await readFile(file, 'utf8');
    for (const name of later) assert.ok(model.includes(`"${name}"`), name);
    await writeFile(
      file,
      JSON.stringify(JSON.parse(model, (name, value) => (later.includes(name) ? undefined : value))),
    );
    await resume(parts.run);
    assert.deepEqual(await outcome(parts.run), await outcome(whole.run));
  });

  it('names its folder by time and model where none is asked for', async () => {
    const { run } = await start('-', { request: { run: null, maxSteps: 1 } });
    assert.deepEqual(
      (await listRuns(folder)).map((each) => each.folder),
      [run],
    );
    assert.match(path.basename(run), /^\d{4}-\d\d-\d\d-\d{6}-corners$/);
  });

  it('thins out what it keeps, the first and the last apart, and resumes all the same', async () => {
    const { run } = await start('thin', { training: { epochs: 5 }, request: { checkpointEvery: 3, maxSteps: 14 } });
    assert.deepEqual(await listCheckpoints(run), [0]);
    await resume(run);
    assert.deepEqual(await listCheckpoints(run), [0, 3, 5]);
    const whole = await start('thick', { training: { epochs: 5 } });
    assert.ok((await weightsOf(run, 5)).equals(await weightsOf(whole.run, 5)));
  });

  it('gives the same weights for the same seed, others for another', async () => {
    const [a, b, c] = [await start('a'), await start('b'), await start('c', { request: { seed: 4 } })];
    assert.deepEqual(await outcome(a.run), await outcome(b.run));
    assert.ok((await weightsOf(a.run, 4)).equals(await weightsOf(b.run, 4)));
    assert.ok(!(await weightsOf(a.run, 0)).equals(await weightsOf(c.run, 0)));
  });

  it('resumes exactly, from within an epoch and between two', async () => {
    const whole = await start('whole');
    const parts = await start('parts', { request: { maxSteps: 3 } });
    // 6 steps an epoch: the first ends within one, the second between two, the third within again.
    for (const maxSteps of [12, 17]) assert.equal((await resume(parts.run, { maxSteps })).steps, maxSteps);
    assert.equal((await resume(parts.run)).reason, 'done');
    assert.deepEqual(await outcome(parts.run), await outcome(whole.run));
    for (const epoch of [1, 2, 3, 4]) {
      assert.ok((await weightsOf(parts.run, epoch)).equals(await weightsOf(whole.run, epoch)), `epoch ${epoch}`);
    }
  });

  // Every optimizer with all the state it can have, every schedule, and both ways of clipping.
  for (const [index, options] of [
    { optimizer: adamW({ learningRate: warmup(cosine(0.01), { epochs: 1.5 }) }), clipGradNorm: 0.5 },
    { optimizer: adam({ learningRate: stepDecay(0.01, { steps: 5, gamma: 0.5 }), weightDecay: 0.01 }) },
    { optimizer: rmsprop({ momentum: 0.5, centered: true, learningRate: 1e-3 }), clipGradValue: 0.01 },
    { optimizer: rmsprop({ learningRate: warmup(exponential(1e-3, { gamma: 0.8 }), { steps: 4 }) }) },
    { optimizer: sgd({ momentum: 0.9, dampening: 0.2, learningRate: warmup(0.05, { steps: 9 }) }) },
  ].entries()) {
    const training = { ...trainingOf(options), seed: 3 };
    const { kind, learningRate } = training.optimizer;

    it(`resumes exactly with ${kind}, its rate ${learningRate.kind}, and is the same twice`, async () => {
      const whole = await start(`once-${index}`, { training });
      const again = await start(`twice-${index}`, { training });
      const parts = await start(`resumed-${index}`, { training, request: { maxSteps: 4 } });
      await resume(parts.run, { maxSteps: 11 });
      await resume(parts.run);
      const expected = await outcome(whole.run);
      for (const { run } of [again, parts]) {
        assert.deepEqual(await outcome(run), expected);
        assert.ok((await weightsOf(run, 3)).equals(await weightsOf(whole.run, 3)));
      }
    });
  }

  for (const kind of ['binaryCrossEntropy', 'meanSquaredError'] as const) {
    it(`learns two classes by one output and ${kind}`, async () => {
      const two = await mkdtemp(path.join(folder, 'two-'));
      await writeTinyData(two, { classes: 2 });
      const model = tinyModel({ loss: { kind }, epochs: 10 }, 1);
      const end = await runTrainingJob(
        request(kind, { modelFile: path.join(two, 'corners.cnn.ts') }),
        async () => ({ model, files: [modelFile] }),
        never,
      );
      assert.ok(end.trainAccuracy! > 0.9 && end.validationAccuracy! > 0.9, JSON.stringify(end));
      const evaluation = await evaluateCheckpoint(end.run, null);
      assert.deepEqual(evaluation, await readEvaluation(end.run));
      assert.deepEqual([evaluation.classNames, evaluation.top5Accuracy], [['0', '1'], 1]);
      assert.deepEqual(
        evaluation.confusion.map((row) => row.reduce((sum, n) => sum + n, 0)),
        [20, 20],
      );
      assert.equal((evaluation.confusion[0]![0]! + evaluation.confusion[1]![1]!) / 40, evaluation.accuracy);
    });

    it(`learns four classes by as many outputs and ${kind}`, async () => {
      const { end } = await start(`four-${kind}`, { training: { loss: { kind }, epochs: 12 } });
      assert.ok(end.validationAccuracy! > 0.9, JSON.stringify(end));
    });
  }

  it('refuses labels that one output cannot tell apart', async () => {
    await fails(
      runTrainingJob(request('one-output'), reads(tinyModel({ loss: { kind: 'binaryCrossEntropy' } }, 1)), never),
      'label-range',
      'has 2 classes, 0 … 1',
      'at least 3 outputs',
    );
  });

  it('resumes exactly with momentum, and leaves a finished run as it is', async () => {
    const optimizer = {
      kind: 'sgd',
      learningRate: { kind: 'constant', learningRate: 0.05 },
      momentum: 0.9,
      dampening: 0,
      nesterov: true,
      weightDecay: 1e-4,
    } as const;
    const whole = await start('whole-sgd', { training: { optimizer } });
    const parts = await start('parts-sgd', { training: { optimizer }, request: { maxSteps: 8 } });
    await resume(parts.run);
    await resume(parts.run);
    assert.deepEqual(await outcome(parts.run), await outcome(whole.run));
  });

  it('finds its data again where the folder was moved with its runs', async () => {
    const before = await mkdtemp(path.join(folder, 'before-'));
    await writeTinyData(before);
    const { run } = await start('-', {
      request: { modelFile: path.join(before, 'corners.cnn.ts'), run: null, maxSteps: 2 },
    });
    const after = path.join(folder, 'after');
    await rename(before, after);
    assert.equal((await resume(path.join(after, path.relative(before, run)))).reason, 'done');
  });

  it('stops after the step under way when it is told to, and can be resumed', async () => {
    const stop = new AbortController();
    const { end, run } = await start('stopped', {
      signal: stop.signal,
      onEvent: (event) => {
        if (event.event === 'step' && event.step === 9) stop.abort();
      },
    });
    // Steps are told when the weights of the epoch before are written; more may have been done by then.
    assert.ok(end.reason === 'interrupted' && end.steps >= 9 && end.steps < 24, JSON.stringify(end));
    assert.equal((await readRun(run)).status.state, 'interrupted');
    await resume(run);
    assert.deepEqual(await outcome(run), await outcome((await start('not-stopped')).run));
  });

  it('stops over its socket; the request settles when the state is written', async () => {
    let stopped: Promise<void> | null = null;
    let told = 0;
    const { end, run } = await start('socket', {
      training: { epochs: 10_000 },
      onEvent: async (event) => {
        if (event.event !== 'step' || event.step !== 2) return;
        const { status } = await readRun(path.join(folder, 'socket'));
        const channel = openChannel<TrainerFunctions, WatcherFunctions>(net.connect(status.socket!), {
          changed: () => {
            told++;
          },
        });
        stopped = new Promise((resolve, reject) => {
          setTimeout(() => channel.stop().then(resolve, reject), 200);
        });
      },
    });
    await stopped;
    assert.equal(end.reason, 'interrupted');
    assert.ok(told > 0);
    const { metadata } = await readSafetensors(path.join(run, runLayout.state));
    assert.equal(Number(metadata.step), end.steps);
  });

  it('resumes after a crash that left later metrics and a torn line', async () => {
    const { run } = await start('crashed', { request: { maxSteps: 14 } });
    const state = await readFile(path.join(run, runLayout.state));
    await resume(run, { maxSteps: 16 });
    // As after a crash: an older state, metrics beyond it.
    await writeFile(path.join(run, runLayout.state), state);
    await writeFile(path.join(run, runLayout.metrics), '{"event":"st', { flag: 'a' });
    await resume(run);
    assert.deepEqual(await outcome(run), await outcome((await start('not-crashed')).run));
  });

  it('begins anew where nothing was kept to go on from, and ends with the same bytes', async () => {
    const whole = await start('never-killed');
    // Killed before its first weights were written, within its first epoch, and at its end before the state was.
    for (const [name, maxSteps, kept] of [
      ['killed-early', 1, []],
      ['killed', 4, [0]],
      ['killed-late', 6, [0, 1]],
    ] as const) {
      const { run } = await start(name, { request: { maxSteps } });
      await rm(path.join(run, runLayout.state));
      if (kept.length === 0) await rm(path.join(run, runLayout.checkpoint(0)));
      assert.deepEqual(await listCheckpoints(run), kept);
      const reader = new MetricsReader(run);
      const { events } = await reader.read();
      assert.equal(events.filter(({ event }) => event === 'step').length, maxSteps);
      await resume(run);
      assert.equal((await reader.read()).reset, true);
      assert.deepEqual(await outcome(run), await outcome(whole.run));
      for (const epoch of [0, 4]) {
        assert.ok((await weightsOf(run, epoch)).equals(await weightsOf(whole.run, epoch)), `${name}: epoch ${epoch}`);
      }
    }
  });

  it('evaluates the first weights of a run that was stopped before its first step', async () => {
    const { run } = await start('not-begun', { request: { maxSteps: 1 } });
    const expected = await evaluateCheckpoint(run, 0);
    await rm(path.join(run, runLayout.state));
    assert.deepEqual(await evaluateCheckpoint(run, null), expected);
  });

  it('keeps the weights of an epoch once: the state beside them names it', async () => {
    const { run } = await start('once', { request: { maxSteps: 24 }, training: { epochs: 6 } });
    const file = path.join(run, runLayout.state);
    // Stopped as an epoch ends, the state has weights of its own; killed, it has those of the epoch.
    assert.ok('dense_1.weight' in (await readSafetensors(file)).tensors);
    await resume(run);
    const { tensors, metadata } = await readSafetensors(file);
    assert.equal(metadata.weightsOfEpoch, '6');
    assert.ok(Object.keys(tensors).every((name) => name.includes('/')));
    const { tensors: weights } = await readSafetensors(path.join(run, runLayout.checkpoint(6)));
    assert.deepEqual((await readState(run, await readModel(run))).tensors, { ...weights, ...tensors });
    await rm(path.join(run, runLayout.checkpoint(6)));
    const gone = 'has no checkpoints/epoch-0006.safetensors, which its state.safetensors needs';
    await fails(resume(run), 'not-resumable', gone, 'train the model again');
    await writeSafetensors(file, { tensors, metadata: { ...metadata, weightsOfEpoch: 'latest' } });
    await fails(resume(run), 'file-damaged', 'weightsOfEpoch is latest');
  });

  it('goes on from the weights of an epoch after a crash within the next', async () => {
    const [state, atEpoch] = [path.join(folder, 'in-next', runLayout.state), path.join(folder, 'at-epoch')];
    const { run } = await start('in-next', {
      request: { maxSteps: 16 },
      // Told when the weights and the state of epoch 2, step 12, are written.
      onEvent: (event) => event.event === 'step' && event.step === 14 && copyFileSync(state, atEpoch),
    });
    await rename(atEpoch, state);
    assert.equal((await readSafetensors(state)).metadata.weightsOfEpoch, '2');
    await resume(run);
    assert.deepEqual(await outcome(run), await outcome((await start('no-crash')).run));
  });

  async function fails(promise: Promise<unknown>, code: string, ...parts: readonly (string | RegExp)[]) {
    await assert.rejects(promise, (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.equal(error.code, code, error.message);
      for (const part of parts) {
        const found = typeof part === 'string' ? error.message.includes(part) : part.test(error.message);
        assert.ok(found, `${error.message} lacks ${part}`);
      }
      return true;
    });
  }

  it('stops at the last good checkpoint when the loss is lost, and names the step', async () => {
    const learningRate = { kind: 'constant', learningRate: 1e30 } as const;
    const optimizer = {
      kind: 'sgd',
      learningRate,
      momentum: 0,
      dampening: 0,
      nesterov: false,
      weightDecay: 0,
    } as const;
    const events: TrainingEvent[] = [];
    await fails(
      start('nan', { training: { optimizer }, onEvent: (event) => events.push(event) }),
      'loss-not-finite',
      /at step \d+ \(epoch 1\)/,
      'checkpoints/epoch-0000.safetensors',
      'Lower the learning rate',
    );
    const run = path.join(folder, 'nan');
    const error = events.at(-1);
    assert.ok(error?.event === 'error' && error.kind === 'user');
    const { status } = await readRun(run);
    assert.equal(status.state, 'failed');
    assert.equal(status.error?.message, error.message);
    assert.deepEqual((await new MetricsReader(run).read()).events.at(-1), error);
    assert.deepEqual(await listCheckpoints(run), [0]);
    for (const { data } of Object.values((await readState(run, await readModel(run))).tensors)) {
      assert.ok(data.every(Number.isFinite));
    }
  });

  it('replaces nothing good by a state that is not finite, though loss and weights are', async () => {
    const { run } = await start('overflow', { request: { maxSteps: 3 } });
    const file = path.join(run, runLayout.state);
    // Outputs of 1e25 leave the loss finite; the squares of their gradients, which Adam keeps, are not.
    const { tensors, metadata } = await readSafetensors(file);
    const { shape, data } = tensors['dense_2.weight']!;
    const large = { shape, data: data.map((value) => 1e25 * value) };
    await writeSafetensors(file, { tensors: { ...tensors, 'dense_2.weight': large }, metadata });
    const before = await readFile(file);
    const inMoment = /secondMoment\/\S+ contained Infinity after step \d/;
    // Told to stop within the epoch, and at its end.
    for (const options of [{ maxSteps: 4 }, {}]) {
      await fails(resume(run, options), 'loss-not-finite', inMoment, 'kept in checkpoints/epoch-0000.safetensors');
      assert.ok((await readFile(file)).equals(before));
      assert.deepEqual(await listCheckpoints(run), [0]);
    }
    const losses = (await new MetricsReader(run).read()).events.filter((event) => event.event === 'step');
    assert.ok(losses.length === 6 && losses.every(({ loss }) => Number.isFinite(loss)));
  });

  it('refuses a run folder that holds something, and makes none where the model or data are wrong', async () => {
    await fails(start('.'), 'out-not-empty', 'is not empty', '--resume');
    const wrong = tinyModel();
    await fails(
      runTrainingJob(request('no-data'), reads({ ...wrong, data: null }), never),
      'no-data',
      'Add data: mnist()',
    );
    await fails(
      runTrainingJob(request('no-training'), reads({ ...wrong, training: null }), never),
      'no-training',
      modelFile,
    );
    await fails(
      start('device', { request: { device: process.platform === 'darwin' ? 'dml' : 'coreml' } }),
      'device-unavailable',
      'auto takes what works here',
    );
    const names = await readdir(folder);
    assert.ok(!['no-data', 'no-training', 'device'].some((name) => names.includes(name)));
  });

  it('lets one of two that resume at once go on, and tells the other who has the run', async () => {
    const { run } = await start('contended', { request: { maxSteps: 2 } });
    const whole = await start('alone');
    const both = await Promise.allSettled([resume(run), resume(run)]);
    const refused = both.filter((each) => each.status === 'rejected').map(({ reason }) => reason);
    assert.equal(refused.length, 1);
    await fails(Promise.reject(refused[0]), 'run-busy', `process ${process.pid}`);
    assert.deepEqual(await outcome(run), await outcome(whole.run));
  });

  it('leaves the status as it was where a run cannot be resumed', async () => {
    const { run } = await start('no-state', { request: { maxSteps: 14 } });
    const status = path.join(run, runLayout.status);
    const before = await readFile(status, 'utf8');
    await rm(path.join(run, runLayout.state));
    await fails(resume(run), 'not-resumable', 'has weights of epoch 2 but no state.safetensors');
    assert.equal(await readFile(status, 'utf8'), before);
  });

  it('tells the first thing that is wrong with a run where several are, whoever asks', async () => {
    const { run } = await start('damaged', { request: { maxSteps: 14 } });
    const asked = [() => resume(run), () => evaluateCheckpoint(run, null), () => subjectOfRun(run, null)];
    const told = async (...words: [string, ...string[]]) => {
      for (const ask of asked) await fails(ask(), ...words);
    };
    await rm(path.join(run, runLayout.state));
    await told('not-resumable', runLayout.state);
    const damage = (name: string) => writeFile(path.join(run, name), '{');
    for (const name of [runLayout.model, runLayout.status, runLayout.manifest]) {
      await damage(name);
      await told('file-damaged', path.join(run, name));
    }
  });

  it('keeps a log of its beginnings and ends', async () => {
    const { run } = await start('logged', { request: { maxSteps: 2 } });
    await resume(run);
    const log = await readFile(path.join(run, runLayout.log), 'utf8');
    assert.match(
      log,
      /^\S+Z process \d+: started\n\S+Z on CPU, .*\n\S+Z done after 2 steps\n\S+Z process \d+: resumed\n.*\n\S+Z done after/,
    );
  });

  it('says so where the temporary folder takes no socket', async function () {
    if (process.platform === 'win32') skip(this, 'on Windows sockets are no files.');
    const { TMPDIR } = process.env;
    process.env.TMPDIR = path.join(folder, 'no-such-folder');
    try {
      await fails(start('no-socket'), 'no-socket', 'no-such-folder', 'TMPDIR');
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });

  it('names a folder that cannot be written', async () => {
    await fails(start(path.join('corners.cnn.ts', 'run')), 'not-writable', path.join(modelFile, 'run'), 'is a file');
  });

  it('refuses to resume what is no run, a newer one and one that is being trained', async () => {
    await fails(resume(path.join(folder, 'nowhere')), 'not-a-run', 'nowhere');
    const { run } = await start('newer', { request: { maxSteps: 1 } });
    const manifest = path.join(run, runLayout.manifest);
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"version": 1', '"version": 2'));
    await fails(resume(run), 'run-newer', 'its version is 2');

    const stop = new AbortController();
    let second: Promise<unknown> | null = null;
    await start('busy', {
      signal: stop.signal,
      training: { epochs: 10_000 },
      onEvent: (event) => {
        if (event.event !== 'step' || event.step !== 1) return;
        second = fails(resume(path.join(folder, 'busy')), 'run-busy', `process ${process.pid}`).finally(() =>
          stop.abort(),
        );
      },
    });
    assert.ok(second !== null);
    await second;
  });
});
