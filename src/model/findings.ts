/**
 * What the files of a model's data say, in plain data. A model file only describes its data; its files are looked at
 * outside the sandbox (`data/look.ts`), and the next elaboration is given what was found.
 */
import type { Path } from './problem.ts';
import type { DataSpec, Shape } from './spec.ts';

export interface Findings {
  /** Which files were looked at; of others they say nothing. */
  readonly files: string;
  /** `null` where they cannot be counted. */
  readonly classes: number | null;
  /** `[channels, height, width]` of the images, where the files say. */
  readonly shape: Shape | null;
  /** Why training would stop. */
  readonly trouble: Trouble | null;
  /** Absolute paths of what was looked at: a change there asks for another look. */
  readonly places: readonly string[];
}

export interface Trouble {
  readonly code: 'data-missing' | 'data-unusable';
  readonly message: string;
  /** The option that leads there: `['train', 'images']`. */
  readonly option: Path;
}

/** What names the files of data, as one text; `null` of data that comes with the product. */
export function filesOf({ kind, options }: DataSpec): string | null {
  if (kind === 'mnist') return null;
  const { path, train, validation } = options;
  return JSON.stringify([kind, path, train, validation]);
}
