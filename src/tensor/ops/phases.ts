/**
 * A convolution with a stride s as convolutions without: the pixels of an image fall into s phases along an axis, by
 * what is left of their position divided by s, and each place of the kernel meets pixels of one phase. Kernel place k
 * meets, at position i of the result, pixel s·(i + q) + phase, with k − padding = s·q + phase.
 */
export interface Phase {
  /** Places of the kernel, in order; none where the stride is longer than the kernel. */
  readonly places: readonly number[];
  /** q of the first of them; that of each next is one more. */
  readonly offset: number;
}

/** The s phases along one axis. */
export const phasesOf = (kernel: number, stride: number, padding: number): Phase[] =>
  Array.from({ length: stride }, (_, phase) => {
    const first = (phase + padding) % stride;
    const count = Math.max(0, Math.ceil((kernel - first) / stride));
    const places = Array.from({ length: count }, (_, index) => first + stride * index);
    return { places, offset: (first - padding - phase) / stride };
  });
