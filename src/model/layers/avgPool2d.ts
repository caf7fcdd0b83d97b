import { avgPool } from '../../tensor/functions/avgPool.ts';
import { optional, required } from '../signature.ts';
import { boolean, orNull, padding, size2d } from '../values.ts';
import { defineLayer } from './definition.ts';
import { pooling } from './pooling.ts';

/** Mean of each window, channel by channel; as PyTorch's `nn.AvgPool2d`. */
export const avgPool2d = defineLayer(
  {
    positional: { size: required(size2d) },
    options: {
      stride: optional(orNull(size2d), null),
      padding: optional(padding, [0, 0, 0, 0]),
      ceilMode: optional(boolean, false),
      countIncludePad: optional(boolean, true),
    },
  },
  ({ size, stride, padding, ceilMode, countIncludePad }) => {
    const window = { size, stride: stride ?? size, padding, dilation: [1, 1], ceilMode } as const;
    return pooling('avgPool2d', window, (x, { padding, overhang }) =>
      avgPool(x, size, { stride: window.stride, padding, overhang, countPadding: countIncludePad }),
    );
  },
);
