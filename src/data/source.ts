/** Data that has been found but not yet read: what is known at once, and how to read the rest. */
import type { DataSet, ImageSet } from './dataSet.ts';

export interface ReadOptions {
  /** Aborts the reading; it then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Called with the number of images read so far, if reading takes a while. */
  onProgress(done: number, total: number): void;
}

/** Reads without progress or cancellation. */
export const unwatched: ReadOptions = { signal: new AbortController().signal, onProgress: () => undefined };

interface Known {
  readonly classNames: readonly string[];
  readonly trainImages: number;
  readonly validationImages: number;
  /** Changes with the images, so that a run never continues with others; `null` for data that never changes. */
  readonly fingerprint: string | null;
  /** What was skipped or looks odd, for the log. */
  readonly notes: readonly string[];
}

export interface ImageSource extends Known {
  readonly shape: ImageSet['shape'];
  read(options: ReadOptions): Promise<ImageSet>;
}

export interface DataSource extends Known {
  read(options: ReadOptions): Promise<DataSet>;
}

/** A source of data that is in memory already. */
export function sourceOf(images: ImageSet): ImageSource {
  return {
    shape: images.shape,
    classNames: images.classNames,
    trainImages: images.train.count,
    validationImages: images.validation.count,
    fingerprint: null,
    notes: [],
    read: async () => images,
  };
}
