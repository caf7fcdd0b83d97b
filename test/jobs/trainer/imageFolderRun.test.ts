import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as cnn from '../../../src/cnn/index.ts';
import { permutation, uniform } from '../../../src/data/random.ts';
import { unwatched } from '../../../src/data/source.ts';
import { UserError } from '../../../src/data/userError.ts';
import { subjectOfRun } from '../../../src/export/subject.ts';
import { evaluateCheckpoint } from '../../../src/jobs/runs/evaluation.ts';
import { advance, noProgress } from '../../../src/jobs/runs/progress.ts';
import { TrainerServer } from '../../../src/jobs/trainer/server.ts';
import { runTrainingJob } from '../../../src/jobs/trainer/trainingJob.ts';
import type { TrainingEvent } from '../../../src/training/events.ts';
import { runLayout } from '../../../src/training/layout.ts';
import { writeStatus } from '../../../src/training/runFolder.ts';
import { MetricsReader, readRun } from '../../../src/training/runReader.ts';
import { png } from '../../data/imageFolder/png.ts';
import { specOf } from '../../model/build.ts';

const never = new AbortController().signal;
const side = 10;

/** Noise with a bright half, left or right, which no mirroring is to mix up: so top or bottom. */
function half(top: boolean, stream: number): Buffer {
  const noise = uniform({ seed: 8, purpose: 'initialise', stream, step: 0 }, 3 * side * side, 0, 120);
  const isBright = (i: number) => Math.floor(i / (3 * side)) < side / 2 === top;
  return png(
    side,
    side,
    noise.map((value, i) => value + (isBright(i) ? 100 : 0)),
  );
}

describe('training on a folder of images', () => {
  let folder: string;
  let modelFile: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    modelFile = path.join(folder, 'halves.cnn.ts');
    await writeFile(modelFile, '');
    for (const [index, name] of ['bottom', 'top'].entries()) {
      await mkdir(path.join(folder, 'halves', name), { recursive: true });
      for (let i = 0; i < 40; i++) {
        await writeFile(path.join(folder, 'halves', name, `${i}.png`), half(name === 'top', 100 * index + i));
      }
    }
  });
  afterEach(() => rm(folder, { recursive: true }));

  const model = specOf(
    cnn.model({
      name: 'halves',
      input: [3, 8, 8],
      layers: [cnn.conv2d(4, 3), cnn.relu(), cnn.flatten(), cnn.dense(2)],
      data: cnn.imageFolder('halves', {
        size: 8,
        augment: [cnn.randomCrop({ padding: 1 }), cnn.randomHorizontalFlip(), cnn.colorJitter({ brightness: 0.1 })],
      }),
      training: {
        epochs: 4,
        batchSize: 8,
        loss: cnn.crossEntropy(),
        optimizer: cnn.adam({ learningRate: 0.01 }),
        seed: 5,
      },
    }),
  );

  async function train(name: string, signal = never, maxSteps: number | null = null) {
    const events: TrainingEvent[] = [];
    const whole = { device: 'cpu', threads: 1, epochs: null, seed: null } as const;
    const end = await runTrainingJob(
      { kind: 'new', modelFile, run: path.join(folder, name), maxSteps, ...whole },
      async () => ({ model, files: [modelFile] }),
      signal,
      { onEvent: (event) => events.push(event) },
    );
    return { end, events, run: end.run };
  }

  const resume = (run: string) =>
    runTrainingJob({ kind: 'resume', run, maxSteps: null }, () => assert.fail('the model file is not read'), never);

  const weights = (run: string) => readFile(path.join(run, runLayout.checkpoint(4)));

  it('tells how far the images are read, learns them and names their classes', async () => {
    const { end, events, run } = await train('learns');
    assert.deepEqual(
      events.slice(0, 2).map(({ event }) => event),
      ['read', 'read'],
    );
    const last = events.findLast((event) => event.event === 'read');
    assert.deepEqual([last?.done, last?.total], [80, 80]);
    const reading = advance(noProgress, events.slice(0, 1)).reading;
    assert.equal(reading?.total, 80);
    assert.equal(advance(noProgress, events).reading, null);
    const start = events.find((event) => event.event === 'start');
    assert.deepEqual([start?.trainImages, start?.validationImages, start?.stepsPerEpoch], [64, 16, 8]);
    assert.ok(end.validationAccuracy! > 0.9, `accuracy ${end.validationAccuracy}`);
    assert.deepEqual((await readRun(run)).manifest.classNames, ['bottom', 'top']);
    const evaluation = await evaluateCheckpoint(run, null);
    assert.deepEqual([evaluation.accuracy, evaluation.classNames], [end.validationAccuracy, ['bottom', 'top']]);
    await rm(path.join(folder, '.cnn-lab', 'cache'), { recursive: true });
    const read: string[] = [];
    const onProgress = (done: number, total: number) => read.push(`${done}/${total}`);
    await evaluateCheckpoint(run, null, { ...unwatched, onProgress });
    assert.equal(read.at(-1), '80/80');
  });

  it('ends with the same bytes when it was stopped, and in another run', async () => {
    const whole = await weights((await train('whole')).run);
    assert.deepEqual(await weights((await train('again')).run), whole);
    const stop = new AbortController();
    const part = await runTrainingJob(
      {
        kind: 'new',
        modelFile,
        run: path.join(folder, 'part'),
        maxSteps: null,
        device: 'cpu',
        threads: 1,
        epochs: null,
        seed: null,
      },
      async () => ({ model, files: [modelFile] }),
      stop.signal,
      { onEvent: (event) => event.event === 'step' && event.step === 13 && stop.abort() },
    );
    assert.equal(part.reason, 'interrupted');
    await resume(part.run);
    assert.deepEqual(await weights(part.run), whole);
  });

  it('can be stopped while images are read, and resumed', async () => {
    const stopped = await train('stopped', AbortSignal.abort());
    assert.deepEqual([stopped.end.reason, stopped.end.steps, stopped.end.trainLoss], ['interrupted', 0, null]);
    await resume(stopped.run);
    assert.deepEqual(await weights(stopped.run), await weights((await train('whole')).run));
  });

  it('does not go on with other images than it began with', async () => {
    const { run } = await train('changed', never, 3);
    const facts = async () => (await subjectOfRun(run, null)).facts(unwatched);
    const before = await facts();
    await writeFile(path.join(folder, 'halves/top/new.png'), half(true, 999));
    const changed = (error: unknown) =>
      error instanceof UserError && error.code === 'data-changed' && error.message.includes('there are 81 now');
    await assert.rejects(resume(run), changed);
    await assert.rejects(evaluateCheckpoint(run, null), changed);
    // Its weights belong to the mean and deviation of the images that it learned from, which the run keeps.
    assert.deepEqual(await facts(), before);
    await rm(path.join(run, runLayout.data));
    await assert.rejects(facts(), changed);
  });

  it('fails with the images that cannot be read, in the run folder as well', async () => {
    await writeFile(path.join(folder, 'halves/top/7.png'), 'no image');
    await assert.rejects(train('fails'), /1 of 80 images cannot be read[\s\S]*top.7\.png: it is not an image/);
    const { status } = await readRun(path.join(folder, 'fails'));
    assert.deepEqual([status.state, status.error?.code], ['failed', 'image-unreadable']);
  });

  it('begins anew in the folder of a run without steps, and keeps what else is there', async () => {
    await writeFile(path.join(folder, 'halves/top/7.png'), 'no image');
    await assert.rejects(train('again'), { code: 'image-unreadable' });
    const run = path.join(folder, 'again');
    await writeFile(path.join(run, 'notes.txt'), 'mine');
    await writeFile(path.join(folder, 'halves/top/7.png'), half(true, 107));
    const { end, events } = await train('again');
    assert.deepEqual([end.run, end.reason, (await readRun(run)).status.state], [run, 'done', 'done']);
    const kept = (await new MetricsReader(run).read()).events;
    assert.deepEqual(
      kept.map(({ event }) => event),
      events.map(({ event }) => event),
    );
    assert.deepEqual(await weights(run), await weights((await train('other')).run));
    assert.equal(await readFile(path.join(run, 'notes.txt'), 'utf8'), 'mine');
    assert.match(await readFile(path.join(run, runLayout.log), 'utf8'), /cannot be read[\s\S]*done after/);
  });

  it('begins anew where it was stopped before its first step, but never over a step or a living trainer', async () => {
    const { run } = await train('once', AbortSignal.abort());
    const { status } = await readRun(run);
    const refused = { code: 'out-not-empty', message: /contains .* --resume/ };
    const trainer = await TrainerServer.start(() => undefined);
    await writeStatus(run, { ...status, state: 'running', socket: trainer.path });
    await assert.rejects(train('once'), refused);
    // As a trainer leaves it that is killed.
    await trainer.close();
    assert.equal((await train('once', never, 1)).end.steps, 1);
    await assert.rejects(train('once'), refused);
  });

  it('shuffles other than it splits', () => {
    const key = { seed: 5, stream: 0, step: 0 };
    assert.notDeepEqual(permutation({ ...key, purpose: 'split' }, 20), permutation({ ...key, purpose: 'shuffle' }, 20));
  });
});
