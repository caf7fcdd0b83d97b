import * as l10n from '@vscode/l10n';
import { conv2d as convolve } from '../../tensor/ops/index.ts';
import { linearParameters } from '../initial.ts';
import { optional, required } from '../signature.ts';
import type { Shape } from '../spec.ts';
import { boolean, padding, positiveInteger, size2d } from '../values.ts';
import { defineLayer } from './definition.ts';
import { checkGroups } from './groups.ts';
import { featureMap } from './shapes.ts';
import { extentOf, place, placeFormula, reportOf, tapsOf } from './window.ts';

/** 2-D convolution (cross-correlation), as PyTorch's `nn.Conv2d`. */
export const conv2d = defineLayer(
  {
    positional: { outChannels: required(positiveInteger), kernelSize: required(size2d) },
    options: {
      stride: optional(size2d, [1, 1]),
      padding: optional(padding, [0, 0, 0, 0]),
      dilation: optional(size2d, [1, 1]),
      groups: optional(positiveInteger, 1),
      bias: optional(boolean, true),
    },
    inferred: { name: 'in_channels', index: 0 },
  },
  ({ outChannels, kernelSize, stride, padding, dilation, groups, bias }) => {
    const window = { size: kernelSize, stride, padding, dilation, ceilMode: false };

    /** The input's channels and the placement of the kernel on it. */
    function over(input: Shape) {
      const [channels, height, width] = featureMap('conv2d', input);
      return { channels, size: [height, width], placed: placeOn([height, width]) } as const;
    }
    const placeOn = (size: readonly [number, number]) =>
      place(window, size, () => l10n.t('The kernel of {0}', 'conv2d'), 'kernelSize');

    function kernelShape(channels: number): Shape {
      checkGroups(groups, channels, outChannels);
      return [outChannels, channels / groups, ...kernelSize];
    }

    return {
      output([input]) {
        const { channels, placed } = over(input);
        kernelShape(channels);
        return [outChannels, ...placed.output];
      },
      parameters: ([input]) => linearParameters(kernelShape(over(input).channels), bias),
      multiplyAdds([input]) {
        const { channels, placed } = over(input);
        const [height, width] = placed.output;
        return outChannels * height * width * (channels / groups) * kernelSize[0] * kernelSize[1];
      },
      extent: () => extentOf(window),
      taps: ([input], axis, index) => tapsOf(window, over(input).placed, axis, index),
      formula([input]) {
        const { size, placed } = over(input);
        return placeFormula(window, size, placed);
      },
      window: ([input]) => reportOf(window, over(input).placed),
      lower({ inputs: [x], parameter }) {
        const [, ...image] = x.shape;
        const options = { stride, padding: over(image).placed.padding, dilation, groups };
        return convolve(x, parameter('weight'), bias ? parameter('bias') : null, options);
      },
    };
  },
);
