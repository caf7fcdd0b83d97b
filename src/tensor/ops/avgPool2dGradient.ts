import type { OnnxGraph } from '../onnx/graph.ts';
import type { Value } from '../program.ts';
import { formatShape, imageShape, ShapeError, sameShape } from '../shape.ts';
import { undilated } from './avgPool2d.ts';
import { apply, type OpRule, requireType } from './rule.ts';
import type { AvgPool2dGradientAttributes } from './signatures.ts';
import { onnxPads, unreached, windowOutput } from './window.ts';

export const avgPool2dGradientRule: OpRule<'avgPool2dGradient'> = {
  infer([dy], { inputSize, ...window }) {
    const op = 'avgPool2dGradient';
    requireType(op, 'float32', dy);
    const [n, channels, ...outputSize] = imageShape(op, 'the gradient', dy);
    const expected = windowOutput(op, inputSize, undilated(window));
    if (!sameShape(expected, outputSize)) {
      throw new ShapeError(
        `${op}: an input of ${formatShape(inputSize)} gives ${formatShape(expected)}, not ${formatShape(outputSize)}`,
      );
    }
    return { shape: [n, channels, ...inputSize], dtype: 'float32' };
  },
  // The two ways of computing it are compared in docs/performance.md.
  lower(onnx, { inputs: [dy], attributes }, y) {
    const { size, stride, padding, inputSize } = attributes;
    const [n, channels, ...outputSize] = imageShape('avgPool2dGradient', 'the gradient', dy);
    const apart = size[0] === stride[0] && size[0] * outputSize[0] === inputSize[0] && padding[0] === 0;
    if (apart && inputSize[1] <= widestProduct) {
      const rows = onnx.reshape(onnx.of(dy), [n * channels * outputSize[0], outputSize[1]]);
      return onnx.reshape(onnx.node('MatMul', [rows, spreading(onnx, outputSize[1], attributes)]), y.shape);
    }
    const area = size[0] * size[1];
    const kernel = onnx.tensor(new Float32Array(area).fill(1 / area), [1, 1, ...size]);
    const planes = onnx.reshape(onnx.of(dy), [n * channels, 1, ...outputSize]);
    const spread = onnx.node('ConvTranspose', [planes, kernel], {
      strides: stride,
      pads: onnxPads(padding),
      output_padding: unreached(inputSize, outputSize, undilated(attributes)),
    });
    return onnx.reshape(spread, y.shape);
  },
};

/** Rows of the image up to this long are made by a matrix product. */
const widestProduct = 64;

/**
 * `[W′, h·W]`: takes a row of dy to the h rows of the image under its windows, where these do not overlap from
 * row to row. It holds 1 / (h·w) where a window covers a column.
 */
function spreading(onnx: OnnxGraph, width: number, attributes: AvgPool2dGradientAttributes): string {
  const { size, stride, padding, inputSize } = attributes;
  const columns = size[0] * inputSize[1];
  const spread = new Float32Array(width * columns);
  for (let window = 0; window < width; window += 1) {
    for (let column = 0; column < columns; column += 1) {
      const within = (column % inputSize[1]) - (window * stride[1] - padding[2]);
      if (within >= 0 && within < size[1]) spread[window * columns + column] = 1 / (size[0] * size[1]);
    }
  }
  return onnx.tensor(spread, [width, columns]);
}

/** Gradient of avgPool2d by its input of `[N, C, ...inputSize]`, from dy of the pooled shape. */
export const avgPool2dGradient = (dy: Value, attributes: AvgPool2dGradientAttributes): Value =>
  apply('avgPool2dGradient', avgPool2dGradientRule, [dy], attributes);
