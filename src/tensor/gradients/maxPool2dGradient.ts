import type { GradientRule } from './rule.ts';

export const gradient: GradientRule<'maxPool2dGradient'> = () => {
  throw new Error('maxPool2dGradient: a second derivative of max pooling is not there yet');
};
