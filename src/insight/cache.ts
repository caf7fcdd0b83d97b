/**
 * What takes long to compute of an epoch's weights, kept in the run folder. A stamp says what it was computed
 * of: with other weights or other data it is computed anew. A run folder that cannot be written to costs time
 * only.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { readJson, writeJson } from '../data/files.ts';
import { UserError } from '../data/userError.ts';
import { runLayout } from '../training/layout.ts';
import { has } from '../training/parseRun.ts';
import { readSafetensors, writeSafetensors } from '../training/safetensors.ts';
import type { StrongestImages, StrongImage } from './results.ts';

/** Of what is in the files; another one is computed anew. */
const version = 1;

export class InsightCache {
  readonly #folder: string;
  readonly #stamp: string;

  /** `stamp` tells weights and data from others. */
  constructor(runFolder: string, epoch: number, stamp: string) {
    this.#folder = path.join(runFolder, runLayout.insight(epoch));
    this.#stamp = `${version} ${stamp}`;
  }

  async strongest(node: number, compute: () => Promise<StrongestImages>): Promise<StrongestImages> {
    const file = path.join(this.#folder, `strongest-${node}.json`);
    const known = await readJson(file).catch(ignored);
    if (has(known, 'stamp', 'strongest') && known.stamp === this.#stamp && isStrongest(known.strongest)) {
      return known.strongest;
    }
    const strongest = await compute();
    await this.#write(() => writeJson(file, { stamp: this.#stamp, strongest }));
    return strongest;
  }

  /** `[images, count]`. */
  async features(node: number, count: number, compute: () => Promise<Float32Array>): Promise<Float32Array> {
    const file = path.join(this.#folder, `features-${node}.safetensors`);
    const known = await readSafetensors(file).catch(ignored);
    const kept = known?.tensors.features;
    if (known?.metadata.stamp === this.#stamp && kept?.shape[1] === count) return kept.data;
    const data = await compute();
    const features = { shape: [data.length / count, count], data };
    await this.#write(() => writeSafetensors(file, { tensors: { features }, metadata: { stamp: this.#stamp } }));
    return data;
  }

  async #write(write: () => Promise<void>): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true });
      await write();
    } catch (error) {
      ignored(error);
    }
  }
}

/** Nothing there, nothing readable, no room or no permission: then it is computed again the next time. */
function ignored(error: unknown): null {
  if (error instanceof UserError || (error instanceof Error && 'code' in error)) return null;
  throw error;
}

function isStrongest(value: unknown): value is StrongestImages {
  return (
    has(value, 'maps', 'images') &&
    typeof value.images === 'number' &&
    Array.isArray(value.maps) &&
    value.maps.every((map) => Array.isArray(map) && map.every(isStrongImage))
  );
}

const isStrongImage = (value: unknown): value is StrongImage =>
  has(value, 'image', 'label', 'value', 'row', 'column') &&
  [value.image, value.label, value.value, value.row, value.column].every(Number.isFinite);
