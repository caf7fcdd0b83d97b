/**
 * Conv and ConvTranspose. ONNX Runtime's WebGPU provider computes three classes of them wrongly (1.30; found by
 * test/engine/webgpu/, the causes are in its sources). Graphs for it go around them by channels of zeros:
 *
 * - Conv whose channels divide by 3 and not by 4, more than 3 of them, into a multiple of 4: pixels are read
 *   three channels at a time from a quarter of their place. The input gets channels up to a multiple of 4.
 * - Conv in groups of at least 4 kernels: results are made 4 or 2 at a time, as all kernels together divide, and
 *   those that reach across two groups take all pixels from the first. Each group gets kernels up to a multiple of 4.
 * - ConvTranspose in groups from an even number of channels to one: kernels are read 2 or 4 channels at a time,
 *   and lie apart. Each group gets a second channel to make.
 */
import { formatShape } from '../shape.ts';
import type { OnnxGraph } from './graph.ts';

export interface ConvolutionNode {
  /** `[N, C, H, W]`. */
  readonly x: string;
  /** For Conv `[O, C/groups, h, w]`, for ConvTranspose `[C, O/groups, h, w]`. */
  readonly kernel: string;
  readonly kernelShape: readonly number[];
  /** `[O]`. */
  readonly bias?: string;
  /** Of the result, `[N, O, H′, W′]`. */
  readonly shape: readonly number[];
  readonly groups?: number;
  readonly attributes: {
    readonly strides: readonly number[];
    readonly pads: readonly number[];
    readonly dilations: readonly number[];
  };
}

export function convolution(onnx: OnnxGraph, node: ConvolutionNode): string {
  const { x, kernel, kernelShape, bias, shape, groups = 1, attributes } = node;
  const [kernels, channels] = channelsOf(kernelShape);
  const plain = (input: string, weight: string, ...rest: string[]) =>
    onnx.node('Conv', [input, weight, ...rest], { ...attributes, group: groups });
  const biases = bias === undefined ? [] : [bias];
  if (onnx.webgpu && isReadByThrees(node)) {
    const missing = toMultipleOf4(channels);
    return plain(append(onnx, x, 1, missing, 4), append(onnx, kernel, 1, missing, 4), ...biases);
  }
  if (onnx.webgpu && reachesAcrossGroups(kernels, groups)) {
    const each = kernels / groups;
    const padded = each + toMultipleOf4(each);
    const byGroup = onnx.reshape(kernel, [groups, each, ...kernelShape.slice(1)]);
    const more = append(onnx, byGroup, 1, padded - each, kernelShape.length + 1);
    const result = plain(x, onnx.reshape(more, [groups * padded, ...kernelShape.slice(1)]));
    const y = firstOfEachGroup(onnx, result, shape, groups, padded);
    return bias === undefined ? y : onnx.node('Add', [y, onnx.reshape(bias, [kernels, 1, 1])]);
  }
  return plain(x, kernel, ...biases);
}

export interface TransposedConvolutionNode extends Omit<ConvolutionNode, 'bias'> {
  /** Added at the bottom and the right. */
  readonly outputPadding: readonly number[];
}

export function transposedConvolution(onnx: OnnxGraph, node: TransposedConvolutionNode): string {
  const { x, kernel, kernelShape, shape, groups = 1, attributes, outputPadding } = node;
  const [channels, outChannels] = channelsOf(kernelShape);
  const plain = (weight: string) =>
    onnx.node('ConvTranspose', [x, weight], { ...attributes, group: groups, output_padding: outputPadding });
  if (!onnx.webgpu || groups === 1 || outChannels !== 1 || (channels / groups) % 2 !== 0) {
    return plain(kernel);
  }
  return firstOfEachGroup(onnx, plain(append(onnx, kernel, 1, 1, kernelShape.length)), shape, groups, 2);
}

function channelsOf(kernelShape: readonly number[]): readonly [number, number] {
  const [first, second] = kernelShape;
  if (first === undefined || second === undefined) throw new Error(`${formatShape(kernelShape)} is no kernel`);
  return [first, second];
}

const toMultipleOf4 = (count: number): number => (4 - (count % 4)) % 4;

function isReadByThrees({ kernelShape, groups = 1, attributes: { strides, pads } }: ConvolutionNode): boolean {
  const [kernels, channels] = channelsOf(kernelShape);
  // A product of matrices to that provider.
  const single = [...kernelShape.slice(2), ...strides].every((size) => size === 1) && pads.every((pad) => pad === 0);
  return groups === 1 && channels % 3 === 0 && channels % 4 !== 0 && channels > 3 && kernels % 4 === 0 && !single;
}

function reachesAcrossGroups(kernels: number, groups: number): boolean {
  const each = kernels / groups;
  const together = kernels % 4 === 0 ? 4 : kernels % 2 === 0 ? 2 : 1;
  return groups > 1 && each >= 4 && each % together !== 0;
}

/** Zeros at the end of an axis of a tensor of the given rank. */
function append(onnx: OnnxGraph, name: string, axis: number, amount: number, rank: number): string {
  const pads = Array.from({ length: 2 * rank }, (_, place) => (place === rank + axis ? amount : 0));
  return onnx.node('Pad', [name, onnx.ints(pads)]);
}

/** `[N, groups·padded, H, W]` → `shape` `[N, O, H, W]`. */
function firstOfEachGroup(
  onnx: OnnxGraph,
  name: string,
  [n = 0, channels = 0, ...size]: readonly number[],
  groups: number,
  padded: number,
): string {
  const byGroup = onnx.reshape(name, [n, groups, padded, ...size]);
  return onnx.reshape(onnx.slice(byGroup, [2], [0], [channels / groups]), [n, channels, ...size]);
}
