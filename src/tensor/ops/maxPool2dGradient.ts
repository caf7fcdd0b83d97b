import { bordered, lowest } from '../onnx/border.ts';
import { transposedConvolution } from '../onnx/convolution.ts';
import type { OnnxGraph } from '../onnx/graph.ts';
import { shiftedImages } from '../onnx/shifted.ts';
import type { Value } from '../program.ts';
import { formatShape, imageShape, ShapeError, sameShape, sizeOf } from '../shape.ts';
import { poolAttributes } from './maxPool2d.ts';
import { apply, type OpRule, requireType } from './rule.ts';
import { onnxPads, unreached, type Window2d, windowOutput } from './window.ts';

export const maxPool2dGradientRule: OpRule<'maxPool2dGradient'> = {
  infer([x, dy], window) {
    const op = 'maxPool2dGradient';
    requireType(op, 'float32', x, dy);
    const [n, channels, height, width] = imageShape(op, 'the input', x);
    const expected = [n, channels, ...windowOutput(op, [height, width], window)];
    if (!sameShape(expected, dy.shape)) {
      throw new ShapeError(`${op}: the gradient is ${formatShape(dy.shape)}, not ${formatShape(expected)}`);
    }
    return { shape: x.shape, dtype: 'float32' };
  },
  // The largest of each window, the first of equals, gets dy. Windows that overlap may choose the same pixel, so
  // they add.
  lower: (onnx, { inputs: [x, dy], attributes }) =>
    onnx.webgpu ? lowerToWindows(onnx, x, dy, attributes) : lowerToPositions(onnx, x, dy, attributes),
};

/** MaxPool returns positions in the flat input, border included. */
function lowerToPositions(onnx: OnnxGraph, x: Value, dy: Value, window: Window2d): string {
  const [n, channels, height, width] = imageShape('maxPool2dGradient', 'the input', x);
  const { images, border, padding } = bordered(onnx, onnx.of(x), window);
  const [top, bottom, left, right] = border;
  const shape = [n, channels, top + height + bottom, left + width + right];
  const positions = onnx.node('MaxPool', [images], poolAttributes({ ...window, padding }), { output: 1 });
  const flat = (name: string) => onnx.reshape(name, [-1]);
  const zeros = onnx.node('Expand', [onnx.scalar(0), onnx.ints([sizeOf(shape)])]);
  const scattered = onnx.node('ScatterElements', [zeros, flat(positions), flat(onnx.of(dy))], {
    axis: 0,
    reduction: 'add',
  });
  const whole = onnx.reshape(scattered, shape);
  if (images === onnx.of(x)) return whole;
  return onnx.slice(whole, [2, 3], [top, left], [top + height, left + width]);
}

/** Without positions, which the WebGPU provider lacks: each window is laid out as channels of its own. */
function lowerToWindows(onnx: OnnxGraph, x: Value, dy: Value, window: Window2d): string {
  const [n, channels, ...inputSize] = imageShape('maxPool2dGradient', 'the input', x);
  const [, , ...outputSize] = imageShape('maxPool2dGradient', 'the gradient', dy);
  const { size, stride, padding, dilation } = window;
  const planes = onnx.reshape(onnx.of(x), [n * channels, 1, ...inputSize]);
  const pixels = onnx.node('Concat', shiftedImages(onnx, planes, window, outputSize, lowest), { axis: 1 });
  const largest = onnx.cast(onnx.node('ArgMax', [pixels], { axis: 1, keepdims: 1 }), 'int32');
  const positions = size[0] * size[1];
  const each = onnx.tensor(
    Int32Array.from({ length: positions }, (_, position) => position),
    [positions, 1, 1],
  );
  const chosen = onnx.cast(onnx.node('Equal', [largest, each]), 'float32');
  const parts = onnx.node('Mul', [chosen, onnx.reshape(onnx.of(dy), [n * channels, 1, ...outputSize])]);
  // Back to where they came from, by kernels of a single one.
  const kernel = Float32Array.from({ length: positions ** 2 }, (_, place) => (place % (positions + 1) === 0 ? 1 : 0));
  const kernelShape = [positions, 1, ...size];
  const gathered = transposedConvolution(onnx, {
    x: parts,
    kernel: onnx.tensor(kernel, kernelShape),
    kernelShape,
    shape: [n * channels, 1, ...inputSize],
    attributes: { strides: stride, pads: onnxPads(padding), dilations: dilation },
    outputPadding: unreached(inputSize, outputSize, window),
  });
  return onnx.reshape(gathered, x.shape);
}

/** Gradient of maxPool2d by its input `x`, from `dy` of the pooled shape. */
export const maxPool2dGradient = (x: Value, dy: Value, window: Window2d): Value =>
  apply('maxPool2dGradient', maxPool2dGradientRule, [x, dy], window);
