import { conv2d, conv2dKernelGradient } from '../ops/index.ts';
import { imageShape } from '../shape.ts';
import type { GradientRule } from './rule.ts';

/** Linear in dy and K, and the transpose of conv2d in either. */
export const gradient: GradientRule<'conv2dInputGradient'> = (
  g,
  { inputs: [dy, kernel], attributes: { inputSize: _, ...attributes } },
) => {
  const [, , ...kernelSize] = imageShape('conv2dInputGradient', 'the kernel', kernel);
  return [conv2d(g, kernel, null, attributes), conv2dKernelGradient(g, dy, { ...attributes, kernelSize })];
};
