import assert from 'node:assert/strict';
import * as cnn from '../../src/cnn/index.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import { layerKinds, layerOf } from '../../src/model/layers/index.ts';
import { lower } from '../../src/model/lower.ts';
import type { ModelSpec } from '../../src/model/spec.ts';
import { gradients } from '../../src/tensor/differentiate.ts';
import { sum, multiply as times } from '../../src/tensor/ops/index.ts';
import { constant, input } from '../../src/tensor/values.ts';
import { evaluate } from '../support/reference.ts';
import { tfjsEngine } from '../support/tfjs.ts';
import { elaborated, specOf } from './build.ts';
import { batch, lowered, runOn } from './lowered.ts';
import { assertClose, cases, poolingSizes, single, wave } from './pytorchCases.ts';

const { conv2d, dropout, model, relu } = cnn;

const unused = () => assert.fail();

/** In float64. */
function run(spec: ModelSpec, training = false) {
  const { output, given } = lowered(spec, training);
  return { output, values: evaluate([output], given)[0]! };
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
      const errors = problems.filter(({ severity }) => severity === 'error');
      assert.deepEqual(errors, []);
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
      // A window of padding alone: PyTorch takes it, and writes beside its memory in the backward pass.
      if (size === 1 && dilation === 2 && padding % 2 === 1) continue;
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
