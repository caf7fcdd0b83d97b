import { pad } from '../../tensor/ops/index.ts';
import { required } from '../signature.ts';
import { border } from '../values.ts';
import { defineLayer } from './definition.ts';
import { featureMap } from './shapes.ts';

/** Zeros around a feature map; as PyTorch's `nn.ZeroPad2d`, whose sides come in another order. */
export const zeroPad2d = defineLayer({ positional: { padding: required(border) }, options: {} }, ({ padding }) => {
  const [top, bottom, left, right] = padding;
  return {
    output([input]) {
      const [channels, height, width] = featureMap('zeroPad2d', input);
      return [channels, height + top + bottom, width + left + right];
    },
    taps: (_inputs, axis, index) => [index - (axis === 0 ? top : left)],
    formula([input]) {
      const [, height, width] = featureMap('zeroPad2d', input);
      return [
        `height = ${height} + ${top} + ${bottom} = ${height + top + bottom}`,
        `width = ${width} + ${left} + ${right} = ${width + left + right}`,
      ];
    },
    lower: ({ inputs: [x] }) => pad(x, [0, 0, top, left], [0, 0, bottom, right]),
  };
});
