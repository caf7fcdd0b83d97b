import * as l10n from '@vscode/l10n';
import { add, conv2dInputGradient, pad, reshape } from '../../tensor/ops/index.ts';
import { linearParameters } from '../initial.ts';
import { Complaint } from '../problem.ts';
import { optional, required } from '../signature.ts';
import type { Shape, Size2d } from '../spec.ts';
import { amount2d, boolean, border, positiveInteger, size2d } from '../values.ts';
import { defineLayer } from './definition.ts';
import { checkGroups } from './groups.ts';
import { featureMap } from './shapes.ts';

/** Transposed convolution, the gradient of a convolution by its input; as PyTorch's `nn.ConvTranspose2d`. */
export const convTranspose2d = defineLayer(
  {
    positional: { outChannels: required(positiveInteger), kernelSize: required(size2d) },
    options: {
      stride: optional(size2d, [1, 1]),
      padding: optional(border, [0, 0, 0, 0]),
      outputPadding: optional(amount2d, [0, 0]),
      groups: optional(positiveInteger, 1),
      bias: optional(boolean, true),
      dilation: optional(size2d, [1, 1]),
    },
    inferred: { name: 'in_channels', index: 0 },
  },
  ({ outChannels, kernelSize, stride, padding, outputPadding, dilation, groups, bias }) => {
    const [top, bottom, left, right] = padding;
    const cut: Size2d = [top + bottom, left + right];
    // A convolution skips less than a stride of pixels at the end, so its transpose cannot add more. Any further
    // outputPadding is padding that is not cut off at the end, then zeros.
    const surplus = (axis: 0 | 1) => (outputPadding[axis] < stride[axis] ? 0 : outputPadding[axis]);
    const uncut: Size2d = [Math.min(surplus(0), bottom), Math.min(surplus(1), right)];
    const zeros: Size2d = [surplus(0) - uncut[0], surplus(1) - uncut[1]];
    const reach = (axis: 0 | 1) => dilation[axis] * (kernelSize[axis] - 1) + 1;

    function outputSize(input: Shape): Size2d {
      const [, ...size] = featureMap('convTranspose2d', input);
      const along = (axis: 0 | 1) => (size[axis] - 1) * stride[axis] - cut[axis] + reach(axis) + outputPadding[axis];
      const output: Size2d = [along(0), along(1)];
      if (output[0] > zeros[0] && output[1] > zeros[1]) return output;
      const message = l10n.t(
        'The padding of convTranspose2d removes the whole output: {0} becomes {1}×{2}, minus {3}. Use less padding.',
        size.join('×'),
        output[0] + cut[0],
        output[1] + cut[1],
        cut.join('×'),
      );
      throw new Complaint('padding-too-large', ['padding'], message);
    }

    function weightShape(input: Shape): Shape {
      const [channels] = featureMap('convTranspose2d', input);
      checkGroups(groups, channels, outChannels);
      return [channels, outChannels / groups, ...kernelSize];
    }

    return {
      output([input]) {
        const most = (axis: 0 | 1) => Math.max(stride[axis], dilation[axis]) - 1;
        if (outputPadding[0] > most(0) || outputPadding[1] > most(1)) {
          const message = l10n.t(
            'outputPadding, {0}, must be less than the stride, {1}, or the dilation, {2}, along each axis.',
            outputPadding.join('×'),
            stride.join('×'),
            dilation.join('×'),
          );
          const [height, width] = ([0, 1] as const).map((axis) => Math.min(outputPadding[axis], most(axis)));
          const text = height === width ? String(height) : `[${height}, ${width}]`;
          const title = l10n.t('Change {0} to {1}', 'outputPadding', text);
          throw new Complaint('padding-too-large', ['outputPadding'], message, [
            { kind: 'set', title, path: ['outputPadding'], text },
          ]);
        }
        weightShape(input);
        return [outChannels, ...outputSize(input)];
      },
      parameters: ([input]) => linearParameters(weightShape(input), bias, outChannels),
      multiplyAdds([input]) {
        const [channels, height, width] = featureMap('convTranspose2d', input);
        return channels * height * width * (outChannels / groups) * kernelSize[0] * kernelSize[1];
      },
      extent() {
        const most = (axis: 0 | 1) => Math.floor((reach(axis) - 1) / stride[axis]) + 1;
        return { size: [most(0), most(1)], stride: [1 / stride[0], 1 / stride[1]] };
      },
      // Input i reaches the outputs i · stride + offset · dilation − padding.
      taps(_inputs, axis, index) {
        const offsets = Array.from({ length: kernelSize[axis] }, (_, offset) => offset * dilation[axis]);
        const sources = offsets.map((offset) => (index + (axis === 0 ? top : left) - offset) / stride[axis]);
        return sources.filter(Number.isInteger);
      },
      formula([input]) {
        const [, ...size] = featureMap('convTranspose2d', input);
        const output = outputSize(input);
        return ([0, 1] as const).map((axis) => {
          const grown = `(${size[axis]} − 1) · ${stride[axis]} − ${cut[axis]} + ${reach(axis)} + ${outputPadding[axis]}`;
          return `${axis === 0 ? l10n.t('height') : l10n.t('width')} = ${grown} = ${output[axis]}`;
        });
      },
      window: () => ({ size: kernelSize, stride, dilation, padding, transposed: true }),
      lower({ inputs: [x], parameter }) {
        const [, ...image] = x.shape;
        const [height, width] = outputSize(image);
        const y = conv2dInputGradient(x, parameter('weight'), {
          stride,
          padding: [top, bottom - uncut[0], left, right - uncut[1]],
          dilation,
          groups,
          inputSize: [height - zeros[0], width - zeros[1]],
        });
        const whole = pad(y, [0, 0, 0, 0], [0, 0, ...zeros]);
        return bias ? add(whole, reshape(parameter('bias'), [1, outChannels, 1, 1])) : whole;
      },
    };
  },
);
