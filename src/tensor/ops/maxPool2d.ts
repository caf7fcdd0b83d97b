import { bordered, needsBorder } from '../onnx/border.ts';
import { blockDomain, type OnnxAttribute } from '../onnx/graph.ts';
import type { Value } from '../program.ts';
import { imageShape } from '../shape.ts';
import { apply, type OpRule, requireType } from './rule.ts';
import { onnxPads, type Size2d, type Window2d, windowOutput } from './window.ts';

/** Of ONNX's MaxPool. */
export const poolAttributes = ({ size, stride, padding, dilation }: Window2d): Record<string, OnnxAttribute> => ({
  kernel_shape: size,
  strides: stride,
  pads: onnxPads(padding),
  dilations: dilation,
});

export const maxPool2dRule: OpRule<'maxPool2d'> = {
  infer([x], window) {
    requireType('maxPool2d', 'float32', x);
    const [n, channels, height, width] = imageShape('maxPool2d', 'the input', x);
    return { shape: [n, channels, ...windowOutput('maxPool2d', [height, width], window)], dtype: 'float32' };
  },
  lower: (onnx, { inputs: [x], attributes: window }) => {
    // Positions, which only the plain layout provides, are left to the backward pass: they are twice as large as the
    // result.
    if (onnx.isInBlocks(x) && !needsBorder(window)) {
      return { blocks: onnx.node('MaxPool', [onnx.inBlocks(x)], poolAttributes(window), { domain: blockDomain }) };
    }
    const { images, padding } = bordered(onnx, onnx.of(x), window);
    return onnx.node('MaxPool', [images], poolAttributes({ ...window, padding }));
  },
};

/**
 * Largest value of each window of images `[N, C, H, W]`; padding counts as −∞. Ceil mode is padding at the
 * bottom and right.
 */
export const maxPool2d = (x: Value, size: Size2d, options: Partial<Omit<Window2d, 'size'>> = {}): Value =>
  apply('maxPool2d', maxPool2dRule, [x], { size, stride: size, padding: [0, 0, 0, 0], dilation: [1, 1], ...options });
