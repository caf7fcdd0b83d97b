/** A run with everything it is trained from, and its training: each event is told, and kept in the metrics. */
import path from 'node:path';
import type { DataSet } from '../data/dataSet.ts';
import type { Engine } from '../engine/engine.ts';
import type { ModelSpec, TrainingSpec } from '../model/spec.ts';
import type { EndEvent, ErrorEvent, StartEvent, TrainingEvent } from '../training/events.ts';
import { type RunManifest, runLayout } from '../training/layout.ts';
import { MetricsWriter } from '../training/metrics.ts';
import type { Progress, SavedState } from '../training/progress.ts';
import { Session } from '../training/session.ts';
import { train } from '../training/train.ts';
import { describeFailure } from './failure.ts';

export interface PreparedRun {
  readonly folder: string;
  readonly manifest: RunManifest;
  readonly model: ModelSpec;
  readonly training: TrainingSpec;
  readonly data: DataSet;
  readonly engine: Engine;
  readonly saved: SavedState;
}

export interface RunListener {
  /** The metrics have grown. */
  onMetrics(): void;
  onEvent(event: TrainingEvent): void;
}

/** Trains to the end, to `maxSteps` or until `signal` says stop. A failure is told, kept and thrown. */
export async function trainPrepared(
  run: PreparedRun,
  maxSteps: number | null,
  signal: AbortSignal,
  listener: RunListener,
): Promise<EndEvent> {
  const { folder, model, training, data, engine, saved } = run;
  const metrics = await MetricsWriter.open(path.join(folder, runLayout.metrics), saved.progress.metricsBytes, () =>
    listener.onMetrics(),
  );
  const tell = (event: TrainingEvent) => {
    metrics.write(event);
    listener.onEvent(event);
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
      onEvent: (event) => listener.onEvent(event),
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
    listener.onEvent(event);
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
