/**
 * Caches expensive results about an epoch's weights in the run folder. A stamp identifies what they were computed from:
 * other weights or data invalidate them. If the run folder cannot be written to, only time is lost.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { readJson, writeJson } from '../data/files.ts';
import { UserError } from '../data/userError.ts';
import { runLayout } from '../training/layout.ts';
import { has } from '../training/parseRun.ts';
import { readSafetensors, type Tensor, writeSafetensors } from '../training/safetensors.ts';
import type { EmbeddingRequest } from './embedding/embedding.ts';
import type { Embedding, HeldOutPredictions, StrongestImages, StrongImage } from './results.ts';

/** Version of the files' content; other versions are recomputed. */
const version = 2;

export class InsightCache {
  readonly #folder: string;
  readonly #stamp: string;

  /** `stamp` identifies weights and data. */
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
    const name = `features-${node}`;
    const kept = (await this.#read(name))?.features;
    if (kept?.shape[1] === count) return kept.data;
    const data = await compute();
    await this.#keep(name, { features: { shape: [data.length / count, count], data } });
    return data;
  }

  async embedding({ method, count, seed }: EmbeddingRequest, compute: () => Promise<Embedding>): Promise<Embedding> {
    const name = `embedding-${method}-${count}-${seed}`;
    const { points, images, labels, predicted, explained } = (await this.#read(name)) ?? {};
    if (points && images && labels && predicted && explained) {
      const [first, second] = explained.data;
      return {
        points: points.data,
        images: Uint32Array.from(images.data),
        labels: Int32Array.from(labels.data),
        predicted: Uint16Array.from(predicted.data),
        explained: first === undefined || second === undefined ? null : [first, second],
      };
    }
    const embedding = await compute();
    await this.#keep(name, {
      points: vector(embedding.points),
      images: vector(embedding.images),
      labels: vector(embedding.labels),
      predicted: vector(embedding.predicted),
      explained: vector(embedding.explained ?? []),
    });
    return embedding;
  }

  async predictions(compute: () => Promise<HeldOutPredictions>): Promise<HeldOutPredictions> {
    const name = 'predictions';
    const { labels, predicted, confidence, probabilityOfLabel } = (await this.#read(name)) ?? {};
    if (labels && predicted && confidence && probabilityOfLabel) {
      return {
        labels: Int32Array.from(labels.data),
        predicted: Uint16Array.from(predicted.data),
        confidence: confidence.data,
        probabilityOfLabel: probabilityOfLabel.data,
      };
    }
    const predictions = await compute();
    await this.#keep(name, {
      labels: vector(predictions.labels),
      predicted: vector(predictions.predicted),
      confidence: vector(predictions.confidence),
      probabilityOfLabel: vector(predictions.probabilityOfLabel),
    });
    return predictions;
  }

  async #read(name: string): Promise<Partial<Readonly<Record<string, Tensor>>> | null> {
    const known = await readSafetensors(path.join(this.#folder, `${name}.safetensors`)).catch(ignored);
    return known?.metadata.stamp === this.#stamp ? known.tensors : null;
  }

  async #keep(name: string, tensors: Readonly<Record<string, Tensor>>): Promise<void> {
    const file = path.join(this.#folder, `${name}.safetensors`);
    await this.#write(() => writeSafetensors(file, { tensors, metadata: { stamp: this.#stamp } }));
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

/** Whole numbers below 2²⁴ are exact in float32. */
const vector = (values: ArrayLike<number>): Tensor => ({
  shape: [values.length],
  data: Float32Array.from(values),
});

/** Nothing there, not readable, no room or no permission: the result is computed again next time. */
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
