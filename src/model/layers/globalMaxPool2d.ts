import { maxPool2d } from '../../tensor/ops/index.ts';
import { imageShape } from '../../tensor/shape.ts';
import { globalPooling } from './globalPooling.ts';

/** A single window over the whole map, so that the first of equal values gets the gradient, as in PyTorch. */
export const globalMaxPool2d = globalPooling('globalMaxPool2d', (x) => {
  const [, , ...size] = imageShape('globalMaxPool2d', 'the input', x);
  return maxPool2d(x, size);
});
