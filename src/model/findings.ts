/**
 * Findings about a model's data, as plain data. A model file only describes its data; the files are looked at outside
 * the sandbox (`data/look.ts`), and the next elaboration receives what was found.
 */
import type { Path } from './problem.ts';
import type { ModelReport } from './report.ts';
import type { DataSpec, ModelSpec, Shape, TrainingSpec } from './spec.ts';

export interface Findings {
  /** Identifies the files that were looked at. */
  readonly files: string;
  /** `null` if they cannot be counted. */
  readonly classes: number | null;
  /** `[channels, height, width]` of the images, where the files say. */
  readonly shape: Shape | null;
  /** `null` if they are too many to count at once. */
  readonly images: ImageCounts | null;
  /** Why training would fail. */
  readonly trouble: Trouble | null;
  /** Absolute paths of what was looked at, to be watched for changes. */
  readonly places: readonly string[];
}

/** How many images there are to train on, and to validate on. */
export interface ImageCounts {
  readonly trainImages: number;
  readonly validationImages: number;
}

/** Memory of the machine that trains, in bytes. */
export interface MachineMemory {
  readonly available: number;
  readonly total: number;
}

/** A batch that does not fit into memory. */
export interface Shortage {
  /** What training says when it refuses the batch. */
  readonly message: string;
  /** Images in the largest batch that fits; 0 if not even one does. */
  readonly largest: number;
}

/** Finds out whether a model's batches fit; `null` if they do. */
export type Weigh = (
  model: ModelSpec,
  training: TrainingSpec,
  totals: ModelReport['totals'],
  counts: ImageCounts,
) => Shortage | null;

export interface Trouble {
  readonly code: 'data-missing' | 'data-unusable';
  readonly message: string;
  /** The option that leads there: `['train', 'images']`. */
  readonly option: Path;
}

/** A key for the files that data names; `null` for data that comes with the extension. */
export function filesOf({ kind, options }: DataSpec): string | null {
  if (kind === 'mnist') return null;
  const { path, train, validation } = options;
  return JSON.stringify([kind, path, train, validation]);
}
