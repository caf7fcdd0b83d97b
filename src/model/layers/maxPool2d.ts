import { maxPool2d as pool } from '../../tensor/ops/index.ts';
import { optional, required } from '../signature.ts';
import { boolean, orNull, padding, size2d } from '../values.ts';
import { defineLayer } from './definition.ts';
import { pooling } from './pooling.ts';

/** Largest value of each window, channel by channel, padded with −∞; as PyTorch's `nn.MaxPool2d`. */
export const maxPool2d = defineLayer(
  {
    positional: { size: required(size2d) },
    options: {
      stride: optional(orNull(size2d), null),
      padding: optional(padding, [0, 0, 0, 0]),
      dilation: optional(size2d, [1, 1]),
      ceilMode: optional(boolean, false),
    },
  },
  ({ size, stride, padding, dilation, ceilMode }) => {
    const window = { size, stride: stride ?? size, padding, dilation, ceilMode };
    return pooling('maxPool2d', window, (x, { padding: [top, bottom, left, right], overhang }) => {
      // Ceil mode is padding at the end: −∞ never wins.
      const whole = [top, bottom + overhang[0], left, right + overhang[1]] as const;
      return pool(x, size, { stride: window.stride, padding: whole, dilation });
    });
  },
);
