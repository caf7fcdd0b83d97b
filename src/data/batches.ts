/**
 * Batches of a split, gathered into buffers that are used in turn: one can be filled while a device still computes on
 * another.
 */
import type { Augmenter } from './augment/index.ts';
import type { Split } from './dataSet.ts';

export interface Batch {
  readonly size: number;
  /** `[size, channels, height, width]`. */
  readonly images: Uint8Array;
  /** `[size]`. */
  readonly labels: Int32Array;
}

/** Batches in use at a time: the one being computed on and the one being gathered. */
const buffers = 2;

/** The order in which a pass takes the images, and its number, by which augmentation draws differently each time. */
export interface Pass {
  readonly order: Uint32Array;
  readonly epoch: number;
}

export class BatchGatherer {
  readonly #split: Split;
  readonly #augmenter: Augmenter | null;
  readonly #batchSize: number;
  readonly #imageSize: number;
  readonly #images: readonly Uint8Array[];
  readonly #labels: readonly Int32Array[];
  #turn = 0;

  /** `augmenter` is applied to the images of every `Pass`. */
  constructor(split: Split, batchSize: number, augmenter: Augmenter | null = null) {
    this.#split = split;
    this.#augmenter = augmenter;
    this.#batchSize = batchSize;
    this.#imageSize = split.images.bytesEach;
    this.#images = Array.from({ length: buffers }, () => new Uint8Array(batchSize * this.#imageSize));
    this.#labels = Array.from({ length: buffers }, () => new Int32Array(batchSize));
  }

  /** Batches of one pass over the split; the last may be smaller. */
  get count(): number {
    return Math.ceil(this.#split.count / this.#batchSize);
  }

  sizeOf(index: number): number {
    return Math.min(this.#batchSize, this.#split.count - index * this.#batchSize);
  }

  /**
   * Batch `index` of a pass, or of the images in stored order without one. Valid until the batch after the next is
   * made.
   */
  gather(index: number, pass?: Pass): Batch {
    const size = this.sizeOf(index);
    const start = index * this.#batchSize;
    const images = this.#images[this.#turn]!.subarray(0, size * this.#imageSize);
    const labels = this.#labels[this.#turn]!.subarray(0, size);
    this.#turn = (this.#turn + 1) % buffers;
    for (let i = 0; i < size; i++) {
      const from = pass === undefined ? start + i : pass.order[start + i]!;
      const image = images.subarray(i * this.#imageSize, (i + 1) * this.#imageSize);
      this.#split.images.read(from, image);
      if (pass !== undefined) this.#augmenter?.apply(image, from, pass.epoch);
      labels[i] = this.#split.labels[from]!;
    }
    return { size, images, labels };
  }
}
