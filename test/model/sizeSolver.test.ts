import assert from 'node:assert/strict';
import { layerOf } from '../../src/model/layers/index.ts';
import { type SizeSolution, solveSize } from '../../src/model/sizeSolver.ts';
import type { Json, Size2d } from '../../src/model/spec.ts';

const convolution = (kernelSize: Size2d, more: Record<string, Json> = {}) => ({ outChannels: 8, kernelSize, ...more });
const titles = (solutions: readonly SizeSolution[]) => solutions.map(({ goal, change }) => `${goal}: ${change}`);

/** The output size of a solution by the layer's own rule. */
function sizeOf(kind: string, attributes: Record<string, Json>, { values }: SizeSolution, input: readonly number[]) {
  const changed = Object.entries(values).map(([name, text]): [string, Json] => {
    const read: Json = JSON.parse(text);
    if (name !== 'padding') return [name, typeof read === 'number' ? [read, read] : read];
    const sides = Array.isArray(read) ? read : [read, read];
    return [name, sides.length === 4 ? sides : [sides[0], sides[0], sides[1], sides[1]]];
  });
  const rules = layerOf(kind).rules({ ...attributes, ...Object.fromEntries(changed) });
  return rules.output([input], []).slice(1);
}

describe('size solver', () => {
  it('finds what published networks use', () => {
    // ResNet's first layer and its pooling, VGG's convolutions, LeNet-5's.
    assert.deepEqual(titles(solveSize('conv2d', convolution([7, 7]), [3, 224, 224], null)), [
      'Keep 224×224: padding 3',
      'Halve to 112×112: stride 2, padding 3',
    ]);
    assert.deepEqual(titles(solveSize('maxPool2d', { size: [3, 3], stride: [2, 2] }, [64, 112, 112], null)), [
      'Keep 112×112: stride 1, padding 1',
      'Halve to 56×56: padding 1',
    ]);
    assert.deepEqual(titles(solveSize('conv2d', convolution([5, 5]), [1, 28, 28], [24, 24])), []);
    assert.deepEqual(titles(solveSize('conv2d', convolution([5, 5]), [1, 28, 28], [28, 28])), [
      '28×28: padding 2',
      '28×28: kernelSize 1',
    ]);
  });

  it('begins with the simplest: one change before two, and another kernel last', () => {
    assert.deepEqual(titles(solveSize('conv2d', convolution([5, 5]), [3, 32, 32], [7, 7])), [
      '7×7: stride 4',
      '7×7: stride 5, padding 2',
      '7×7: kernelSize 26',
    ]);
    assert.deepEqual(titles(solveSize('conv2d', convolution([3, 3], { stride: [2, 2] }), [3, 32, 32], [30, 30])), [
      '30×30: stride 1',
    ]);
  });

  it('pads one side more where a kernel is even', () => {
    assert.deepEqual(
      titles(solveSize('conv2d', convolution([4, 3]), [1, 28, 28], null))[0],
      'Keep 28×28: padding [1, 2, 1, 1]',
    );
  });

  it('says nothing where the size is so already, or cannot be', () => {
    const padded = convolution([3, 3], { padding: [1, 1, 1, 1] });
    assert.deepEqual(titles(solveSize('conv2d', padded, [1, 28, 28], null)), ['Halve to 14×14: stride 2']);
    assert.deepEqual(solveSize('conv2d', padded, [1, 28, 28], [500, 500]), []);
    assert.deepEqual(solveSize('relu', {}, [1, 28, 28], null), []);
    assert.deepEqual(solveSize('conv2d', padded, [784], null), []);
    assert.deepEqual(solveSize('maxPool2d', { size: [2, 2], ceilMode: true }, [1, 28, 28], null), []);
  });

  it('gives the wanted size, whatever window, input and size', () => {
    let found = 0;
    for (const kernel of [1, 2, 3, 5, 7, 11]) {
      for (const dilation of [1, 2]) {
        for (const input of [7, 13, 14, 28, 32]) {
          for (const wanted of [1, 3, 7, 14, 16]) {
            for (const kind of ['conv2d', 'maxPool2d', 'avgPool2d']) {
              const dilated: Record<string, Json> = kind === 'avgPool2d' ? {} : { dilation: [dilation, dilation] };
              const window = kind === 'conv2d' ? convolution([kernel, kernel]) : { size: [kernel, kernel] };
              const attributes = { ...window, ...dilated };
              for (const solution of solveSize(kind, attributes, [4, input, input + 1], [wanted, wanted])) {
                found++;
                const size = sizeOf(kind, attributes, solution, [4, input, input + 1]);
                assert.deepEqual(size, [wanted, wanted], `${kind} ${kernel} of ${input}: ${solution.change}`);
              }
            }
          }
        }
      }
    }
    assert.ok(found > 300, `${found} solutions`);
  });
});
