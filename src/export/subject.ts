/** What is exported: a model, its weights, and what is known of its data. */

import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { type HeldOut, pixelStatistics } from '../data/dataSet.ts';
import { openData } from '../data/load.ts';
import type { DataSource, ReadOptions } from '../data/source.ts';
import { modelBuffers, modelParameters } from '../model/parameters.ts';
import type { ModelSpec } from '../model/spec.ts';
import { latestWeights, readWeights } from '../training/checkpoints.ts';
import { firstWeights } from '../training/initialise.ts';
import type { DataNumbers } from '../training/layout.ts';
import { openRunData } from '../training/runData.ts';
import { modelFolder, type Run, readDataNumbers, readModel, readRun } from '../training/runReader.ts';
import type { Tensor } from '../training/safetensors.ts';
import { stateNames } from './names.ts';

/** Mean and deviation per channel, of pixels from 0 to 1, by which images are standardised. */
export interface Pixels {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** Facts about the data; empty if the model names none. */
export interface DataFacts {
  readonly classNames: readonly string[];
  readonly pixels: Pixels | null;
  /** Only for images in folders; `null` if unknown, as for an older run. */
  readonly heldOut: HeldOut | null;
}

export interface ExportSubject {
  readonly model: ModelSpec;
  /** Parameters and buffers by their names in a state_dict. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Describes the weights, for people: `after epoch 12`. */
  readonly weights: string;
  /** Paths of the data are relative to this folder. */
  readonly folder: string;
  /** Called only if needed, as it may have to read the data. */
  facts(watch: ReadOptions): Promise<DataFacts>;
}

/** A run with its latest weights, or those kept after an epoch. */
export async function subjectOfRun(folder: string, epoch: number | null): Promise<ExportSubject> {
  const run = await readRun(folder);
  // One after the other, so that a damaged run always reports the same fault.
  const model = await readModel(folder);
  const found = epoch === null ? await latestWeights(folder, model) : await readWeights(folder, epoch, model);
  return {
    model,
    tensors: stateOf(model, found),
    weights:
      epoch === null
        ? l10n.t('the latest of {0}', path.basename(folder))
        : l10n.t('after epoch {0} of {1}', epoch, path.basename(folder)),
    folder: modelFolder(run),
    facts: (watch) => factsOfRun(model, run, watch),
  };
}

/** An untrained model file, with the initial weights of its seed. */
export function subjectOfModel(model: ModelSpec, modelFile: string): ExportSubject {
  const seed = model.training?.seed ?? 0;
  const folder = path.dirname(modelFile);
  return {
    model,
    tensors: stateOf(model, firstWeights(model, seed)),
    weights: l10n.t('untrained, from seed {0}', seed),
    folder,
    facts: (watch) => readFacts(model, () => openData(model, folder), watch),
  };
}

/** As they were when the run trained, whatever has happened to its data since. */
async function factsOfRun(model: ModelSpec, run: Run, watch: ReadOptions): Promise<DataFacts> {
  const kept = model.data === null ? null : await readDataNumbers(run.folder);
  if (kept === null) return readFacts(model, () => openRunData(model, run), watch);
  return { classNames: run.manifest.classNames, ...factsOf(kept) };
}

async function readFacts(model: ModelSpec, open: () => Promise<DataSource>, watch: ReadOptions): Promise<DataFacts> {
  if (model.data === null) return { classNames: [], pixels: null, heldOut: null };
  const source = await open();
  const data = await source.read(watch);
  return { classNames: data.classNames, ...factsOf(data) };
}

/** With as many digits as float32 can distinguish. */
function factsOf(numbers: DataNumbers): Pick<DataFacts, 'pixels' | 'heldOut'> {
  const { mean, deviation } = pixelStatistics(numbers);
  const short = (values: readonly number[]) => values.map((value) => Number(value.toPrecision(9)));
  return { pixels: { mean: short(mean), deviation: short(deviation) }, heldOut: numbers.heldOut ?? null };
}

/** The model's own tensors, without optimizer state, by their names in a state_dict. */
function stateOf(model: ModelSpec, found: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>> {
  const nameInState = stateNames(model);
  const own = [...modelParameters(model), ...modelBuffers(model)];
  return Object.fromEntries(own.map(({ name }) => [nameInState(name), found[name]!]));
}
