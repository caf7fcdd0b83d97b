/** The outcome of a run, for comparison with others: accuracy, and the cost of one image. */
import path from 'node:path';
import type { DataSpec } from '../model/spec.ts';
import type { EpochEvent } from './events.ts';
import { MetricsReader, modelFolder, type Run, readEvaluation, readModel, readRun } from './runReader.ts';

export interface RunAccuracy {
  readonly folder: string;
  readonly name: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly dataSet: DataSetName;
  /** On the held-out images, of the weights of `epoch`. */
  readonly top1: number;
  readonly epoch: number;
  readonly params: number;
  readonly macs: number;
}

/** Runs with the same key were trained on the same data. */
export interface DataSetName {
  readonly key: string;
  readonly name: string;
}

/** `null` if the run has not been evaluated yet. Throws a `UserError` if the folder is not a readable run. */
export async function runAccuracy(folder: string): Promise<RunAccuracy | null> {
  // First, so that a folder that is not a run is reported as such, and not as lacking a model.
  const run = await readRun(folder);
  const model = await readModel(folder);
  const reached = await reachedBy(run);
  if (reached === null || model.data === null) return null;
  // Loaded with the first run, since it brings the rules of every layer along.
  const { networkOf, networkTotals } = await import('../model/network.ts');
  const { name, createdAt } = run.manifest;
  const dataSet = dataSetName(model.data, modelFolder(run));
  return { folder: run.folder, name, createdAt, dataSet, ...reached, ...networkTotals(networkOf(model)) };
}

/** The accuracy of the final weights, else of the last epoch. */
async function reachedBy({ folder, manifest }: Run): Promise<Pick<RunAccuracy, 'top1' | 'epoch'> | null> {
  const evaluation = await readEvaluation(folder);
  if (evaluation) return { top1: evaluation.accuracy, epoch: manifest.epochs };
  const { events } = await new MetricsReader(folder).read();
  const last = events.findLast((event): event is EpochEvent => event.event === 'epoch');
  return last ? { top1: last.validationAccuracy, epoch: last.epoch } : null;
}

/** Data in files is named after its folder. `folder`: the model file's. */
export function dataSetName({ kind, options }: DataSpec, folder: string): DataSetName {
  const place = kind === 'imageFolder' ? options.path : imagesOf(options.train);
  if (kind === 'mnist' || typeof place !== 'string') return { key: kind, name: kind === 'mnist' ? 'MNIST' : kind };
  const whole = path.resolve(folder, place);
  const named = kind === 'imageFolder' ? whole : path.dirname(whole);
  return { key: whole, name: path.basename(named) };
}

const imagesOf = (files: DataSpec['options'][string] | undefined) =>
  typeof files === 'object' && files !== null && 'images' in files ? files.images : null;
