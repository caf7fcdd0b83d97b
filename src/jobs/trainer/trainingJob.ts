/**
 * One training job, from a model file or a run folder to resume: what the trainer process and `cnn-lab train` both run.
 * The run folder holds everything; a local socket says when to look.
 */
import { inspect } from 'node:util';
import type { EndEvent, TrainingEvent } from '../../training/events.ts';
import type { RunStatus } from '../../training/layout.ts';
import { writeStatus } from '../../training/runFolder.ts';
import { writeLog } from '../../training/runLog.ts';
import { type OpenDevices, openDevices } from '../devices/choose.ts';
import { describeFailure } from '../failure.ts';
import { prepareNew, type ReadModelFile } from './newRun.ts';
import { type PreparedRun, trainPrepared } from './preparedRun.ts';
import type { TrainingRequest } from './request.ts';
import { prepareResumed } from './resumedRun.ts';
import { TrainerServer } from './server.ts';

export interface JobListener {
  /** The run folder exists and can be watched. */
  onRun?(folder: string): void;
  onEvent?(event: TrainingEvent): void;
}

/**
 * Trains to the end, to `maxSteps` or until `signal` is aborted. Throws what made it fail, after writing it to the run
 * folder if there is one.
 */
export async function runTrainingJob(
  request: TrainingRequest,
  readModelFile: ReadModelFile,
  signal: AbortSignal,
  listener: JobListener = {},
  open: OpenDevices = openDevices,
): Promise<EndEvent> {
  const stop = new AbortController();
  const server = await TrainerServer.start(() => stop.abort());
  try {
    const status: RunStatus = { state: 'running', pid: process.pid, socket: server.path, error: null };
    const prepared =
      request.kind === 'new'
        ? await prepareNew(request, readModelFile, open)
        : await prepareResumed(request, status, open);
    const either = AbortSignal.any([signal, stop.signal]);
    return await runPrepared(prepared, request, status, either, server, listener);
  } finally {
    server.changed();
    await server.close();
  }
}

/** Keeps the run's status up to date while it is trained. */
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
    for (const note of prepared.data.notes) writeLog(folder, note);
    writeLog(folder, `on ${engine.device.label}: ${prepared.manifest.deviceReason ?? 'as recorded'}`);
    if (engine.device.note !== undefined) writeLog(folder, engine.device.note);
    if (prepared.deviceWarning !== null) writeLog(folder, prepared.deviceWarning);
    listener.onRun?.(folder);
    const end = await trainPrepared(prepared, maxSteps, signal, {
      onMetrics: () => server.changed(),
      onEvent: (event) => listener.onEvent?.(event),
    });
    await writeStatus(folder, { ...status, state: end.reason, socket: null });
    writeLog(folder, `${end.reason} after ${end.steps} steps`);
    return end;
  } catch (error) {
    const failure = describeFailure(error);
    writeLog(folder, failure.kind === 'user' ? failure.message : inspect(error));
    // If the disk is full this fails, too; the run then counts as killed.
    await writeStatus(folder, { ...status, state: 'failed', socket: null, error: failure }).catch(() => undefined);
    throw error;
  } finally {
    await engine.dispose().catch(() => undefined);
  }
}
