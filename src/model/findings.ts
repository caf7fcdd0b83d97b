/**
 * Findings about a model's data, as plain data. A model file only describes its data; the files are looked at outside
 * the sandbox (`data/look.ts`), and the next elaboration receives what was found.
 */
import type { Path } from './problem.ts';
import type { DataSpec, Shape } from './spec.ts';

export interface Findings {
  /** Identifies the files that were looked at. */
  readonly files: string;
  /** `null` if they cannot be counted. */
  readonly classes: number | null;
  /** `[channels, height, width]` of the images, where the files say. */
  readonly shape: Shape | null;
  /** Why training would fail. */
  readonly trouble: Trouble | null;
  /** Absolute paths of what was looked at, to be watched for changes. */
  readonly places: readonly string[];
}

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
