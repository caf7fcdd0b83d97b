import assert from 'node:assert/strict';
import { type AvgPoolOptions, avgPool } from '../../../src/tensor/functions/avgPool.ts';
import { input } from '../../../src/tensor/values.ts';
import { evaluate } from '../../support/reference.ts';

/** PyTorch's avg_pool2d of one plane, by its documentation: the divisor counts padding or not, never the overhang. */
function pooled(image: number[][], size: readonly [number, number], options: AvgPoolOptions): number[] {
  const { stride, padding, overhang, countPadding } = options;
  const [top, bottom, left, right] = padding;
  const [height, width] = [image.length, image[0]!.length];
  const results: number[] = [];
  for (let y = -top; y + size[0] <= height + bottom + overhang[0]; y += stride[0])
    for (let x = -left; x + size[1] <= width + right + overhang[1]; x += stride[1]) {
      let [sum, count] = [0, 0];
      for (let i = y; i < y + size[0]; i += 1)
        for (let j = x; j < x + size[1]; j += 1) {
          const inside = i >= 0 && i < height && j >= 0 && j < width;
          const inPadding = i < height + bottom && j < width + right;
          if (inside) sum += image[i]![j]!;
          if (inside || (countPadding && inPadding)) count += 1;
        }
      results.push(sum / count);
    }
  return results;
}

describe('avgPool', () => {
  const image = Array.from({ length: 5 }, (_, y) => Array.from({ length: 7 }, (_, x) => Math.sin(y * 7 + x)));
  const plain: AvgPoolOptions = { stride: [2, 2], padding: [0, 0, 0, 0], overhang: [0, 0], countPadding: true };
  const cases: Readonly<Record<string, AvgPoolOptions>> = {
    plain: plain,
    'with padding that counts': { ...plain, padding: [1, 1, 1, 1] },
    'with padding that does not': { ...plain, padding: [1, 0, 1, 1], countPadding: false },
    'in ceil mode': { ...plain, overhang: [1, 1] },
    'in ceil mode, with padding': { ...plain, padding: [1, 1, 1, 1], overhang: [0, 1] },
    'in ceil mode, padding not counted': { ...plain, padding: [0, 0, 1, 1], overhang: [1, 1], countPadding: false },
  };
  for (const [title, options] of Object.entries(cases)) {
    it(title, () => {
      const x = input([1, 1, 5, 7]);
      const [actual] = evaluate([avgPool(x, [2, 3], options)], new Map([[x, Float64Array.from(image.flat())]]));
      const expected = pooled(image, [2, 3], options);
      assert.equal(actual!.length, expected.length);
      for (const [index, value] of expected.entries()) assert.ok(Math.abs(actual![index]! - value) < 1e-6, `${index}`);
    });
  }
});
