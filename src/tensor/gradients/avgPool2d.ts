import { avgPool2dGradient } from '../ops/index.ts';
import { imageShape } from '../shape.ts';
import type { GradientRule } from './rule.ts';

/** Every value of a window gets dy / (height·width of the window). */
export const gradient: GradientRule<'avgPool2d'> = (dy, { inputs: [x], attributes }) => {
  const [, , height, width] = imageShape('avgPool2d', 'the input', x);
  return [avgPool2dGradient(dy, { ...attributes, inputSize: [height, width] })];
};
