import { conv2dInputGradient, conv2dKernelGradient, sum } from '../ops/index.ts';
import { imageShape } from '../shape.ts';
import type { GradientRule } from './rule.ts';

/** y[n,o,p] = b[o] + Σ_{c,k} x[n,c,p·s+k·d−pad]·K[o,c,k]: linear in x, K and b. */
export const gradient: GradientRule<'conv2d'> = (dy, { inputs: [x, kernel, bias], attributes }) => {
  const [, , ...inputSize] = imageShape('conv2d', 'the input', x);
  const [, , ...kernelSize] = imageShape('conv2d', 'the kernel', kernel);
  return [
    conv2dInputGradient(dy, kernel, { ...attributes, inputSize }),
    conv2dKernelGradient(x, dy, { ...attributes, kernelSize }),
    ...(bias === undefined ? [] : [sum(dy, [0, 2, 3])]),
  ];
};
