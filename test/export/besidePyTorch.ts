/**
 * Models beside PyTorch: the exported scripts are run as they are (`parity.py`, one process for all), and their results,
 * gradients and ten steps of training compared with ours; the exported ONNX models are checked, and run.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import type { Batch } from '../../src/data/batches.ts';
import { standardisation } from '../../src/data/dataSet.ts';
import { bernoulli, randomWords, uniform } from '../../src/data/random.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import { exportModel } from '../../src/export/exportModel.ts';
import { stateNames } from '../../src/export/names.ts';
import type { DataFacts } from '../../src/export/subject.ts';
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
import type { LayerCase, NetworkCase } from './parityCases.ts';

const steps = 10;
const batchSize = 8;
/** Of the ten steps on single layers. */
const rate = 0.01;

/** Nothing that is compared is smaller, unless it is zero. */
const tiny = 1e-6;

/** The schedules run on for another epoch. */
const runLength = { steps: 2 * steps, stepsPerEpoch: steps };

const tolerance = { result: 1e-5, gradient: 1e-4, trained: 1e-4 };

/** Where PyTorch's own rounding is beyond the tolerance, ours may be this many times as large. */
const timesPyTorch = 4;

const root = path.resolve(import.meta.dirname, '../..');
const float32 = (values: Float64Array): Float32Array => Float32Array.from(values);

/** A tensor of ours beside PyTorch's. */
export interface Comparison {
  /** `gradient by conv2d_1.weight`. */
  readonly what: string;
  readonly kind: 'result' | 'gradient' | 'trained';
  /** The largest difference of a value, over the tensor's largest. */
  readonly difference: number;
  readonly allowed: number;
  /** Whether that is the tolerance, and not more because PyTorch itself rounds more. */
  readonly isTight: boolean;
  /** The value that differs most. */
  readonly detail: string;
}

/** Fails if it is beyond what is allowed. */
export function assertClose({ what, difference, allowed, detail }: Comparison): void {
  assert.ok(difference <= allowed, `${what}: ${detail}, a difference of ${difference.toExponential(1)}`);
}

/**
 * The largest difference, over the largest value of the tensor; over `floor` where all are smaller, as the gradient of
 * a bias before a normalisation, which is zero.
 */
function distance(actual: ArrayLike<number>, expected: ArrayLike<number>, floor: number) {
  assert.equal(actual.length, expected.length, 'number of values');
  const largest = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), Math.max(floor, tiny));
  let difference = 0;
  let worst = 0;
  for (let index = 0; index < expected.length; index++) {
    const here = Math.abs(actual[index]! - expected[index]!) / largest;
    if (here <= difference) continue;
    // What is not a number is beyond any limit.
    difference = Number.isNaN(here) ? Number.POSITIVE_INFINITY : here;
    worst = index;
  }
  const detail = `value ${worst} is ${actual[worst]}, PyTorch's ${expected[worst]}, of up to ${largest}`;
  return { difference, detail };
}

const largestOf = (tensors: Iterable<ArrayLike<number>>): number =>
  [...tensors].reduce((most, values) => Array.from(values).reduce((m, value) => Math.max(m, Math.abs(value)), most), 0);

type Report = (comparison: Comparison) => void;

export class BesidePyTorch {
  /** Of everything that the scripts read and write. */
  readonly folder: string;
  readonly #engine: Engine;
  readonly #names: string[] = [];
  readonly #models = new Map<string, ModelSpec>();

  private constructor(folder: string, engine: Engine) {
    this.folder = folder;
    this.#engine = engine;
  }

  static async open(): Promise<BesidePyTorch> {
    const folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-parity-'));
    return new BesidePyTorch(folder, await createOnnxRuntimeEngine({ threads: Math.min(2, availableParallelism()) }));
  }

  async dispose(): Promise<void> {
    await this.#engine.dispose();
    await rm(this.folder, { recursive: true });
  }

  /** Runs what has been prepared, all in one process. */
  async run(python: string): Promise<void> {
    const script = path.join(import.meta.dirname, 'parity.py');
    const folders = this.#names.map((name) => this.#folderOf(name));
    const child = spawn(python, ['-B', '-W', 'ignore', script, this.folder, ...folders], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    assert.equal(code, 0, 'parity.py ended early');
  }

  #folderOf(name: string): string {
    const index = this.#names.indexOf(name);
    assert.notEqual(index, -1, `${name} was not prepared`);
    return path.join(this.folder, String(index));
  }

  /** Exports it in both formats, with what `parity.py` is to feed it. */
  async #prepare(
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
      folder: this.folder,
      facts: async () => facts,
    };
    assert.ok(!this.#names.includes(name), `${name} is there twice`);
    this.#names.push(name);
    const own = this.#folderOf(name);
    await mkdir(own);
    await exportModel(subject, 'pytorch', path.join(own, 'pytorch'));
    await exportModel(subject, 'onnx', path.join(own, 'onnx'));
    await writeSafetensors(path.join(own, 'inputs.safetensors'), { tensors: inputs, metadata: {} });
    await writeFile(path.join(own, 'case.json'), JSON.stringify(about));
    this.#models.set(name, model);
  }

  async prepareLayer({ name, model }: LayerCase): Promise<void> {
    const { output, x, parameters, buffers, masks, given } = lowered(model, true);
    const weights = [...parameters, ...buffers].map(([key, value]) => [
      key,
      { shape: value.shape, data: float32(given.get(value)!) },
    ]);
    const drawn = masks.map((mask, index) => [`mask ${index}`, { shape: [mask.length], data: float32(mask) }]);
    const modes = buffers.size + masks.length > 0 ? ['evaluation', 'training'] : ['evaluation'];
    await this.#prepare(
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

  async prepareNetwork(each: NetworkCase): Promise<void> {
    const { model, training, pixels } = await this.#networkOf(each);
    const { inputs, labels, masks } = feeds(model, training, each.exact?.remainder ?? training.batchSize);
    const facts = { classNames: ['first', '"second" \\ class'], pixels, heldOut: null };
    const about = { labels, masks, epochs: 2, exact: each.exact !== undefined };
    await this.#prepare(each.name, model, firstTensors(each, model, training), facts, inputs, about);
  }

  /** What came out of PyTorch. */
  async #resultsOf(name: string): Promise<Readonly<Record<string, Tensor>>> {
    const failure = await readFile(path.join(this.#folderOf(name), 'failure.txt'), 'utf8').catch(() => null);
    if (failure !== null) assert.fail(failure);
    return (await readSafetensors(path.join(this.#folderOf(name), 'results.safetensors'))).tensors;
  }

  /** What the exported ONNX model makes of the whole batch in ONNX Runtime, and of its first image alone. */
  async #onnxOutputs(name: string, x: Float32Array, [batch = 1, ...image]: Shape): Promise<readonly Float32Array[]> {
    const session = await InferenceSession.create(path.join(this.#folderOf(name), 'onnx', 'model.onnx'));
    assert.deepEqual([session.inputNames, session.outputNames], [['input'], ['output']]);
    const outputs: Float32Array[] = [];
    for (const count of [batch, 1]) {
      const part = x.subarray(0, (x.length / batch) * count);
      const { output } = await session.run({ input: new OnnxTensor('float32', part, [count, ...image]) });
      assert.deepEqual(output?.dims[0], count);
      outputs.push(Float32Array.from(output!.data as Float32Array));
    }
    await session.release();
    return outputs;
  }

  async compareLayer({ name, model }: LayerCase, report: Report = assertClose): Promise<void> {
    const results = await this.#resultsOf(name);
    const stateName = stateNames(model);
    const compare = (
      what: string,
      kind: Comparison['kind'],
      actual: ArrayLike<number>,
      expected: Tensor,
      floor: number,
    ) => report({ what, kind, allowed: tolerance[kind], isTight: true, ...distance(actual, expected.data, floor) });
    const modes = ['evaluation', 'training'].filter((mode) => `${mode}/output` in results);
    for (const mode of modes) {
      const { output, updated, x, parameters, given } = lowered(model, mode === 'training');
      const cotangent = constant(float32(wave(output.shape, 99)), output.shape);
      const asked = gradients(sum(multiply(output, cotangent)), [x, ...parameters.values()]);
      const [values, ...found] = await runOn(this.#engine, [output, ...asked, ...updated.values()], given);
      compare(`${mode}: result`, 'result', values!, results[`${mode}/output`]!, 0);
      const names = ['input', ...[...parameters.keys()].map(stateName)];
      const floor = Math.max(0.1, 1e-2 * largestOf(names.map((each) => results[`${mode}/gradient/${each}`]!.data)));
      for (const [index, each] of names.entries()) {
        const expected = results[`${mode}/gradient/${each}`]!;
        compare(`${mode}: gradient by ${each}`, 'gradient', found[index]!, expected, floor);
      }
      for (const [index, each] of [...updated.keys()].entries()) {
        const expected = results[`noted/${stateName(each)}`]!;
        compare(`noted: ${each}`, 'result', found[names.length + index]!, expected, 0);
      }
      if (mode === 'evaluation') {
        for (const output of await this.#onnxOutputs(name, float32(given.get(x)!), x.shape)) {
          const { shape, data } = results[`${mode}/output`]!;
          compare('ONNX', 'result', output, { shape, data: data.subarray(0, output.length) }, 0);
        }
      }
    }
    for (const [each, { data }] of Object.entries(await this.#trainLayer(model))) {
      compare(`after ten steps: ${each}`, 'trained', data, results[`sgd/${stateName(each)}`]!, 0.1);
    }
  }

  /** Ten steps of SGD towards a target, by mean squared error. */
  async #trainLayer(model: ModelSpec): Promise<Readonly<Record<string, Tensor>>> {
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
    const executable = await this.#engine.compile({ inputs, state, outputs: [{ name: 'loss', value: loss }] });
    const values = await this.#engine.createState(
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

  async compareNetwork(each: NetworkCase, report: Report = assertClose): Promise<void> {
    const { model, training, pixels } = await this.#networkOf(each);
    const results = await this.#resultsOf(each.name);
    const stateName = stateNames(model);
    const shape = model.nodes[0]!.shape as [number, number, number];
    const images = { shape, ...standardisation(pixels.mean, pixels.deviation) };
    const first = firstTensors(each, model, training);
    const { batches } = feeds(model, training, each.exact?.remainder ?? training.batchSize);
    const open = (change: Partial<TrainingSpec>) =>
      Session.create(this.#engine, model, { ...training, ...change }, images, first);
    // Against float64 we may round a few times as much as PyTorch itself does in float32.
    const expected = (key: string) => (results[`exact/${key}`] ?? results[key]!).data;
    const compare = (what: string, kind: Comparison['kind'], actual: ArrayLike<number>, key: string, floor: number) => {
      const exact = expected(key).subarray(0, actual.length);
      const rounding = distance(results[key]!.data.subarray(0, actual.length), exact, floor).difference;
      assert.ok(Number.isFinite(rounding), `${what}: PyTorch's numbers are not finite`);
      const allowed = Math.max(tolerance[kind], timesPyTorch * rounding);
      report({ what, kind, allowed, isTight: allowed === tolerance[kind], ...distance(actual, exact, floor) });
    };

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
    compare('result', 'result', logits, 'evaluation/output', 0);
    const { scale, offset } = images;
    const area = shape[1] * shape[2];
    const x = Float32Array.from(batches[0]!.images, (pixel, index) => {
      const channel = Math.floor(index / area) % shape[0];
      return pixel * scale[channel]! + offset[channel]!;
    });
    for (const output of await this.#onnxOutputs(each.name, x, [batches[0]!.size, ...shape])) {
      compare('ONNX', 'result', output, 'evaluation/output', 0);
    }
    await plain.train(batches[0]!, 1, huge);
    const { weights: moved } = await plain.lend();
    await plain.dispose();
    const gradient = (name: string) => `training/gradient/${stateName(name)}`;
    const names = modelParameters(model).map(({ name }) => name);
    const floor = 1e-2 * largestOf(names.map((name) => expected(gradient(name))));
    for (const name of names) {
      const slope = Float64Array.from(moved[name]!.data, (value, index) => (first[name]!.data[index]! - value) / huge);
      compare(`gradient by ${name}`, 'gradient', slope, gradient(name), floor);
    }

    const session = await open({});
    let [lossSum, correct, count] = [0, 0, 0];
    for (const [index, one] of batches.entries()) {
      const speed = learningRate(training.optimizer.learningRate, index + 1, runLength);
      const result = await session.train(one, index + 1, speed);
      lossSum += result.loss * one.size;
      correct += result.correct;
      count += one.size;
    }
    const evaluated = await session.evaluate(batches[0]!);
    for (const [name, { data }] of Object.entries((await session.lend()).weights)) {
      compare(`after ten steps: ${name}`, 'trained', data, `sgd/${stateName(name)}`, 1e-2);
    }
    compare('losses', 'trained', [lossSum / count, evaluated.loss], 'losses', 0);
    compare('accuracy', 'result', [correct / count], 'accuracy', 1);
    await session.dispose();
  }

  async #networkOf({ name, model, optimizer, exact }: NetworkCase) {
    const spec = this.#models.get(name) ?? (typeof model === 'string' ? await fromFile(model) : model);
    if (spec.training === null) throw new Error(`${name} has no training`);
    const channels = spec.nodes[0]!.shape[0]!;
    const pixels = {
      mean: [0.45, 0.5, 0.4, 0.55].slice(0, channels),
      deviation: [0.25, 0.3, 0.2, 0.35].slice(0, channels),
    };
    const own = spec.training;
    const usual = exact === undefined ? { batchSize, seed: 7 } : { batchSize: exact.batchSize };
    const whole: TrainingSpec = { ...own, ...usual, optimizer: optimizer ?? own.optimizer };
    return { model: { ...spec, training: whole }, training: whole, pixels };
  }
}

async function fromFile(file: string): Promise<ModelSpec> {
  const { spec } = await analyse(await loadSandbox(path.join(root, 'dist')), file, { root });
  if (spec === null) throw new Error(`${file} makes no model`);
  return spec;
}

/** The first weights; of what is compared in float64, with statistics, scales and shifts that change something. */
function firstTensors(
  { exact }: NetworkCase,
  model: ModelSpec,
  { seed }: TrainingSpec,
): Readonly<Record<string, Tensor>> {
  const specs = [...modelParameters(model), ...modelBuffers(model)];
  const first = initialise(specs, seed);
  if (exact === undefined) return first;
  const stirred = specs.flatMap(({ name, initial }, stream) => {
    if (initial.kind !== 'constant') return [];
    const { shape, data } = first[name]!;
    const noise = uniform({ seed: seed + 1, purpose: 'initialise', stream, step: 0 }, data.length, -0.4, 0.4);
    return [[name, { shape, data: data.map((value, index) => value + noise[index]!) }] as const];
  });
  return { ...first, ...Object.fromEntries(stirred) };
}

/** Ten batches of noise, every fifth of the remaining images, and the dropout masks of each step as a session draws them. */
function feeds(model: ModelSpec, { seed, batchSize }: TrainingSpec, remainder: number) {
  const [input0, output] = [model.nodes[0]!, model.nodes[model.outputs[0]!]!];
  const classes = classesOf(output.shape[0]!);
  const inputs: Record<string, Tensor> = {};
  let masks = 0;
  const batches = Array.from({ length: steps }, (_, step): Batch => {
    const size = step % 5 === 4 ? remainder : batchSize;
    const shape = [size, ...input0.shape];
    const words = randomWords({ seed: 9, purpose: 'shuffle', stream: 0, step }, sizeOf(shape));
    const labels = Int32Array.from({ length: size }, (_, image) => (3 * step + 7 * image) % classes);
    // A class is a brightness, so that there is something to learn.
    const images = Uint8Array.from(words, (word, index) => {
      const image = Math.floor((index * size) / words.length);
      return (word >>> 25) + Math.floor((128 * labels[image]!) / classes);
    });
    inputs[`images ${step}`] = { shape, data: Float32Array.from(images) };
    const random = randomInputs(model, shape);
    masks = random.length;
    for (const [index, { shape: of, random: distribution }] of random.entries()) {
      const { stream, probability } = distribution;
      const mask = bernoulli({ seed, purpose: 'mask', stream, step: step + 1 }, sizeOf(of), probability);
      inputs[`mask ${step} ${index}`] = { shape: of, data: mask };
    }
    return { size, images, labels };
  });
  return { inputs, batches, labels: batches.map(({ labels }) => [...labels]), masks };
}

/** What a step draws for a batch of this shape. */
function randomInputs(model: ModelSpec, shape: Shape) {
  const random: { readonly shape: Shape; readonly random: RandomInput }[] = [];
  const known = new Map([...modelParameters(model), ...modelBuffers(model)].map((each) => [each.name, each.shape]));
  lower(model, {
    input: input(shape),
    training: true,
    parameter: (name) => input(known.get(name) ?? []),
    random(of, distribution) {
      random.push({ shape: of, random: distribution });
      return input(of);
    },
  });
  return random;
}
