/**
 * One training job, from a model file or a run folder to be resumed: what the trainer process and
 * `cnn-lab train` both run. The run folder tells everything; a local socket tells when to look.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { inspect } from 'node:util';
import type { DataSet } from '../data/dataSet.ts';
import { loadData } from '../data/load.ts';
import { UserError } from '../data/userError.ts';
import { createEngine, type DeviceChoice } from '../engine/devices.ts';
import type { Engine } from '../engine/engine.ts';
import { modelBuffers, modelParameters } from '../model/parameters.ts';
import type { ModelSpec, TrainingSpec } from '../model/spec.ts';
import type { Limits } from '../sandbox/limits.ts';
import type { EndEvent, ErrorEvent, StartEvent, TrainingEvent } from '../training/events.ts';
import { writeError } from '../training/files.ts';
import { initialise } from '../training/initialise.ts';
import { type RunManifest, type RunStatus, runLayout, runVersion } from '../training/layout.ts';
import { MetricsWriter } from '../training/metrics.ts';
import { type Progress, readState, type SavedState, startOfRun } from '../training/progress.ts';
import { copySources, createRunFolder, writeManifest, writeModel, writeStatus } from '../training/runFolder.ts';
import { writeLog } from '../training/runLog.ts';
import { isAlive, modelFolder, processExists, readModel, readRun } from '../training/runReader.ts';
import { Session } from '../training/session.ts';
import { train } from '../training/train.ts';
import { withLock } from './fileLock.ts';
import { TrainerServer } from './trainerServer.ts';

export interface NewRun {
  readonly kind: 'new';
  /** Absolute path of the model file. */
  readonly modelFile: string;
  /** Workspace folder, which its imports must not leave. Default: its own folder. */
  readonly root?: string;
  /** Of the model file's evaluation; the usual ones where it says nothing. */
  readonly limits?: Partial<Limits>;
  /** The run folder to make; `null` names one by time and model beside the model file. */
  readonly run: string | null;
  readonly device: DeviceChoice;
  /** CPU threads; `null` takes them all. */
  readonly threads: number | null;
  /** Instead of what the model file says. */
  readonly epochs: number | null;
  readonly seed: number | null;
  /** Ends the run after so many optimizer steps in all. */
  readonly maxSteps: number | null;
  /** Keeps the weights of every so many epochs, those of the first and the last always. Default 1. */
  readonly checkpointEvery?: number;
}

export interface ResumedRun {
  readonly kind: 'resume';
  /** The run folder. */
  readonly run: string;
  readonly maxSteps: number | null;
}

export type TrainingRequest = NewRun | ResumedRun;

export interface JobListener {
  /** The run folder is there, and can be watched. */
  onRun?(folder: string): void;
  onEvent?(event: TrainingEvent): void;
}

/** Everything that a run is trained from. */
interface PreparedRun {
  readonly folder: string;
  readonly manifest: RunManifest;
  readonly model: ModelSpec;
  readonly training: TrainingSpec;
  readonly data: DataSet;
  readonly engine: Engine;
  readonly saved: SavedState;
}

/** How a model file becomes a valid model; throws a `UserError` with its problems where it is none. */
export type ReadModelFile = (
  modelFile: string,
  root: string,
  limits?: Partial<Limits>,
) => Promise<{ model: ModelSpec; files: readonly string[] }>;

/**
 * Trains to the end, to `maxSteps` or until `signal` says stop. Throws what made it fail, after having
 * written it to the run folder where there is one.
 */
export async function runTrainingJob(
  request: TrainingRequest,
  readModelFile: ReadModelFile,
  signal: AbortSignal,
  listener: JobListener = {},
): Promise<EndEvent> {
  const stop = new AbortController();
  const server = await TrainerServer.start(() => stop.abort());
  try {
    const status: RunStatus = { state: 'running', pid: process.pid, socket: server.path, error: null };
    const prepared =
      request.kind === 'new' ? await prepareNew(request, readModelFile) : await prepareResumed(request, status);
    const either = AbortSignal.any([signal, stop.signal]);
    return await runPrepared(prepared, request, status, either, server, listener);
  } finally {
    server.changed();
    await server.close();
  }
}

/** Keeps the run's status while it is trained. */
async function runPrepared(
  prepared: PreparedRun,
  { kind, maxSteps }: TrainingRequest,
  status: RunStatus,
  signal: AbortSignal,
  server: TrainerServer,
  listener: JobListener,
): Promise<EndEvent> {
  const { folder, engine } = prepared;
  try {
    await writeStatus(folder, status);
    writeLog(folder, `process ${process.pid}: ${kind === 'resume' ? 'resumed' : 'started'}`);
    listener.onRun?.(folder);
    const end = await trainPrepared(prepared, maxSteps, signal, server, listener);
    await writeStatus(folder, { ...status, state: end.reason, socket: null });
    writeLog(folder, `${end.reason} after ${end.steps} steps`);
    return end;
  } catch (error) {
    const failure = describeFailure(error);
    writeLog(folder, failure.kind === 'user' ? failure.message : inspect(error));
    // Where the disk is full this fails, too; the run then counts as killed.
    await writeStatus(folder, { ...status, state: 'failed', socket: null, error: failure }).catch(() => undefined);
    throw error;
  } finally {
    await engine.dispose();
  }
}

/** Kind, code and message of what made a job fail. */
export function describeFailure(error: unknown): Omit<ErrorEvent, 'event'> {
  if (error instanceof UserError) return { kind: 'user', code: error.code, message: error.message };
  return { kind: 'internal', code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

async function prepareNew(request: NewRun, readModelFile: ReadModelFile): Promise<PreparedRun> {
  const [{ model: asWritten, files }, engine] = await Promise.all([
    readModelFile(request.modelFile, request.root ?? path.dirname(request.modelFile), request.limits),
    createEngine(request.device, request.threads),
  ]);
  const written = asWritten.training;
  if (written === null) {
    throw new UserError(
      'no-training',
      `${request.modelFile}: ${asWritten.name} does not say how to train. Add training: { epochs: 10, batchSize: 128, ` +
        'loss: crossEntropy(), optimizer: adam() } to the model.',
    );
  }
  const training: TrainingSpec = {
    ...written,
    epochs: request.epochs ?? written.epochs,
    seed: request.seed ?? written.seed,
  };
  const model: ModelSpec = { ...asWritten, training };
  const data = await loadData(model, path.dirname(request.modelFile));
  const folder = await createRunFolder(request.modelFile, model.name, request.run);
  await writeModel(folder, model);
  const manifest: RunManifest = {
    version: runVersion,
    name: model.name,
    modelFile: request.modelFile,
    source: await copySources(folder, files),
    createdAt: new Date().toISOString(),
    device: engine.device,
    seed: training.seed,
    epochs: training.epochs,
    batchSize: training.batchSize,
    stepsPerEpoch: Math.ceil(data.train.count / training.batchSize),
    classNames: data.classNames,
    checkpointEvery: request.checkpointEvery ?? 1,
  };
  await writeManifest(folder, manifest);
  const first = [...modelParameters(model), ...modelBuffers(model)];
  const saved = { progress: startOfRun, tensors: initialise(first, training.seed) };
  return { folder, manifest, model, training, data, engine, saved };
}

/** The run is ours before anything of it is read: what another trainer would still change is not gone on from. */
async function prepareResumed({ run }: ResumedRun, status: RunStatus): Promise<PreparedRun> {
  const folder = path.resolve(run);
  const before = await claimRun(folder, status);
  try {
    return await readResumed(folder);
  } catch (error) {
    // Nothing was changed: the run rests as it did.
    await writeStatus(folder, before).catch(() => undefined);
    throw error;
  }
}

/** Makes `status` that of the run unless another trainer has it; gives the one before. */
async function claimRun(folder: string, status: RunStatus): Promise<RunStatus> {
  await readRun(folder);
  const lock = path.join(folder, runLayout.lock);
  const claim = async () => {
    const { status: before } = await readRun(folder);
    // A socket that we cannot ask may be in the temporary folder of another environment.
    const isHeld = before.socket === null ? processExists(before.pid) : await isAlive(before);
    if (before.state === 'running' && isHeld) {
      throw new UserError('run-busy', `${folder} is being trained now, by process ${before.pid}. Stop it first.`);
    }
    await writeStatus(folder, status);
    return before;
  };
  try {
    return await withLock(lock, claim);
  } catch (error) {
    throw writeError(lock, error);
  }
}

async function readResumed(folder: string): Promise<PreparedRun> {
  const { manifest } = await readRun(folder);
  const [model, saved] = await Promise.all([readModel(folder), readState(folder)]);
  if (model.training === null) throw new UserError('not-a-run', `${folder}: its ${runLayout.model} has no training.`);
  const device = manifest.device.id === 'cpu' ? 'cpu' : 'auto';
  const [data, engine] = await Promise.all([
    loadData(model, modelFolder({ folder, manifest })),
    // Another number of threads gives other bits.
    createEngine(device, manifest.device.threads),
  ]);
  await mkdir(path.join(folder, path.dirname(runLayout.checkpoint(0))), { recursive: true });
  return { folder, manifest, model, training: model.training, data, engine, saved };
}

async function trainPrepared(
  run: PreparedRun,
  maxSteps: number | null,
  signal: AbortSignal,
  server: TrainerServer,
  listener: JobListener,
): Promise<EndEvent> {
  const { folder, model, training, data, engine, saved } = run;
  const metrics = await MetricsWriter.open(path.join(folder, runLayout.metrics), saved.progress.metricsBytes, () =>
    server.changed(),
  );
  const tell = (event: TrainingEvent) => {
    metrics.write(event);
    listener.onEvent?.(event);
  };
  let session: Session | null = null;
  try {
    tell(startEvent(run, saved.progress));
    session = await Session.create(engine, model, training, data, saved.tensors);
    const { reason, progress, figures } = await train({
      folder,
      session,
      training,
      data,
      from: saved.progress,
      metrics,
      maxSteps: maxSteps ?? Number.POSITIVE_INFINITY,
      checkpointEvery: run.manifest.checkpointEvery ?? 1,
      signal,
      onEvent: (event) => listener.onEvent?.(event),
    });
    const end: EndEvent = {
      event: 'end',
      run: folder,
      device: engine.device.id,
      reason,
      seconds: progress.seconds,
      steps: progress.step,
      epoch: progress.epochsDone,
      ...figures,
    };
    tell(end);
    await metrics.sync();
    return end;
  } catch (error) {
    const event: ErrorEvent = { event: 'error', ...describeFailure(error) };
    listener.onEvent?.(event);
    await metrics.append(event);
    throw error;
  } finally {
    await session?.dispose();
    await metrics.close();
  }
}

function startEvent({ folder, manifest, data, engine }: PreparedRun, progress: Progress): StartEvent {
  return {
    event: 'start',
    run: folder,
    model: manifest.name,
    device: engine.device.id,
    deviceLabel: engine.device.label,
    threads: engine.device.threads,
    seed: manifest.seed,
    epochs: manifest.epochs,
    batchSize: manifest.batchSize,
    stepsPerEpoch: manifest.stepsPerEpoch,
    trainImages: data.train.count,
    validationImages: data.validation.count,
    firstEpoch: progress.epochsDone + 1,
  };
}
