import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../data/userError.ts';
import type { DeviceChoice } from '../engine/deviceIds.ts';
import { readModelFile } from '../jobs/analyser/modelFile.ts';
import { describeFailure } from '../jobs/failure.ts';
import type { TrainingRequest } from '../jobs/trainer/request.ts';
import { runTrainingJob } from '../jobs/trainer/trainingJob.ts';
import { formatAccuracy, formatCount, formatDuration, formatLoss } from '../model/format.ts';
import type { Limits } from '../sandbox/limits.ts';
import type { EndEvent } from '../training/events.ts';
import { readRun } from '../training/runReader.ts';
import { exitCodes, onClosedOutput, printJson } from './output.ts';
import { showProgress } from './progress.ts';
import { workspaceOf } from './workspace.ts';

export interface TrainOptions {
  readonly file: string | null;
  /** `null`: `auto`, or for a resumed run its recorded device. */
  readonly device: DeviceChoice | null;
  readonly epochs: number | null;
  readonly maxSteps: number | null;
  readonly seed: number | null;
  readonly threads: number | null;
  readonly checkpointEvery: number | null;
  readonly limits: Partial<Limits>;
  readonly out: string | null;
  readonly resume: string | null;
  readonly json: boolean;
}

/** Signals that ask a process to end: Ctrl+C, `kill`, and a closed terminal. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export async function train(options: TrainOptions): Promise<number> {
  const stop = new AbortController();
  // Nobody reads the output any more, but the run must stay resumable.
  onClosedOutput(() => stop.abort());
  const onSignal = (signal: NodeJS.Signals) => {
    // A closing terminal signals twice: the system to all processes in it, and the shell to those it started.
    if (stop.signal.aborted && signal === 'SIGHUP') return;
    if (stop.signal.aborted) process.exit(exitCodes.interrupted);
    stop.abort();
    console.error(l10n.t('\nStopping after this step, so that the run can be resumed. Ctrl+C again ends it at once.'));
  };
  for (const signal of stopSignals) process.on(signal, onSignal);
  const progress = showProgress(process.stderr);
  let failureTold = false;
  try {
    const end = await runTrainingJob(await requestOf(options), readModelFile, stop.signal, {
      onEvent(event) {
        if (options.json) printJson(event);
        failureTold ||= event.event === 'error';
        progress.tell(event);
      },
    });
    progress.close();
    console.error(describeEnd(end));
    return end.reason === 'done' ? exitCodes.done : exitCodes.interrupted;
  } catch (error) {
    progress.close();
    // A job that fails before it has a run folder emits no events.
    if (options.json && !failureTold) printJson({ event: 'error', ...describeFailure(error) });
    throw error;
  } finally {
    for (const signal of stopSignals) process.off(signal, onSignal);
  }
}

async function requestOf(options: TrainOptions): Promise<TrainingRequest> {
  const { file, resume, out, device, threads, epochs, seed, maxSteps, checkpointEvery, limits } = options;
  if (resume === null) {
    if (file === null)
      throw new UserError('usage', l10n.t('Name a model file to train, or a run folder: --resume RUN.'));
    const modelFile = path.resolve(file);
    return {
      kind: 'new',
      modelFile,
      root: workspaceOf(modelFile),
      limits,
      run: out === null ? null : path.resolve(out),
      device: device ?? 'auto',
      threads,
      epochs,
      seed,
      maxSteps,
      checkpointEvery: checkpointEvery ?? 1,
    };
  }
  const fixed = Object.entries({
    FILE: file,
    '--out': out,
    '--epochs': epochs,
    '--seed': seed,
    '--checkpoint-every': checkpointEvery,
    '--deadline': limits.deadline ?? null,
    '--memory': limits.memory ?? null,
  });
  const given = fixed.filter(([, value]) => value !== null).map(([name]) => name);
  if (given.length > 0) {
    const names = given.join(l10n.t(' and '));
    throw new UserError('usage', l10n.t('--resume continues a run exactly as it was started: leave out {0}.', names));
  }
  const run = path.resolve(resume);
  await requireThreads(run, threads);
  // It resumes on another device only if the user names one.
  return { kind: 'resume', run, maxSteps, ...(device !== null && device !== 'auto' && { device }) };
}

/** Another number of threads adds in another order, so a run resumes with its own number or says why not. */
async function requireThreads(run: string, threads: number | null): Promise<void> {
  const { device: recorded } = (await readRun(run)).manifest;
  if (threads === null || threads === recorded.threads) return;
  throw new UserError(
    'other-threads',
    l10n.t(
      '{0} was begun with --threads {1} ({2}) and goes on so, exactly: leave out --threads {3}, or train the model anew.',
      run,
      recorded.threads,
      recorded.label,
      threads,
    ),
  );
}

function describeEnd({ reason, run, seconds, steps, epoch, validationLoss, validationAccuracy }: EndEvent): string {
  const lines: string[] = [];
  if (reason === 'interrupted') lines.push(l10n.t('Interrupted after {0} steps.', formatCount(steps)));
  if (validationAccuracy !== null && validationLoss !== null) {
    lines.push(
      l10n.t(
        'Validation accuracy {0}, loss {1}, after {2} steps ({3}) in {4}.',
        formatAccuracy(validationAccuracy),
        formatLoss(validationLoss),
        formatCount(steps),
        epoch === 1 ? l10n.t('1 epoch') : l10n.t('{0} epochs', epoch),
        formatDuration(seconds),
      ),
    );
  }
  lines.push(l10n.t('Run folder: {0}', run));
  if (reason === 'interrupted') lines.push(l10n.t('Continue it: cnn-lab train --resume {0}', JSON.stringify(run)));
  return lines.join('\n');
}
