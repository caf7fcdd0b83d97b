/** Orders for the kernels of a layer. */
import type { KernelShape } from './kernels.ts';

export const kernelOrders = ['number', 'norm', 'mean', 'likeness'] as const;
/**
 * `norm`: largest Euclidean norm first. `mean`: from the most negative to the most positive. `likeness`: starting from
 * the largest norm, always the remaining one that is most similar by cosine.
 */
export type KernelOrder = (typeof kernelOrders)[number];

/** Indices of kernels, in order; on ties the earlier one comes first. */
export function orderKernels(weights: Float32Array, [outputs]: KernelShape, order: KernelOrder): number[] {
  const size = weights.length / outputs;
  const numbers = Array.from({ length: outputs }, (_, kernel) => kernel);
  const kernelOf = (kernel: number) => weights.subarray(kernel * size, (kernel + 1) * size);
  const by = (figure: (kernel: Float32Array) => number) => {
    const figures = numbers.map((kernel) => figure(kernelOf(kernel)));
    return [...numbers].sort((a, b) => figures[a]! - figures[b]! || a - b);
  };
  switch (order) {
    case 'number':
      return numbers;
    case 'norm':
      return by((kernel) => -norm(kernel));
    case 'mean':
      return by((kernel) => kernel.reduce((sum, weight) => sum + weight, 0));
    case 'likeness':
      return chain(numbers.map(kernelOf), by((kernel) => -norm(kernel))[0] ?? 0);
    default:
      return order satisfies never;
  }
}

/** The kernels in the order of `numbers`. */
export function takeKernels(weights: Float32Array, [outputs]: KernelShape, numbers: readonly number[]): Float32Array {
  const size = weights.length / outputs;
  const taken = new Float32Array(numbers.length * size);
  for (const [i, kernel] of numbers.entries())
    taken.set(weights.subarray(kernel * size, (kernel + 1) * size), i * size);
  return taken;
}

/** The slice of every kernel for one input channel, `[outputs, 1, height, width]`. */
export function channelSlices(
  weights: Float32Array,
  [outputs, inputs, height, width]: KernelShape,
  channel: number,
): Float32Array {
  const area = height * width;
  const slices = new Float32Array(outputs * area);
  for (let output = 0; output < outputs; output++) {
    const from = (output * inputs + channel) * area;
    slices.set(weights.subarray(from, from + area), output * area);
  }
  return slices;
}

const norm = (kernel: Float32Array): number => Math.sqrt(kernel.reduce((sum, weight) => sum + weight * weight, 0));

function chain(kernels: readonly Float32Array[], first: number): number[] {
  const lengths = kernels.map(norm);
  const left = new Set(kernels.keys());
  const order: number[] = [];
  for (let at = first; left.size > 0; ) {
    left.delete(at);
    order.push(at);
    let [next, most] = [at, Number.NEGATIVE_INFINITY];
    for (const other of left) {
      const [a, b] = [kernels[at]!, kernels[other]!];
      let product = 0;
      for (let i = 0; i < a.length; i++) product += a[i]! * b[i]!;
      const cosine = product / Math.max(lengths[at]! * lengths[other]!, 1e-30);
      if (cosine > most) [next, most] = [other, cosine];
    }
    at = next;
  }
  return order;
}
