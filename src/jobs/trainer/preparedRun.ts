/** A run with everything it needs, and its training: each event is reported and written to the metrics. */
import path from 'node:path';
import type { DataSet } from '../../data/dataSet.ts';
import type { DataSource } from '../../data/source.ts';
import type { Engine } from '../../engine/engine.ts';
import type { ModelSpec, TrainingSpec } from '../../model/spec.ts';
import type { EndEvent, ErrorEvent, StartEvent, TrainingEvent } from '../../training/events.ts';
import { type RunManifest, runLayout } from '../../training/layout.ts';
import { MetricsWriter } from '../../training/metrics.ts';
import type { Progress, SavedState } from '../../training/progress.ts';
import { writeDataNumbers } from '../../training/runFolder.ts';
import { Session } from '../../training/session.ts';
import { noFigures, type TrainResult, train } from '../../training/train.ts';
import { describeFailure } from '../failure.ts';

export interface PreparedRun {
  readonly folder: string;
  readonly manifest: RunManifest;
  readonly model: ModelSpec;
  readonly training: TrainingSpec;
  readonly data: DataSource;
  readonly engine: Engine;
  /** See `StartEvent`. */
  readonly deviceWarning: string | null;
  /**
   * The tensors are released once the session has them: they take as much memory as all weights, or three times that.
   */
  readonly saved: { readonly progress: Progress; tensors: SavedState['tensors'] };
}

export interface RunListener {
  /** The metrics have grown. */
  onMetrics(): void;
  onEvent(event: TrainingEvent): void;
}

/** Trains to the end, to `maxSteps` or until `signal` is aborted. A failure is reported, recorded and thrown. */
export async function trainPrepared(
  run: PreparedRun,
  maxSteps: number | null,
  signal: AbortSignal,
  listener: RunListener,
): Promise<EndEvent> {
  const { folder, model, training, engine, saved } = run;
  const metrics = await MetricsWriter.open(path.join(folder, runLayout.metrics), saved.progress.metricsBytes, () =>
    listener.onMetrics(),
  );
  const tell = (event: TrainingEvent) => {
    metrics.write(event);
    listener.onEvent(event);
  };
  let session: Session | null = null;
  const finish = async ({ reason, progress, figures }: TrainResult): Promise<EndEvent> => {
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
  };
  try {
    const data = await readData(run, signal, tell);
    if (data === null) return await finish({ reason: 'interrupted', progress: saved.progress, figures: noFigures });
    await writeDataNumbers(folder, data);
    tell(startEvent(run, saved.progress));
    session = await Session.create(engine, model, training, data, saved.tensors);
    saved.tensors = {};
    const result = await train({
      folder,
      session,
      training,
      data,
      from: saved.progress,
      metrics,
      maxSteps: maxSteps ?? Number.POSITIVE_INFINITY,
      checkpointEvery: run.manifest.checkpointEvery ?? 1,
      signal,
      onEvent: (event) => listener.onEvent(event),
    });
    return await finish(result);
  } catch (error) {
    const event: ErrorEvent = { event: 'error', ...describeFailure(error) };
    listener.onEvent(event);
    await metrics.append(event);
    throw error;
  } finally {
    // A lost device may not be disposable; the reason for its loss is thrown already.
    await session?.dispose().catch(() => undefined);
    await metrics.close();
  }
}

/** Milliseconds between reports of how many images have been read. */
const readPace = 250;

/** `null` if it was stopped. */
async function readData(
  { data }: PreparedRun,
  signal: AbortSignal,
  tell: (event: TrainingEvent) => void,
): Promise<DataSet | null> {
  let told = -readPace;
  const onProgress = (done: number, total: number) => {
    if (performance.now() - told < readPace && done < total) return;
    told = performance.now();
    tell({ event: 'read', done, total });
  };
  try {
    return await data.read({ signal, onProgress });
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

function startEvent({ folder, manifest, data, engine, deviceWarning }: PreparedRun, progress: Progress): StartEvent {
  return {
    event: 'start',
    run: folder,
    model: manifest.name,
    device: engine.device.id,
    deviceLabel: engine.device.label,
    ...(manifest.deviceReason !== undefined && { deviceReason: manifest.deviceReason }),
    ...(deviceWarning !== null && { deviceWarning }),
    threads: engine.device.threads,
    seed: manifest.seed,
    epochs: manifest.epochs,
    batchSize: manifest.batchSize,
    stepsPerEpoch: manifest.stepsPerEpoch,
    trainImages: data.trainImages,
    validationImages: data.validationImages,
    firstEpoch: progress.epochsDone + 1,
  };
}
