/**
 * Exports against PyTorch: the exported scripts are run as they are (`parity.py`, one process for all), and their
 * results, gradients and ten steps of training compared with ours; the exported ONNX models are checked, and run.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { ensurePyTorch } from '../../scripts/pytorch.ts';
import type { Batch } from '../../src/data/batches.ts';
import { standardisation } from '../../src/data/dataSet.ts';
import { bernoulli, randomWords } from '../../src/data/random.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import { exportModel } from '../../src/export/exportModel.ts';
import { PythonNames, stateNames } from '../../src/export/names.ts';
import { type DataFacts, subjectOfModel } from '../../src/export/subject.ts';
import { layerKinds } from '../../src/model/layers/index.ts';
import { classesOf } from '../../src/model/losses.ts';
import { lower } from '../../src/model/lower.ts';
import { modelBuffers, modelParameters } from '../../src/model/parameters.ts';
import type { ModelSpec, Shape, TrainingSpec } from '../../src/model/spec.ts';
import { analyse } from '../../src/sandbox/analyse.ts';
import { loadSandbox } from '../../src/sandbox/loadSandbox.ts';
import { gradients } from '../../src/tensor/differentiate.ts';
import { mean, multiply, subtract, sum } from '../../src/tensor/ops/index.ts';
import type { RandomInput } from '../../src/tensor/program.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { constant, input } from '../../src/tensor/values.ts';
import { initialise } from '../../src/training/initialise.ts';
import { readSafetensors, type Tensor, writeSafetensors } from '../../src/training/safetensors.ts';
import { learningRate } from '../../src/training/schedule.ts';
import { Session } from '../../src/training/session.ts';
import { lowered, runOn } from '../model/lowered.ts';
import { wave } from '../model/pytorchCases.ts';
import { skip } from '../support/skip.ts';
import { writeTinyData } from '../training/tinyData.ts';
import {
  type LayerCase,
  layerCases,
  type NetworkCase,
  networkCases,
  scriptCases,
  trainingCases,
} from './parityCases.ts';

const steps = 10;
const batchSize = 8;
/** Of the ten steps on single layers. */
const rate = 0.01;

/** Nothing that is compared is smaller, unless it is zero. */
const tiny = 1e-6;

/** The schedules run on for another epoch. */
const runLength = { steps: 2 * steps, stepsPerEpoch: steps };

const tolerance = { result: 1e-5, gradient: 1e-4, trained: 1e-4 };

const root = path.resolve(import.meta.dirname, '../..');
const float32 = (values: Float64Array): Float32Array => Float32Array.from(values);

/**
 * The largest difference, over the largest value of the tensor; over `floor` where all are smaller, as the gradient of
 * a bias before a normalisation, which is zero.
 */
function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  allowed: number,
  floor: number,
  what: string,
) {
  assert.equal(actual.length, expected.length, `${what}: number of values`);
  const largest = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), Math.max(floor, tiny));
  let difference = 0;
  let worst = 0;
  for (let index = 0; index < expected.length; index++) {
    const here = Math.abs(actual[index]! - expected[index]!) / largest;
    if (here <= difference) continue;
    difference = here;
    worst = index;
  }
  const numbers = `value ${worst} is ${actual[worst]}, PyTorch's ${expected[worst]}, of up to ${largest}`;
  assert.ok(difference <= allowed, `${what}: ${numbers}, a difference of ${difference.toExponential(1)}`);
}

const largestOf = (tensors: Iterable<ArrayLike<number>>): number =>
  [...tensors].reduce((most, values) => Array.from(values).reduce((m, value) => Math.max(m, Math.abs(value)), most), 0);

describe('exports, beside PyTorch', function () {
  this.timeout(600_000);
  let folder: string;
  let engine: Engine;
  let python: string;
  const models = new Map<string, ModelSpec>();

  const folderOf = (name: string) => path.join(folder, String(allNames.indexOf(name)));
  const allNames = [...layerCases, ...networkCases, ...trainingCases].map(({ name }) => name);

  before(async function () {
    const found = ensurePyTorch();
    if ('missing' in found) {
      skip(this, `no export was compared with PyTorch. ${found.missing}`);
    }
    python = found.python;
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-parity-'));
    engine = await createOnnxRuntimeEngine({ threads: Math.min(2, availableParallelism()) });
    for (const each of layerCases) await prepareLayer(each);
    for (const each of [...networkCases, ...trainingCases]) await prepareNetwork(each);
    const folders = allNames.map(folderOf);
    const child = spawn(
      python,
      ['-B', '-W', 'ignore', path.join(import.meta.dirname, 'parity.py'), folder, ...folders],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    const code = await new Promise((resolve) => child.on('close', resolve));
    assert.equal(code, 0, 'parity.py ended early');
  });

  after(async () => {
    await engine?.dispose();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  /** Exports it in both formats, with what `parity.py` is to feed it. */
  async function prepare(
    name: string,
    model: ModelSpec,
    tensors: Readonly<Record<string, Tensor>>,
    facts: DataFacts,
    inputs: Readonly<Record<string, Tensor>>,
    about: object,
  ): Promise<void> {
    const stateName = stateNames(model);
    const subject = {
      model,
      tensors: Object.fromEntries(Object.entries(tensors).map(([key, tensor]) => [stateName(key), tensor])),
      weights: 'of a test',
      folder,
      facts: async () => facts,
    };
    const own = folderOf(name);
    await mkdir(own);
    await exportModel(subject, 'pytorch', path.join(own, 'pytorch'));
    await exportModel(subject, 'onnx', path.join(own, 'onnx'));
    await writeSafetensors(path.join(own, 'inputs.safetensors'), { tensors: inputs, metadata: {} });
    await writeFile(path.join(own, 'case.json'), JSON.stringify(about));
    models.set(name, model);
  }

  async function prepareLayer({ name, model }: LayerCase): Promise<void> {
    const { output, x, parameters, buffers, masks, given } = lowered(model, true);
    const weights = [...parameters, ...buffers].map(([key, value]) => [
      key,
      { shape: value.shape, data: float32(given.get(value)!) },
    ]);
    const drawn = masks.map((mask, index) => [`mask ${index}`, { shape: [mask.length], data: float32(mask) }]);
    const modes = buffers.size + masks.length > 0 ? ['evaluation', 'training'] : ['evaluation'];
    await prepare(
      name,
      model,
      Object.fromEntries(weights),
      { classNames: [], pixels: null, heldOut: null },
      {
        x: { shape: x.shape, data: float32(given.get(x)!) },
        cotangent: { shape: output.shape, data: float32(wave(output.shape, 99)) },
        target: { shape: output.shape, data: float32(wave(output.shape, 100)) },
        ...Object.fromEntries(drawn),
      },
      { modes, rate, masks: masks.length },
    );
  }

  async function prepareNetwork(each: NetworkCase): Promise<void> {
    const { model, training, pixels } = await networkOf(each);
    const { inputs, labels, masks } = feeds(model, training);
    const first = initialise([...modelParameters(model), ...modelBuffers(model)], training.seed);
    const facts = { classNames: ['first', '"second" \\ class'], pixels, heldOut: null };
    await prepare(each.name, model, first, facts, inputs, { labels, masks, epochs: 2 });
  }

  /** What came out of PyTorch. */
  async function resultsOf(name: string): Promise<Readonly<Record<string, Tensor>>> {
    const failure = await readFile(path.join(folderOf(name), 'failure.txt'), 'utf8').catch(() => null);
    if (failure !== null) assert.fail(failure);
    return (await readSafetensors(path.join(folderOf(name), 'results.safetensors'))).tensors;
  }

  /** The exported ONNX model in ONNX Runtime, on the whole batch and on its first image alone. */
  async function assertOnnx(name: string, x: Float32Array, shape: Shape, expected: Float32Array): Promise<void> {
    const session = await InferenceSession.create(path.join(folderOf(name), 'onnx', 'model.onnx'));
    assert.deepEqual([session.inputNames, session.outputNames], [['input'], ['output']]);
    for (const count of [shape[0]!, 1]) {
      const part = x.subarray(0, (x.length / shape[0]!) * count);
      const { output } = await session.run({ input: new OnnxTensor('float32', part, [count, ...shape.slice(1)]) });
      const wanted = expected.subarray(0, (expected.length / shape[0]!) * count);
      assertClose(
        Float32Array.from(output!.data as Float32Array),
        wanted,
        tolerance.result,
        0,
        `ONNX, ${count} images`,
      );
    }
    await session.release();
  }

  it('have a case for every kind of layer', () => {
    const kinds = layerCases.flatMap(({ model }) => model.layers.map(({ kind }) => kind));
    assert.deepEqual([...new Set(kinds)].sort(), [...layerKinds].sort());
  });

  it('give no layer a name that PyTorch has taken', async () => {
    const taken: string[] = JSON.parse(await readFile(path.join(folder, 'attributes.json'), 'utf8'));
    assert.ok(taken.includes('state_dict'));
    const names = new PythonNames();
    assert.deepEqual(
      taken.filter((name) => names.take(name) === name),
      [],
    );
  });

  for (const { name, model } of scriptCases) {
    it(`train by themselves, from the files of the data: ${name}`, async () => {
      const own = path.join(folder, name);
      await mkdir(own);
      await writeTinyData(own);
      const out = path.join(own, 'out');
      await exportModel(subjectOfModel(model, path.join(own, 'corners.cnn.ts')), 'pytorch', out);
      const args = ['-B', '-W', 'ignore', 'train.py', '--pretrained', '--epochs', '20'];
      const { stdout, stderr } = spawnSync(python, args, { cwd: out, encoding: 'utf8' });
      const found = [...stdout.matchAll(/validation: loss [\d.]+, accuracy ([\d.]+)%/g)];
      assert.equal(found.length, 20, stderr);
      // Four corners: chance is a quarter.
      assert.ok(Number(found.at(-1)?.[1]) > 70, stdout);
      assert.deepEqual((await readdir(out)).sort(), ['model.py', 'model.safetensors', 'train.py', 'trained.pt']);
    });
  }

  describe('of a layer', () => {
    for (const { name, model } of layerCases) {
      it(name, async () => {
        const results = await resultsOf(name);
        const stateName = stateNames(model);
        const modes = ['evaluation', 'training'].filter((mode) => `${mode}/output` in results);
        for (const mode of modes) {
          const { output, updated, x, parameters, given } = lowered(model, mode === 'training');
          const cotangent = constant(float32(wave(output.shape, 99)), output.shape);
          const asked = gradients(sum(multiply(output, cotangent)), [x, ...parameters.values()]);
          const [values, ...found] = await runOn(engine, [output, ...asked, ...updated.values()], given);
          assertClose(values!, results[`${mode}/output`]!.data, tolerance.result, 0, `${mode}: result`);
          const names = ['input', ...[...parameters.keys()].map(stateName)];
          const floor = Math.max(0.1, 1e-2 * largestOf(names.map((each) => results[`${mode}/gradient/${each}`]!.data)));
          for (const [index, each] of names.entries()) {
            const expected = results[`${mode}/gradient/${each}`]!.data;
            assertClose(found[index]!, expected, tolerance.gradient, floor, `${mode}: gradient by ${each}`);
          }
          for (const [index, each] of [...updated.keys()].entries()) {
            const expected = results[`noted/${stateName(each)}`]!.data;
            assertClose(found[names.length + index]!, expected, tolerance.result, 0, `noted: ${each}`);
          }
          if (mode === 'evaluation') {
            await assertOnnx(name, float32(given.get(x)!), x.shape, Float32Array.from(values!));
          }
        }
        for (const [each, { data }] of Object.entries(await trainLayer(model))) {
          assertClose(
            data,
            results[`sgd/${stateName(each)}`]!.data,
            tolerance.trained,
            0.1,
            `after ten steps: ${each}`,
          );
        }
      });
    }
  });

  /** Ten steps of SGD towards a target, by mean squared error. */
  async function trainLayer(model: ModelSpec): Promise<Readonly<Record<string, Tensor>>> {
    const { output, updated, x, parameters, buffers, given } = lowered(model, true);
    if (parameters.size === 0) return {};
    const error = subtract(output, constant(float32(wave(output.shape, 100)), output.shape));
    const loss = mean(
      multiply(error, error),
      error.shape.map((_, axis) => axis),
    );
    const slopes = gradients(loss, [...parameters.values()]);
    const state = [
      ...[...parameters].map(([name, value], index) => ({
        name,
        value,
        next: subtract(value, multiply(slopes[index]!, rate)),
      })),
      ...[...buffers].map(([name, value]) => ({ name, value, next: updated.get(name)! })),
    ];
    const kept = new Set(state.map(({ value }) => value));
    const fed = [...given].filter(([value]) => !kept.has(value));
    const inputs = fed.map(([value], index) => ({ name: value === x ? 'x' : `mask ${index}`, value }));
    const executable = await engine.compile({ inputs, state, outputs: [{ name: 'loss', value: loss }] });
    const values = await engine.createState(
      Object.fromEntries(
        state.map(({ name, value }) => [name, { shape: value.shape, data: float32(given.get(value)!) }]),
      ),
    );
    const data = Object.fromEntries(fed.map(([, numbers], index) => [inputs[index]!.name, float32(numbers)]));
    for (let step = 0; step < steps; step++) await executable.run(values, data);
    const trained = await values.read();
    await executable.dispose();
    await values.dispose();
    return Object.fromEntries(state.map(({ name, value }) => [name, { shape: value.shape, data: trained[name]! }]));
  }

  describe('of a network', () => {
    for (const each of networkCases) it(each.name, () => compareNetwork(each));
  });

  describe('of a training', () => {
    for (const each of trainingCases) it(each.name, () => compareNetwork(each));
  });

  async function compareNetwork(each: NetworkCase): Promise<void> {
    const { model, training, pixels } = await networkOf(each);
    const results = await resultsOf(each.name);
    const stateName = stateNames(model);
    const shape = model.nodes[0]!.shape as [number, number, number];
    const images = { shape, ...standardisation(pixels.mean, pixels.deviation) };
    const first = initialise([...modelParameters(model), ...modelBuffers(model)], training.seed);
    const { batches } = feeds(model, training);
    const open = (change: Partial<TrainingSpec>) =>
      Session.create(engine, model, { ...training, ...change }, images, first);

    // A step so large that the weights are all gradient.
    const huge = 2 ** 12;
    const constantRate = { kind: 'constant', learningRate: huge } as const;
    const plain = await open({
      optimizer: {
        kind: 'sgd',
        learningRate: constantRate,
        momentum: 0,
        dampening: 0,
        nesterov: false,
        weightDecay: 0,
      },
      clipGradNorm: null,
      clipGradValue: null,
    });
    const { logits } = await plain.evaluate(batches[0]!);
    assertClose(logits, results['evaluation/output']!.data, tolerance.result, 0, 'result');
    const { scale, offset } = images;
    const area = shape[1] * shape[2];
    const x = Float32Array.from(batches[0]!.images, (pixel, index) => {
      const channel = Math.floor(index / area) % shape[0];
      return pixel * scale[channel]! + offset[channel]!;
    });
    await assertOnnx(each.name, x, [batchSize, ...shape], logits);
    await plain.train(batches[0]!, 1, huge);
    const { weights: moved } = await plain.lend();
    await plain.dispose();
    const gradient = (name: string) => results[`training/gradient/${stateName(name)}`]!.data;
    const names = modelParameters(model).map(({ name }) => name);
    const floor = 1e-2 * largestOf(names.map(gradient));
    for (const name of names) {
      const slope = Float64Array.from(moved[name]!.data, (value, index) => (first[name]!.data[index]! - value) / huge);
      assertClose(slope, gradient(name), tolerance.gradient, floor, `gradient by ${name}`);
    }

    const session = await open({});
    let [lossSum, correct] = [0, 0];
    for (const [index, one] of batches.entries()) {
      const speed = learningRate(training.optimizer.learningRate, index + 1, runLength);
      const result = await session.train(one, index + 1, speed);
      lossSum += result.loss;
      correct += result.correct;
    }
    const evaluated = await session.evaluate(batches[0]!);
    for (const [name, { data }] of Object.entries((await session.lend()).weights)) {
      assertClose(data, results[`sgd/${stateName(name)}`]!.data, tolerance.trained, 1e-2, `after ten steps: ${name}`);
    }
    const [loss, accuracy, lossAfter] = results.figures!.data;
    assertClose([lossSum / steps, evaluated.loss], [loss!, lossAfter!], tolerance.trained, 0, 'losses');
    assert.ok(
      Math.abs(correct / (steps * batchSize) - accuracy!) < 1e-6,
      `accuracy: ${correct} right, and ${accuracy}`,
    );
    await session.dispose();
  }

  async function networkOf({ name, model, optimizer }: NetworkCase) {
    const spec = models.get(name) ?? (typeof model === 'string' ? await fromFile(model) : model);
    if (spec.training === null) throw new Error(`${name} has no training`);
    const channels = spec.nodes[0]!.shape[0]!;
    const pixels = {
      mean: [0.45, 0.5, 0.4].slice(0, channels),
      deviation: [0.25, 0.3, 0.2].slice(0, channels),
    };
    const own = spec.training;
    const whole: TrainingSpec = { ...own, batchSize, seed: 7, optimizer: optimizer ?? own.optimizer };
    return { model: { ...spec, training: whole }, training: whole, pixels };
  }

  async function fromFile(file: string): Promise<ModelSpec> {
    const { spec } = await analyse(await loadSandbox(path.join(root, 'dist')), file, { root });
    if (spec === null) throw new Error(`${file} makes no model`);
    return spec;
  }
});

/** Ten batches of noise, and the dropout masks of each step as a session draws them. */
function feeds(model: ModelSpec, { seed }: TrainingSpec) {
  const [input0, output] = [model.nodes[0]!, model.nodes[model.outputs[0]!]!];
  const classes = classesOf(output.shape[0]!);
  const shape = [batchSize, ...input0.shape];
  const random: { readonly shape: Shape; readonly random: RandomInput }[] = [];
  lower(model, {
    input: input(shape),
    training: true,
    parameter: (name) => {
      const known = [...modelParameters(model), ...modelBuffers(model)].find((each) => each.name === name);
      return input(known?.shape ?? []);
    },
    random(of, distribution) {
      random.push({ shape: of, random: distribution });
      return input(of);
    },
  });
  const inputs: Record<string, Tensor> = {};
  const batches = Array.from({ length: steps }, (_, step): Batch => {
    const words = randomWords({ seed: 9, purpose: 'shuffle', stream: 0, step }, sizeOf(shape));
    const labels = Int32Array.from({ length: batchSize }, (_, image) => (3 * step + 7 * image) % classes);
    // A class is a brightness, so that there is something to learn.
    const images = Uint8Array.from(words, (word, index) => {
      const image = Math.floor((index * batchSize) / words.length);
      return (word >>> 25) + Math.floor((128 * labels[image]!) / classes);
    });
    inputs[`images ${step}`] = { shape, data: Float32Array.from(images) };
    for (const [index, { shape: of, random: distribution }] of random.entries()) {
      const { stream, probability } = distribution;
      const mask = bernoulli({ seed, purpose: 'mask', stream, step: step + 1 }, sizeOf(of), probability);
      inputs[`mask ${step} ${index}`] = { shape: of, data: mask };
    }
    return { size: batchSize, images, labels };
  });
  return { inputs, batches, labels: batches.map(({ labels }) => [...labels]), masks: random.length };
}
