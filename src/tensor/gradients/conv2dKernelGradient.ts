import { conv2d, conv2dInputGradient } from '../ops/index.ts';
import { imageShape } from '../shape.ts';
import type { GradientRule } from './rule.ts';

/** Linear in x and dy, and the transpose of conv2d in either. */
export const gradient: GradientRule<'conv2dKernelGradient'> = (
  g,
  { inputs: [x, dy], attributes: { kernelSize: _, ...attributes } },
) => {
  const [, , ...inputSize] = imageShape('conv2dKernelGradient', 'the input', x);
  return [conv2dInputGradient(dy, g, { ...attributes, inputSize }), conv2d(x, g, null, attributes)];
};
