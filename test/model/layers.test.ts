import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as cnn from '../../src/cnn/index.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import { layerKinds, layerOf } from '../../src/model/layers/index.ts';
import { lower } from '../../src/model/lower.ts';
import { modelBuffers, modelParameters } from '../../src/model/parameters.ts';
import type { ModelSpec, Shape } from '../../src/model/spec.ts';
import { gradients } from '../../src/tensor/differentiate.ts';
import { sum, multiply as times } from '../../src/tensor/ops/index.ts';
import type { Value } from '../../src/tensor/program.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { constant, input } from '../../src/tensor/values.ts';
import { evaluate } from '../support/reference.ts';
import { tfjsEngine } from '../support/tfjs.ts';
import { elaborated, specOf } from './build.ts';

/** What pytorchCases.py writes. */
interface PytorchCase {
  readonly kind: string;
  readonly args: readonly unknown[];
  readonly input: Shape;
  readonly output: Shape;
  readonly parameters: number;
  readonly values: readonly number[];
  /** By the input and by every parameter. */
  readonly gradients: readonly (readonly number[])[];
  readonly training?: boolean;
  /** Buffers after a step of training. */
  readonly updated?: Readonly<Record<string, readonly number[]>>;
}

const { add, avgPool2d, concat, conv2d, dense, dropout, elu, flatten, gelu, hardswish, leakyRelu, logSoftmax } = cnn;
const { adaptiveAvgPool2d, batchNorm2d, convTranspose2d, globalAvgPool2d, globalMaxPool2d, groupNorm, layerNorm } = cnn;
const { localResponseNorm, reshape, upsample2d, zeroPad2d } = cnn;
const { maxPool2d, model, multiply, relu, sequential, sigmoid, silu, softmax, tanh } = cnn;
const builders: Readonly<Record<string, (...args: never[]) => cnn.Layer>> = {
  ...{ avgPool2d, conv2d, dense, dropout, elu, flatten, gelu, hardswish, leakyRelu, logSoftmax },
  ...{ adaptiveAvgPool2d, batchNorm2d, convTranspose2d, globalAvgPool2d, globalMaxPool2d, groupNorm, layerNorm },
  ...{ localResponseNorm, reshape, upsample2d, zeroPad2d },
  ...{ maxPool2d, relu, sigmoid, silu, softmax, tanh },
};

const same3 = () => conv2d(3, 3, { padding: 1 });

/** Layers that work together; the same in pytorchCases.py. */
const graphs: Readonly<Record<string, (x: cnn.Tensor) => cnn.Tensor>> = {
  residual: (x) => relu()(add(x, sequential([same3(), relu(), same3()])(x))),
  sumOfThree: (x) => add(maxPool2d([5, 4])(x), x, tanh()(x)),
  gate: (x) => multiply(x, sequential([avgPool2d([5, 4]), conv2d(3, 1), sigmoid()])(x)),
  inception: (x) => concat(conv2d(2, 1)(x), same3()(x), x),
  normalisedConvolution: (x) => relu()(batchNorm2d()(same3()(x))),
  joinedVectors: (x) => concat(x, dense(3)(x)),
};

const file = path.join(import.meta.dirname, 'pytorchCases.json');
const {
  cases,
  poolingSizes,
}: { cases: PytorchCase[]; poolingSizes: [number, number, number, number, number, boolean, number][] } = JSON.parse(
  await readFile(file, 'utf8'),
);

const batch = 2;

const unused = () => assert.fail();

/** sin(0.7·i + phase), in row-major order. */
const wave = (shape: Shape, phase: number) =>
  Float64Array.from({ length: sizeOf(shape) }, (_, index) => Math.sin(0.7 * index + phase));

/** A model of one layer or one graph; a vector comes from a flattened 1×1 image. */
function single({ kind, args, input: [channels = 1, height = 1, width = 1, ...rest], input }: PytorchCase): unknown {
  assert.equal(rest.length, 0);
  const image = cnn.input([channels, height, width]);
  const x = input.length === 1 ? flatten()(image) : image;
  const apply = graphs[kind] ?? Reflect.apply(builders[kind] ?? unused, undefined, args);
  return model({ inputs: image, outputs: apply(x) });
}

/** A model as values, with numbers for its input and its parameters. */
function lowered(spec: ModelSpec, training = false) {
  const image = spec.nodes[0]!.shape;
  const x = input([batch, ...image]);
  const given = new Map<Value, Float64Array>([[x, wave([batch, ...image], 0)]]);
  const parameters = new Map(
    modelParameters(spec).map(({ name, shape }, index) => {
      const value = input(shape);
      given.set(value, wave(shape, index + 1));
      return [name, value];
    }),
  );
  const buffers = new Map(
    modelBuffers(spec).map(({ name, shape }) => {
      const value = input(shape);
      const isMean = name.endsWith('.running_mean');
      given.set(value, isMean ? wave(shape, 50) : wave(shape, 51).map((each) => 1.5 + each));
      return [name, value];
    }),
  );
  const { output, updated } = lower(spec, {
    input: x,
    training,
    parameter: (name) => (parameters.get(name) ?? buffers.get(name))!,
    random: (shape, { probability }) => {
      const value = input(shape);
      const ones = Float64Array.from({ length: sizeOf(shape) }, (_, index) => (index % 10 < probability * 10 ? 1 : 0));
      given.set(value, ones);
      return value;
    },
  });
  return { output, updated, x, parameters, given };
}

/** In float64. */
function run(spec: ModelSpec, training = false) {
  const { output, given } = lowered(spec, training);
  return { output, values: evaluate([output], given)[0]! };
}

/** On an engine. */
async function runOn(engine: Engine, asked: readonly Value[], given: ReadonlyMap<Value, Float64Array>) {
  const inputs = [...given.keys()].map((value, index) => ({ name: `in ${index}`, value }));
  const outputs = asked.map((value, index) => ({ name: `out ${index}`, value }));
  const executable = await engine.compile({ inputs, state: [], outputs });
  const state = await engine.createState({});
  const feeds = [...given.values()].map((values, index) => [`in ${index}`, Float32Array.from(values)]);
  const results = await executable.run(state, Object.fromEntries(feeds));
  await executable.dispose();
  return asked.map((_, index) => results[`out ${index}`]!);
}

/** Differences relative to the largest value, or to 0.1: the gradient of a bias before a normalisation is zero. */
function assertClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length, `${what}: number of values`);
  const scale = Math.max(0.1, ...expected.map(Math.abs));
  for (const [index, value] of expected.entries()) {
    const error = Math.abs(actual[index]! - value) / scale;
    assert.ok(error <= tolerance, `${what}: value ${index} is ${actual[index]}, not ${value}`);
  }
}

describe('layers', () => {
  let engines: Readonly<Record<string, Engine>>;

  before(async () => {
    engines = { 'ONNX Runtime': await createOnnxRuntimeEngine({ threads: 1 }), 'TensorFlow.js': await tfjsEngine() };
  });

  for (const each of cases) {
    const { kind, args, input: shape, training = false } = each;
    const mode = training ? ' in training' : '';
    it(`${kind}(${JSON.stringify(args).slice(1, -1)}) of ${shape.join('×')}${mode} is what PyTorch makes of it`, async () => {
      const { report, problems } = elaborated(single(each));
      assert.deepEqual(problems, []);
      assert.deepEqual(report?.nodes.at(-1)?.output, each.output);
      assert.equal(report?.totals.params, each.parameters);
      const { output, updated, x, parameters, given } = lowered(specOf(single(each)), training);
      assert.deepEqual(output.shape, [batch, ...each.output]);
      const weights = constant(Float32Array.from(wave(output.shape, 99)), output.shape);
      const derivatives = gradients(sum(times(output, weights)), [x, ...parameters.values()]);
      assert.equal(updated.size, Object.keys(each.updated ?? {}).length);
      for (const [device, engine] of Object.entries(engines)) {
        const [values, ...found] = await runOn(engine, [output, ...derivatives, ...updated.values()], given);
        assertClose(values!, each.values, 1e-5, `result by ${device}`);
        for (const [index, name] of ['the input', ...parameters.keys()].entries()) {
          assertClose(found[index]!, each.gradients[index]!, 1e-4, `gradient by ${name} by ${device}`);
        }
        for (const [index, name] of [...updated.keys()].entries()) {
          const expected = each.updated?.[name.replace(/^.*\./, '')] ?? [];
          assertClose(found[1 + parameters.size + index]!, expected, 1e-5, `${name} by ${device}`);
        }
      }
    });
  }

  it('has a case for every kind', () => {
    const kinds = cases.flatMap((each) => specOf(single(each)).layers.map(({ kind }) => kind));
    assert.deepEqual([...new Set(kinds)].sort(), [...layerKinds].sort());
  });

  it(`pools to PyTorch's size in ${poolingSizes.length} combinations`, () => {
    for (const [size, kernel, stride, padding, dilation, ceilMode, expected] of poolingSizes) {
      const attributes = { stride: [stride, 1], padding: [padding, 0], dilation: [dilation, 1], ceilMode };
      const rules = layerOf('maxPool2d').rules({ size: [kernel, 1], ...attributes });
      const what = `size ${size}, kernel ${kernel}, ${JSON.stringify(attributes)}`;
      assert.deepEqual(rules.output([[1, size, 1]], []), [1, expected, 1], what);
      const inputs = [input([batch, 1, size, 1])] as const;
      const lowered = rules.lower({ inputs, training: false, parameter: unused, random: unused, update: unused });
      assert.deepEqual(lowered.shape, [batch, 1, expected, 1], what);
    }
  });

  it("pads 'same' to ⌈size / stride⌉, the odd pixel at the end", () => {
    for (const [size, kernel, stride, before, after] of [
      // Of TensorFlow's rule: total = max((⌈size / stride⌉ − 1) · stride + kernel − size, 0).
      [7, 3, 2, 1, 1],
      [8, 3, 2, 0, 1],
      [6, 4, 1, 1, 2],
      [5, 1, 3, 0, 0],
      [10, 5, 3, 2, 2],
    ] as const) {
      const padded = (padding: cnn.Padding) =>
        specOf(model({ input: [2, size, size], layers: [conv2d(3, kernel, { stride, padding })] }));
      const same = run(padded('same'));
      const explicit = run(padded([before, after, before, after]));
      assert.equal(same.output.shape[2], Math.ceil(size / stride));
      assert.deepEqual(same.values, explicit.values);
    }
  });

  it('drops out in training only, and keeps the mean', () => {
    const spec = specOf(model({ input: [1, 10, 10], layers: [dropout(0.3)] }));
    const all = run(spec).values;
    const kept = run(spec, true).values;
    assert.deepEqual(all, wave([batch, 1, 10, 10], 0));
    for (const [index, value] of kept.entries()) {
      const expected = index % 10 < 7 ? all[index]! / 0.7 : 0;
      assert.ok(Math.abs(value - expected) < 1e-6);
    }
  });

  it('gives every layer that draws a stream of its own', () => {
    const spec = specOf(model({ input: [1, 2, 2], layers: [dropout(), relu(), dropout()] }));
    const streams: number[] = [];
    lower(spec, {
      input: input([1, 1, 2, 2]),
      training: true,
      parameter: () => assert.fail(),
      random: (shape, { stream }) => {
        streams.push(stream);
        return input(shape);
      },
    });
    assert.equal(new Set(streams).size, 2);
  });
});
