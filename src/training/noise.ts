/** Images of noise, for trying a training step before the data is read. */
import type { Batch } from '../data/batches.ts';
import { uniform } from '../data/random.ts';
import type { ModelSpec } from '../model/spec.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Images } from './step.ts';

/** Deviation of a byte that is uniform from 0 to 255. */
const deviation = 73.9;

/** Scaled to mean 0 and deviation 1, as data should be. */
export function noiseImages({ nodes }: ModelSpec): Images {
  const [channels, height, width] = nodes[0]?.shape ?? [];
  if (channels === undefined || height === undefined || width === undefined)
    throw new Error('The model takes no images.');
  const each = (value: number) => Array.from({ length: channels }, () => value);
  return { shape: [channels, height, width], scale: each(1 / deviation), offset: each(-127.5 / deviation) };
}

/** `size` images with the classes as labels in turn. */
export function noiseBatch({ shape }: Images, size: number, classes: number, seed: number): Batch {
  const bytes = uniform({ seed, purpose: 'initialise', stream: 0, step: 0 }, size * sizeOf(shape), 0, 256);
  return {
    size,
    images: Uint8Array.from(bytes),
    labels: Int32Array.from({ length: size }, (_, index) => index % Math.max(1, classes)),
  };
}
