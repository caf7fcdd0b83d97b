import type { Value } from '../program.ts';
import { formatShape, imageShape, ShapeError, sameShape, sizeOf } from '../shape.ts';
import { apply, type OpRule, requireType } from './rule.ts';
import { onnxPads, type Window2d, windowOutput } from './window.ts';

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
  // The largest of each window, the first of equals, gets dy. MaxPool gives positions in the flat input.
  lower(onnx, { inputs: [x, dy], attributes: { size, stride, padding, dilation } }) {
    const attributes = { kernel_shape: size, strides: stride, pads: onnxPads(padding), dilations: dilation };
    const positions = onnx.node('MaxPool', [onnx.of(x)], attributes, { output: 1 });
    const flat = (name: string) => onnx.reshape(name, [-1]);
    const zeros = onnx.node('Expand', [onnx.scalar(0), onnx.ints([sizeOf(x.shape)])]);
    // Windows that overlap may choose the same pixel, so they add.
    const scattered = onnx.node('ScatterElements', [zeros, flat(positions), flat(onnx.of(dy))], {
      axis: 0,
      reduction: 'add',
    });
    return onnx.reshape(scattered, x.shape);
  },
};

/** Gradient of maxPool2d by its input `x`, from `dy` of the pooled shape. */
export const maxPool2dGradient = (x: Value, dy: Value, window: Window2d): Value =>
  apply('maxPool2dGradient', maxPool2dGradientRule, [x, dy], window);
