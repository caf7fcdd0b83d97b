/** Data that has been found and not yet read: what is known of it at once, and the way to the rest. */
import type { DataSet, ImageSet } from './dataSet.ts';

export interface ReadOptions {
  /** Ends the reading with its reason. */
  readonly signal: AbortSignal;
  /** Of data that takes a while: how many of its images have been read. */
  onProgress(done: number, total: number): void;
}

/** For those who wait without looking. */
export const unwatched: ReadOptions = { signal: new AbortController().signal, onProgress: () => undefined };

interface Known {
  readonly classNames: readonly string[];
  readonly trainImages: number;
  readonly validationImages: number;
  /** Changes with the images, so that a run does not go on with others; `null` for data that never changes. */
  readonly fingerprint: string | null;
  /** What was passed over or looks odd, for the log. */
  readonly notes: readonly string[];
}

export interface ImageSource extends Known {
  readonly shape: ImageSet['shape'];
  read(options: ReadOptions): Promise<ImageSet>;
}

export interface DataSource extends Known {
  read(options: ReadOptions): Promise<DataSet>;
}

/** Of data that is in memory already. */
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
