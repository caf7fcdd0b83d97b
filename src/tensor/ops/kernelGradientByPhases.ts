/**
 * The kernel gradient of a convolution with a stride in channel blocks, phase by phase (`phases.ts`): a part of the
 * kernel meets the pixels of one phase, which are a smaller image, without a stride.
 */
import { sampleBlocks } from '../onnx/blocks.ts';
import type { OnnxGraph } from '../onnx/graph.ts';
import { plainKernel } from '../onnx/kernelBlocks.ts';
import type { Value } from '../program.ts';
import { input } from '../values.ts';
import { type Convolution, outputOf } from './kernelGradientByRows.ts';
import { gradientInBlocks, pixelsDivide } from './kernelGradientInBlocks.ts';
import { phasesOf } from './phases.ts';

/** dK `[O, C, h, w]`, x and dy in channel blocks; `null` where a phase has no gradient in blocks. */
export function kernelGradientByPhases(onnx: OnnxGraph, x: Value, dy: Value, convolution: Convolution): string | null {
  const { batch, channels, outChannels, stride, kernel, padding, input: size, dilation, groups } = convolution;
  if (groups > 1 || Math.max(...dilation) > 1) return null;
  if (size.some((length, axis) => length % stride[axis]! !== 0)) return null;
  const output = outputOf(convolution);
  const small = [size[0] / stride[0], size[1] / stride[1]] as const;
  const along = (axis: 0 | 1) =>
    phasesOf(kernel[axis], stride[axis], padding[axis === 0 ? 0 : 2]).flatMap(({ places, offset }, first) => {
      const after = output[axis] - small[axis] + offset + places.length - 1;
      return places.length === 0 ? [] : [{ first, places, before: -offset, after }];
    });
  const phases = along(0).flatMap((row) =>
    along(1).map((column) => ({
      first: [row.first, column.first] as const,
      places: row.places.flatMap((down) => column.places.map((right) => down * kernel[1] + right)),
      convolution: {
        ...convolution,
        stride: [1, 1],
        input: small,
        kernel: [row.places.length, column.places.length],
        padding: [row.before, row.after, column.before, column.after],
      } as const,
    })),
  );
  const fits = phases.every(({ convolution }) => Math.min(...convolution.padding) >= 0);
  if (!fits || !pixelsDivide(onnx, { ...convolution, input: small })) return null;
  const gradients = phases.map((phase) => {
    const image = input([batch, channels, ...small]);
    onnx.bind(image, { blocks: sampleBlocks(onnx, onnx.inBlocks(x), channels, phase.first, stride) });
    return gradientInBlocks(onnx, image, onnx.inBlocks(dy), phase.convolution);
  });
  const order = phases.flatMap(({ places }) => places);
  const inOrder = Int32Array.from(order, (_, place) => order.indexOf(place));
  const all =
    order.length === 1
      ? gradients[0]!
      : onnx.node('Gather', [onnx.node('Concat', gradients, { axis: 2 }), onnx.tensor(inOrder, [order.length])], {
          axis: 2,
        });
  return plainKernel(onnx, all, [outChannels, channels, ...kernel]);
}
