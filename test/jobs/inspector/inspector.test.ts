import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { constants, getPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { encode } from 'fast-png';
import { model as declare, dense, flatten } from '../../../src/cnn/index.ts';
import { InspectionCancelled, InspectorClient } from '../../../src/jobs/inspector/client.ts';
import type { InspectedFacts, Subject } from '../../../src/jobs/inspector/protocol.ts';
import type { NewRun } from '../../../src/jobs/trainer/request.ts';
import { runTrainingJob } from '../../../src/jobs/trainer/trainingJob.ts';
import { runLayout } from '../../../src/training/layout.ts';
import { processExists } from '../../../src/training/runReader.ts';
import { specOf } from '../../model/build.ts';
import { skip } from '../../support/skip.ts';
import { writeTinyData } from '../../training/tinyData.ts';
import { tinyModel } from '../../training/tinyModel.ts';

const program = path.resolve(import.meta.dirname, '../../../src/jobs/inspector/main.ts');

describe('inspector process', () => {
  let folder: string;
  let modelFile: string;
  let run: string;
  let client: InspectorClient;
  let facts: InspectedFacts;
  const heard: (readonly number[])[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    modelFile = path.join(folder, 'corners.cnn.ts');
    run = path.join(folder, 'run');
    await writeTinyData(folder);
    await writeFile(modelFile, '// The model is given to the job as data in these tests.\n');
    const request: NewRun = {
      kind: 'new',
      modelFile,
      run,
      device: 'cpu',
      threads: 1,
      epochs: 3,
      seed: null,
      maxSteps: null,
    };
    const read = async () => ({ model: tinyModel(), files: [modelFile] });
    await runTrainingJob(request, read, new AbortController().signal);
    client = new InspectorClient({ program, onEpochs: (epochs) => heard.push(epochs) });
    facts = await client.open({ kind: 'run', folder: run });
  });
  after(async () => {
    client.dispose();
    await rm(folder, { recursive: true });
  });

  const subject = (index = 0, epoch = 3): Subject => ({
    epoch,
    image: { kind: 'dataSet', split: 'validation', index },
    transform: null,
  });
  const look = (index = 0, epoch = 3) => ({ ...subject(index, epoch), nodes: [] });

  it('says what there is to see', () => {
    assert.deepEqual(
      facts.layers.map(({ name }) => name),
      [
        'input',
        'conv2d_1',
        'batchNorm2d_1',
        'relu_1',
        'maxPool2d_1',
        'flatten_1',
        'dropout_1',
        'dense_1',
        'relu_2',
        'dense_2',
      ],
    );
    assert.deepEqual(facts.epochs, [0, 1, 2, 3]);
    assert.deepEqual([facts.shape, facts.trainImages, facts.validationImages], [[1, 8, 8], 90, 40]);
    assert.deepEqual([...facts.validationLabels.slice(0, 5)], [0, 1, 2, 3, 0]);
    assert.deepEqual([facts.modelChanged, facts.gradCamNode], [false, 3]);
  });

  it('runs at a priority below normal', () => {
    assert.equal(getPriority(client.pid!), constants.priority.PRIORITY_BELOW_NORMAL);
  });

  it('looks at an image, and gives its maps, kernels and pixels', async () => {
    const seen = await client.ask('look', { ...subject(2), nodes: [7, 3] });
    assert.deepEqual([seen.label, seen.note, seen.pixels.length], [2, null, 64]);
    assert.equal(seen.guesses.length, 4);
    const total = seen.guesses.reduce((sum, { probability }) => sum + probability, 0);
    assert.ok(Math.abs(total - 1) < 1e-6);
    assert.deepEqual(
      seen.statistics.map(({ min }) => min.length),
      [1, 4, 4, 4, 4, 1, 1, 1, 1, 1],
    );
    const [features, maps] = seen.maps;
    assert.ok(maps instanceof Float32Array && maps.length === 4 * 64 && features?.length === 16);
    // Asked by themselves, layers are the same.
    assert.deepEqual(await client.ask('maps', { ...subject(2), nodes: [3] }), [maps]);
    const [other] = await client.ask('maps', { ...subject(3), nodes: [7] });
    assert.deepEqual((await client.ask('look', { ...subject(3), nodes: [7] })).maps, [other]);
    const second = maps.subarray(64, 128);
    assert.equal(seen.statistics[3]!.max[1], Math.max(...second));
    assert.equal(seen.statistics[3]!.dead[1], second.filter((value) => value <= 0).length / 64);
    const { shape, weights, bias } = await client.ask('kernels', { epoch: 3, node: 1 });
    assert.deepEqual([shape, weights.length, bias?.length], [[4, 1, 3, 3], 36, 4]);
    const { origin, field } = await client.ask('pixel', { ...subject(2), node: 1, map: 1, row: 0, column: 7 });
    assert.deepEqual([...(origin.kind === 'dotProduct' ? origin.kernel : [])], [...weights.slice(9, 18)]);
    assert.deepEqual(field, {
      whole: { top: -1, left: 6, height: 3, width: 3 },
      clipped: { top: 0, left: 6, height: 2, width: 2 },
    });
  });

  it('shows other weights at another epoch, and the same ones again', async () => {
    const maps = (epoch: number) => client.ask('maps', { ...subject(1, epoch), nodes: [1] });
    const [last, first] = [await maps(3), await maps(0)];
    assert.notDeepEqual(last, first);
    assert.deepEqual(await maps(3), last);
  });

  it('gives what the run noted of its epochs', async () => {
    const figures = await client.ask('figures', {});
    assert.deepEqual(
      figures.map(({ epoch }) => epoch),
      [1, 2, 3],
    );
    const { predicted } = await client.ask('predictions', { epoch: 3 });
    const right = predicted.filter((label, i) => label === facts.validationLabels[i]).length;
    assert.ok(Math.abs(figures[2]!.validationAccuracy - right / predicted.length) < 1e-6);
  });

  it('changes the image before it looks', async () => {
    const transform = { shift: [1, 0], angle: 0, scale: 1, noise: 0, seed: 0, fill: 9 } as const;
    const [plain, moved] = [await client.ask('look', look()), await client.ask('look', { ...look(), transform })];
    assert.deepEqual([moved.pixels[0], moved.pixels[1]], [9, plain.pixels[0]]);
  });

  it('leads maps back, finds neighbours, evidence, and what hides it', async () => {
    const request = { node: 1, map: 2, pixel: null, method: 'deconvnet' } as const;
    const projection = await client.ask('projection', { ...subject(), ...request });
    assert.equal(projection.pixels.length, 64);
    const { nearest, features } = await client.ask('neighbours', { ...subject(), count: 5 });
    assert.deepEqual([nearest.length, features], [5, 16]);
    const train = { ...subject(), image: { kind: 'dataSet', split: 'train', index: nearest[0]!.image } } as const;
    assert.deepEqual((await client.ask('look', { ...train, nodes: [] })).pixels, nearest[0]!.pixels);
    const { nearest: others } = await client.ask('neighbours', { ...train, count: 89 });
    assert.ok(others.length === 89 && others.every(({ image }) => image !== nearest[0]!.image));
    const heat = await client.ask('gradCam', { ...subject(), label: null, node: null });
    const { guesses } = await client.ask('look', look());
    assert.deepEqual([heat.label, heat.size, heat.node], [guesses[0]!.label, [8, 8], 3]);
    const hidden = await client.ask('occlusion', { ...subject(), label: null, side: null, step: null });
    assert.deepEqual([hidden.side, hidden.step, hidden.size], [2, 1, [7, 7]]);
    assert.ok(Math.abs(hidden.whole - guesses[0]!.probability) < 1e-6);
    const { points, predicted: ofPoints } = await client.ask('embedding', {
      epoch: 3,
      method: 'pca',
      count: 1000,
      seed: 1,
    });
    assert.equal(points.length, 80);
    const { predicted, confidence } = await client.ask('predictions', { epoch: 3 });
    assert.equal(predicted[0], guesses[0]!.label);
    assert.ok(Math.abs(confidence[0]! - guesses[0]!.probability) < 1e-6);
    assert.deepEqual(ofPoints, predicted);
  });

  it('gives images of a split side by side, shrunk where they are large', async () => {
    const {
      pixels: [...third],
    } = await client.ask('look', look(3));
    const whole = await client.ask('thumbnails', { split: 'validation', images: [5, 3], side: 100 });
    assert.deepEqual([whole.shape, [...whole.pixels.subarray(64)]], [[1, 8, 8], third]);
    const small = await client.ask('thumbnails', { split: 'validation', images: [3], side: 1 });
    const mean = third.reduce((sum, value) => sum + value, 0) / 64;
    assert.equal(small.pixels.length, 1);
    // A triangle weighs the middle more.
    assert.ok(Math.abs(small.pixels[0]! - mean) < 30, `${small.pixels[0]}, not about ${mean}`);
    await assert.rejects(
      client.ask('thumbnails', { split: 'train', images: [0, 90], side: 8 }),
      /no training image 90 .* from 0 to 89/,
    );
  });

  it('keeps what took long in the run folder, and does it anew for other weights', async () => {
    const asked = async () => {
      let steps = 0;
      const onProgress = () => {
        steps++;
      };
      const strongest = await client.ask('strongest', { epoch: 2, node: 3 }, { onProgress });
      return { strongest, steps };
    };
    const first = await asked();
    assert.ok(first.steps > 0);
    assert.deepEqual(await asked(), { ...first, steps: 0 });
    assert.deepEqual(await readdir(path.join(run, runLayout.insight(2))), ['strongest-3.json']);
    const excitement = await client.ask('excitement', { epoch: 2, node: 3, map: 1, method: 'guided' });
    assert.deepEqual(
      excitement.map(({ image }) => image),
      first.strongest.maps[1]!.map(({ image }) => image),
    );
    // What is damaged is computed again.
    await truncate(path.join(run, runLayout.insight(2), 'strongest-3.json'), 50);
    assert.deepEqual((await asked()).strongest, first.strongest);
    const checkpoint = path.join(run, runLayout.checkpoint(2));
    await copyFile(path.join(run, runLayout.checkpoint(0)), checkpoint);
    const other = await asked();
    assert.ok(other.steps > 0);
    assert.notDeepEqual(other.strongest, first.strongest);
  });

  it('keeps what every held-out image is taken for, and where it lies', async () => {
    const twice = async <T>(ask: (onProgress: () => void) => Promise<T>) => {
      let steps = 0;
      const count = () => {
        steps++;
      };
      const first = await ask(count);
      assert.ok(steps > 0);
      steps = 0;
      const again = await ask(count);
      assert.equal(steps, 0);
      return [again, first] as const;
    };
    const [again, first] = await twice((onProgress) => client.ask('predictions', { epoch: 1 }, { onProgress }));
    assert.deepEqual([...again.labels], [...first.labels]);
    assert.deepEqual({ ...again, labels: null }, { ...first, labels: null });
    for (const method of ['pca', 'umap'] as const) {
      const request = { epoch: 1, method, count: 30, seed: 1 };
      const [again, first] = await twice((onProgress) => client.ask('embedding', request, { onProgress }));
      assert.deepEqual({ ...again, explained: null }, { ...first, explained: null });
      assert.deepEqual(again.explained, first.explained?.map(Math.fround) ?? null);
    }
    const kept = await readdir(path.join(run, runLayout.insight(1)));
    assert.deepEqual(kept.sort(), [
      'embedding-pca-30-1.safetensors',
      'embedding-umap-30-1.safetensors',
      'predictions.safetensors',
    ]);
  });

  it('shows what excites a map most, epoch by epoch', async () => {
    const request = { node: 3, map: 1, method: 'deconvnet' } as const;
    const progress: number[] = [];
    const onProgress = (done: number, total: number) => progress.push(done / total);
    const stages = await client.ask('evolution', { ...request, epochs: [1, 3] }, { onProgress });
    for (const [i, epoch] of [1, 3].entries()) {
      const [strongest] = await client.ask('excitement', { ...request, epoch });
      assert.deepEqual(stages[i], { epoch, strongest });
    }
    assert.equal(progress.at(-1), 1);
    assert.deepEqual(
      progress,
      progress.toSorted((one, other) => one - other),
    );
  });

  it('goes on where nothing can be kept', async () => {
    // A file where the folder should be.
    await writeFile(path.join(run, runLayout.insight(0)), '');
    const { maps } = await client.ask('strongest', { epoch: 0, node: 1 });
    assert.equal(maps.length, 4);
  });

  it('ends a request when a newer one of its kind is made, or its signal says so', async () => {
    const older = client.ask('embedding', { epoch: 3, method: 'umap', count: 40, seed: 1 });
    const refused = assert.rejects(older, InspectionCancelled);
    const newer = client.ask('embedding', { epoch: 3, method: 'pca', count: 40, seed: 1 });
    await refused;
    assert.equal((await newer).points.length, 80);
    const controller = new AbortController();
    const options = { signal: controller.signal, onProgress: () => controller.abort() };
    await assert.rejects(
      client.ask('embedding', { epoch: 3, method: 'umap', count: 40, seed: 2 }, options),
      InspectionCancelled,
    );
    assert.equal((await client.ask('look', look())).label, 0);
  });

  it('tells of epochs that are new', async () => {
    const checkpoint = path.join(run, runLayout.checkpoint(4));
    await copyFile(path.join(run, runLayout.checkpoint(1)), checkpoint);
    while (heard.length === 0) await delay(20);
    assert.deepEqual(heard.at(-1), [0, 1, 2, 3, 4]);
    const maps = (epoch: number) => client.ask('maps', { ...subject(1, epoch), nodes: [1] });
    assert.deepEqual(await maps(4), await maps(1));
    await rm(checkpoint);
    while (heard.length === 1) await delay(20);
    assert.deepEqual(heard.at(-1), [0, 1, 2, 3]);
  });

  it("takes the user's own image, resized or refused, drawn or from a file", async () => {
    const pixels = Uint8Array.from({ length: 64 }, (_, i) => i * 3);
    const drawn = await client.ask('look', { ...look(), image: { kind: 'pixels', pixels } });
    assert.deepEqual([drawn.pixels, drawn.label], [pixels, null]);
    const file = path.join(folder, 'own.png');
    const own = (fit: 'resize' | 'refuse') => client.ask('look', { ...look(), image: { kind: 'file', file, fit } });
    await writeFile(file, encode({ width: 8, height: 8, channels: 1, data: pixels }));
    const read = await own('refuse');
    assert.deepEqual([read.pixels, read.note], [pixels, null]);
    await writeFile(file, encode({ width: 6, height: 12, channels: 1, data: new Uint8Array(72).fill(50) }));
    const resized = await own('resize');
    assert.deepEqual([resized.pixels, resized.note], [new Uint8Array(64).fill(50), '12×6 → 8×8']);
    await assert.rejects(own('refuse'), /own\.png is 12×6 pixels; the model takes 8×8/);
    const coloured = Uint8Array.from({ length: 192 }, (_, i) => (i % 3 === 0 ? 200 : 100));
    await writeFile(file, encode({ width: 8, height: 8, channels: 3, data: coloured }));
    const grey = await own('resize');
    // 0.299 · 200 + 0.701 · 100
    assert.deepEqual([grey.pixels, grey.note], [new Uint8Array(64).fill(130), 'colour → grey']);
    await assert.rejects(own('refuse'), /own\.png is in colour; the model takes one grey channel/);
    await writeFile(file, 'no image');
    await assert.rejects(own('resize'), /own\.png cannot be read as an image: it is not an image/);
    await rm(file);
    await assert.rejects(own('resize'), /Cannot read the image .*own\.png/);
  });

  it('refuses what is not there, with the numbers', async () => {
    await assert.rejects(client.ask('look', look(40)), /no validation image 40 .* from 0 to 39/);
    await assert.rejects(client.ask('look', look(0, 9)), /no weights of epoch 9; it has those of 0, 1, 2, 3/);
    await assert.rejects(client.ask('kernels', { epoch: 3, node: 3 }), /relu_1 has no weights/);
    await assert.rejects(client.ask('kernels', { epoch: 3, node: 77 }), /nodes 0 to 9: there is no node 77/);
  });

  it('says that a checkpoint is cut short', async () => {
    const file = path.join(run, runLayout.checkpoint(1));
    const { size } = await stat(file);
    await truncate(file, size - 10);
    await assert.rejects(client.ask('look', look(0, 1)), /epoch-0001\.safetensors is not a readable .* 10 bytes early/);
  });

  it('says that the model file has changed since', async () => {
    await writeFile(modelFile, '// Another model.\n');
    assert.equal((await client.open({ kind: 'run', folder: run })).modelChanged, true);
  });

  it('says that the run is gone, and goes on when it is back', async () => {
    const moved = `${run}-moved`;
    await rename(run, moved);
    await assert.rejects(client.ask('look', look()), /The run folder .*run no longer exists/);
    await rename(moved, run);
    assert.equal((await client.ask('look', look())).label, 0);
  });

  it('says that a model of other channels takes no image file', async () => {
    const other = new InspectorClient({ program });
    const model = specOf(declare({ name: 'Two channels', input: [2, 4, 4], layers: [flatten(), dense(3)] }));
    await other.open({ kind: 'model', model, folder, seed: 1 });
    const image = { kind: 'file', file: 'any.png', fit: 'resize' } as const;
    await assert.rejects(
      other.ask('look', { epoch: 0, image, transform: null, nodes: [] }),
      /1 or 3 channels; the model takes 2/,
    );
    other.dispose();
  });

  it('stays with what was opened last, though what was opened before takes longer', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no files that one has to wait for.');
    const slow = path.join(folder, 'slow');
    await cp(run, slow, { recursive: true });
    await writeFile(path.join(slow, runLayout.metrics), '');
    const pipe = path.join(folder, 'pipe.cnn.ts');
    execFileSync('mkfifo', [pipe]);
    // Who reads the model file waits until nobody could write it any more.
    const writer = await open(pipe, 'r+');
    const manifest = path.join(slow, runLayout.manifest);
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace(modelFile, pipe));
    const first = assert.rejects(client.open({ kind: 'run', folder: slow }), InspectionCancelled);
    await client.open({ kind: 'run', folder: run });
    await writer.close();
    await first;
    assert.equal((await client.ask('figures', {})).length, 3);
  });

  it('says that a folder is no run, and stays with what it had', async () => {
    const empty = path.join(folder, 'empty');
    await mkdir(empty);
    const other = new InspectorClient({ program });
    await assert.rejects(other.open({ kind: 'run', folder: empty }), /empty is not a run folder/);
    await assert.rejects(other.ask('look', look()), /empty is not a run folder/);
    other.dispose();
  });

  it('tries again what could not be opened when it is asked next', async () => {
    const moved = `${run}-moved`;
    await rename(run, moved);
    const other = new InspectorClient({ program });
    await assert.rejects(other.open({ kind: 'run', folder: run }), /run is not a run folder/);
    await rename(moved, run);
    assert.equal((await other.ask('look', look())).label, 0);
    other.dispose();
  });

  it('starts another process where one was ended, and goes on', async () => {
    const { pid } = client;
    const request = client.ask('embedding', { epoch: 3, method: 'umap', count: 40, seed: 3 });
    process.kill(pid!, 'SIGKILL');
    await assert.rejects(request, /was ended.* the next request starts another/);
    assert.equal((await client.ask('look', look())).label, 0);
    assert.notEqual(client.pid, pid);
  });

  it('ends with its client', async () => {
    const other = new InspectorClient({ program });
    const source = { kind: 'model', model: { ...tinyModel(), data: null }, folder, seed: 1 } as const;
    const { epochs, trainImages } = await other.open(source);
    assert.deepEqual([epochs, trainImages], [[0], 0]);
    const image = { kind: 'pixels', pixels: new Uint8Array(64) } as const;
    assert.equal((await other.ask('look', { epoch: 0, image, transform: null, nodes: [] })).guesses.length, 4);
    await assert.rejects(other.ask('strongest', { epoch: 0, node: 1 }), /no training images/);
    await assert.rejects(other.ask('look', { epoch: 1, image, transform: null, nodes: [] }), /not trained.*epoch 0/);
    const { pid } = other;
    other.dispose();
    while (processExists(pid!)) await delay(10);
    await assert.rejects(other.ask('look', look()), /has been ended/);
  });
});
