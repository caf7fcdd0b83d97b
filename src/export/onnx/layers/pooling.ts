import { averagingWindow } from '../../../model/layers/adaptiveAvgPool2d.ts';
import type { AttributesOf } from '../../../model/layers/index.ts';
import { featureMap } from '../../../model/layers/shapes.ts';
import { type Placement, place, type Window } from '../../../model/layers/window.ts';
import type { Padding2d, Shape } from '../../../model/spec.ts';
import { lowest } from '../../../tensor/onnx/border.ts';
import { onnxPads } from '../../../tensor/ops/window.ts';
import { type LowerLayer, padImage } from '../onnxLayer.ts';

/** Ceil mode is written as padding, since ONNX's own has changed from version to version. */
export const maxPool2d: LowerLayer<AttributesOf<'maxPool2d'>> = (
  attributes,
  { onnx, inputs: [x], shapes: [input] },
) => {
  const { size, dilation } = attributes;
  const window = { ...attributes, stride: attributes.stride ?? size };
  const padding = withOverhang(placeOn('maxPool2d', window, input));
  // ONNX Runtime takes no padding as wide as the window, which a dilated one may have.
  const inside = padding.every((side, index) => side < size[index < 2 ? 0 : 1]!);
  const source = inside ? x : padImage(onnx, x, padding, lowest);
  return onnx.node('MaxPool', [source], {
    kernel_shape: size,
    strides: window.stride,
    pads: onnxPads(inside ? padding : [0, 0, 0, 0]),
    dilations: dilation,
  });
};

export const avgPool2d: LowerLayer<AttributesOf<'avgPool2d'>> = (
  attributes,
  { onnx, inputs: [x], shapes: [input] },
) => {
  const { size, countIncludePad } = attributes;
  const window = { ...attributes, stride: attributes.stride ?? size, dilation: [1, 1] as const };
  const placed = placeOn('avgPool2d', window, input);
  const counts = countIncludePad && placed.padding.some((side) => side > 0);
  const pool = (source: string, padding: Padding2d, include: 0 | 1) =>
    onnx.node('AveragePool', [source], {
      kernel_shape: size,
      strides: window.stride,
      pads: onnxPads(padding),
      count_include_pad: include,
    });
  if (!counts) return pool(x, withOverhang(placed), 0);
  const [down, across] = placed.overhang;
  if (down + across === 0) return pool(x, placed.padding, 1);
  // The padding counts; what ceil mode adds does not.
  return pool(padImage(onnx, x, placed.padding), [0, down, 0, across], 0);
};

export const globalAvgPool2d: LowerLayer<AttributesOf<'globalAvgPool2d'>> = (_, { onnx, inputs: [x] }) =>
  onnx.node('GlobalAveragePool', [x]);

export const globalMaxPool2d: LowerLayer<AttributesOf<'globalMaxPool2d'>> = (_, { onnx, inputs: [x] }) =>
  onnx.node('GlobalMaxPool', [x]);

/** Windows of one size if the sizes divide; otherwise products with matrices of each pixel's weight. */
export const adaptiveAvgPool2d: LowerLayer<AttributesOf<'adaptiveAvgPool2d'>> = (
  { outputSize: [rows, columns] },
  { onnx, inputs: [x], shapes: [input] },
) => {
  const [, height, width] = featureMap('adaptiveAvgPool2d', input);
  if (rows * columns === 1) return onnx.node('GlobalAveragePool', [x]);
  if (height % rows === 0 && width % columns === 0) {
    const size = [height / rows, width / columns];
    return onnx.node('AveragePool', [x], { kernel_shape: size, strides: size });
  }
  const shares = (size: number, count: number) =>
    Array.from({ length: count }, (_, index) => {
      const [start, end] = averagingWindow(index, size, count);
      return Array.from({ length: size }, (_, pixel) => (pixel >= start && pixel < end ? 1 / (end - start) : 0));
    });
  const matrix = (numbers: readonly (readonly number[])[]) =>
    onnx.tensor(Float32Array.from(numbers.flat()), [numbers.length, numbers[0]?.length ?? 0]);
  const byColumn = shares(width, columns);
  const transposed = Array.from({ length: width }, (_, pixel) => byColumn.map((row) => row[pixel] ?? 0));
  const narrow = onnx.node('MatMul', [x, matrix(transposed)]);
  return onnx.node('MatMul', [matrix(shares(height, rows)), narrow]);
};

function placeOn(kind: string, window: Window, input: Shape): Placement {
  const [, height, width] = featureMap(kind, input);
  return place(window, [height, width], () => `The window of ${kind}`, 'size');
}

const withOverhang = ({ padding: [top, bottom, left, right], overhang }: Placement): Padding2d => [
  top,
  bottom + overhang[0],
  left,
  right + overhang[1],
];
