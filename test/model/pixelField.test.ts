import assert from 'node:assert/strict';
import {
  adaptiveAvgPool2d,
  add,
  conv2d,
  convTranspose2d,
  dense,
  flatten,
  globalAvgPool2d,
  input,
  type Layer,
  maxPool2d,
  model,
  multiply,
  relu,
  sequential,
  upsample2d,
  zeroPad2d,
} from '../../src/cnn/index.ts';
import { lower } from '../../src/model/lower.ts';
import { modelParameters } from '../../src/model/parameters.ts';
import { pixelField } from '../../src/model/pixelField.ts';
import type { ModelSpec } from '../../src/model/spec.ts';
import { gradients } from '../../src/tensor/differentiate.ts';
import { slice, sum, multiply as times } from '../../src/tensor/ops/index.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { input as inputValue } from '../../src/tensor/values.ts';
import { evaluate } from '../support/reference.ts';
import { specOf } from './build.ts';

const chain = (size: readonly [number, number], ...layers: Layer[]): ModelSpec =>
  specOf(model({ name: 'net', input: [1, ...size], layers }));

const fieldAt = (spec: ModelSpec, node: number, row: number, column: number) => {
  const field = pixelField(spec, node, row, column);
  const words = ({ top, left, height, width }: { top: number; left: number; height: number; width: number }) =>
    [top, left, height, width].join(' ');
  return field && [words(field.whole), words(field.clipped)];
};

/** The rectangle of input pixels that a value changes with, by derivatives: all weights are positive. */
function byDerivative(spec: ModelSpec, node: number, row: number, column: number): string {
  const shape = spec.nodes[0]!.shape;
  const x = inputValue([1, ...shape]);
  const parameters = modelParameters(spec).map(({ name, shape: of }) => ({ name, value: inputValue(of) }));
  const { nodes } = lower(spec, {
    input: x,
    training: false,
    parameter: (name) => parameters.find((each) => each.name === name)!.value,
    random: (of) => inputValue(of),
  });
  const pixel = slice(nodes[node]!, [0, 0, row, column], [1, 1, 1, 1]);
  const [gradient] = gradients(sum(times(pixel, 1)), [x]);
  const positive = (size: number) => Float64Array.from({ length: size }, (_, i) => 0.5 + ((i * 7) % 5) / 10);
  const given = new Map([[x, positive(sizeOf(shape))]]);
  for (const { value } of parameters) given.set(value, positive(sizeOf(value.shape)));
  const [numbers] = evaluate([gradient!], given);
  const width = shape[2]!;
  const touched = [...numbers!.keys()].filter((i) => numbers![i] !== 0);
  const rows = touched.map((i) => Math.floor(i / width) % shape[1]!);
  const columns = touched.map((i) => i % width);
  const [top, left] = [Math.min(...rows), Math.min(...columns)];
  return [top, left, Math.max(...rows) - top + 1, Math.max(...columns) - left + 1].join(' ');
}

describe('the field of a pixel', () => {
  it('is that of LeNet-5, worked out by hand', () => {
    const spec = chain([28, 28], conv2d(2, 5, { padding: 2 }), maxPool2d(2), conv2d(2, 5));
    assert.deepEqual(fieldAt(spec, 1, 0, 27), ['-2 25 5 5', '0 25 3 3']);
    // Two by two windows of five: rows 2·3−2 … 2·3+1+2.
    assert.deepEqual(fieldAt(spec, 2, 3, 0), ['4 -2 6 6', '4 0 6 4']);
    assert.deepEqual(fieldAt(spec, 3, 9, 9), ['16 16 14 14', '16 16 12 12']);
  });

  it('is the pixel itself at the input, and lost behind flatten', () => {
    const spec = chain([4, 4], relu(), flatten(), dense(3));
    assert.deepEqual(fieldAt(spec, 0, 2, 3), ['2 3 1 1', '2 3 1 1']);
    assert.deepEqual(fieldAt(spec, 1, 2, 3), ['2 3 1 1', '2 3 1 1']);
    assert.equal(pixelField(spec, 2, 0, 0), null);
    assert.equal(pixelField(spec, 3, 0, 0), null);
  });

  const image = input([1, 13, 11]);
  const stem = conv2d(1, 3, { padding: 1 })(image);
  const gate = conv2d(1, 1)(globalAvgPool2d()(stem));
  const cases: Readonly<Record<string, ModelSpec>> = {
    'strides, dilation and padding of its own on each side': chain(
      [13, 11],
      conv2d(1, [3, 2], { stride: [2, 1], padding: [2, 0, 1, 3], dilation: [1, 2] }),
      conv2d(1, 3, { padding: 'same', stride: 2 }),
    ),
    'zero padding, uneven windows': chain([13, 11], zeroPad2d([2, 0, 1, 3]), adaptiveAvgPool2d([4, 3])),
    'transposed convolution': chain(
      [6, 5],
      conv2d(1, 3, { stride: 2 }),
      convTranspose2d(1, 3, { stride: 2, padding: 1 }),
    ),
    'upsampling by repeating': chain([6, 5], upsample2d([2, 3]), conv2d(1, 2)),
    'upsampling by blending': chain([6, 5], upsample2d([2, 3], { mode: 'bilinear' })),
    'branches that see differently': specOf(
      model({
        name: 'net',
        inputs: image,
        outputs: add(stem, sequential([conv2d(1, 5, { padding: [4, 0, 2, 2] }), conv2d(1, 1)])(stem)),
      }),
    ),
    'a gate that sees everything': specOf(model({ name: 'net', inputs: image, outputs: multiply(stem, gate) })),
  };
  for (const [what, spec] of Object.entries(cases)) {
    it(`covers the pixels that have a derivative, and no others: ${what}`, () => {
      const node = spec.outputs[0]!;
      const [, height = 1, width = 1] = spec.nodes[node]!.shape;
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          const expected = byDerivative(spec, node, row, column);
          assert.equal(fieldAt(spec, node, row, column)?.[1], expected, `row ${row}, column ${column}`);
        }
      }
    });
  }
});
