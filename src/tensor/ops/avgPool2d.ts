import type { Value } from '../program.ts';
import { imageShape } from '../shape.ts';
import { apply, type OpRule, requireType } from './rule.ts';
import type { AvgPool2dAttributes } from './signatures.ts';
import { onnxPads, type Size2d, type Window2d, windowOutput } from './window.ts';

export const undilated = (window: AvgPool2dAttributes): Window2d => ({ ...window, dilation: [1, 1] });

export const avgPool2dRule: OpRule<'avgPool2d'> = {
  infer([x], window) {
    requireType('avgPool2d', 'float32', x);
    const [n, channels, height, width] = imageShape('avgPool2d', 'the input', x);
    return { shape: [n, channels, ...windowOutput('avgPool2d', [height, width], undilated(window))], dtype: 'float32' };
  },
  lower: (onnx, { inputs: [x], attributes: { size, stride, padding } }) =>
    onnx.node('AveragePool', [onnx.of(x)], {
      kernel_shape: size,
      strides: stride,
      pads: onnxPads(padding),
      count_include_pad: 1,
    }),
};

/**
 * Mean of each window of images `[N, C, H, W]`; padding counts as zeros (PyTorch's countIncludePad). See
 * `functions/avgPool.ts` for the other ways to count.
 */
export const avgPool2d = (x: Value, size: Size2d, options: Partial<Omit<AvgPool2dAttributes, 'size'>> = {}): Value =>
  apply('avgPool2d', avgPool2dRule, [x], { size, stride: size, padding: [0, 0, 0, 0], ...options });
