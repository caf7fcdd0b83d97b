/** Starts a run: a model file, evaluated, with its data and a run folder of its own. */

import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { openData } from '../../data/load.ts';
import { UserError } from '../../data/userError.ts';
import type { ModelSpec, TrainingSpec } from '../../model/spec.ts';
import type { Limits } from '../../sandbox/limits.ts';
import { type RunManifest, runVersion } from '../../training/layout.ts';
import { beginning } from '../../training/progress.ts';
import { copySources, createRunFolder, writeManifest, writeModel } from '../../training/runFolder.ts';
import { chooseDevice, type OpenDevices } from '../devices/choose.ts';
import { usesProcessor } from '../devices/machineMemory.ts';
import { requireMemory } from '../devices/memory.ts';
import type { PreparedRun } from './preparedRun.ts';
import type { NewRun } from './request.ts';

/** Turns a model file into a valid model. Throws a `UserError` with its problems if it is not valid. */
export type ReadModelFile = (
  modelFile: string,
  root: string,
  limits?: Partial<Limits>,
) => Promise<{ model: ModelSpec; files: readonly string[] }>;

/** Creates the run folder once the model, its data and the device are known to be right. */
export async function prepareNew(
  request: NewRun,
  readModelFile: ReadModelFile,
  open: OpenDevices,
): Promise<PreparedRun> {
  const project = path.dirname(request.modelFile);
  const devices = open(request.device, { threads: request.threads, project });
  const { model: asWritten, files } = await readModelFile(request.modelFile, request.root ?? project, request.limits);
  const written = asWritten.training;
  if (written === null) {
    throw new UserError(
      'no-training',
      l10n.t(
        '{0}: {1} has no training settings. Add training: { epochs: 10, batchSize: 128, loss: crossEntropy(), optimizer: adam() } to the model.',
        request.modelFile,
        asWritten.name,
      ),
    );
  }
  const training: TrainingSpec = {
    ...written,
    epochs: request.epochs ?? written.epochs,
    seed: request.seed ?? written.seed,
  };
  const model: ModelSpec = { ...asWritten, training };
  const data = await openData(model, project);
  if (usesProcessor(request.device)) requireMemory(model, training, data);
  const saved = beginning(model);
  const subject = { model, training, data, tensors: saved.tensors };
  const { engine, reason, warning } = await chooseDevice(request.device, devices, subject);
  const folder = await createRunFolder(request.modelFile, model.name, request.run);
  await writeModel(folder, model);
  const manifest: RunManifest = {
    version: runVersion,
    name: model.name,
    modelFile: request.modelFile,
    source: await copySources(folder, files),
    createdAt: new Date().toISOString(),
    device: engine.device,
    deviceReason: reason,
    seed: training.seed,
    epochs: training.epochs,
    batchSize: training.batchSize,
    stepsPerEpoch: Math.ceil(data.trainImages / training.batchSize),
    classNames: data.classNames,
    checkpointEvery: request.checkpointEvery ?? 1,
    ...(data.fingerprint === null ? {} : { dataFingerprint: data.fingerprint }),
  };
  await writeManifest(folder, manifest);
  return { folder, manifest, model, training, data, engine, deviceWarning: warning, saved };
}
