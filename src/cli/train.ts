import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { type Command, Option } from 'commander';
import { UserError } from '../data/userError.ts';
import { type DeviceChoice, deviceChoices } from '../engine/deviceIds.ts';
import { readModelFile } from '../jobs/analyser/modelFile.ts';
import { describeFailure } from '../jobs/failure.ts';
import type { TrainingRequest } from '../jobs/trainer/request.ts';
import { runTrainingJob } from '../jobs/trainer/trainingJob.ts';
import { formatAccuracy, formatCount, formatDuration, formatLoss } from '../model/format.ts';
import type { EndEvent } from '../training/events.ts';
import { readRun } from '../training/runReader.ts';
import { type LimitFlags, limitOptions, limitsOf } from './limits.ts';
import { exitCodes, onClosedOutput, printJson } from './output.ts';
import { showProgress } from './progress.ts';
import { oneOf, wholeNumber } from './values.ts';
import { workspaceOf } from './workspace.ts';

interface TrainFlags extends LimitFlags {
  /** Default: `auto`, or for a resumed run its recorded device. */
  readonly device?: DeviceChoice;
  readonly epochs?: number;
  readonly maxSteps?: number;
  readonly seed?: number;
  readonly threads?: number;
  readonly checkpointEvery?: number;
  readonly out?: string;
  readonly resume?: string;
  readonly json?: boolean;
}

export function addTrain(program: Command): void {
  program
    .command('train')
    .description(l10n.t('train a model into a run folder'))
    .argument('[file]', l10n.t('the model file'))
    .addOption(
      new Option(
        '--device <device>',
        l10n.t('{0}; auto is the fastest that works', deviceChoices.join(' | ')),
      ).argParser(oneOf(deviceChoices)),
    )
    .option('--epochs <n>', l10n.t("instead of the model file's"), wholeNumber(1))
    .option('--max-steps <n>', l10n.t('end after this many optimizer steps'), wholeNumber(1))
    .option('--seed <n>', l10n.t("instead of the model file's"), wholeNumber(0))
    .option('--threads <n>', l10n.t('CPU threads; another number gives slightly different weights'), wholeNumber(1))
    .option('--checkpoint-every <n>', l10n.t('keep only the weights of every n-th epoch'), wholeNumber(1))
    .addOption(limitOptions.deadline())
    .addOption(limitOptions.memory())
    .option('--out <dir>', l10n.t('the run folder itself, new or empty'))
    .option('--resume <run>', l10n.t('resume an interrupted run exactly'))
    .option('--json', l10n.t('print one event per line to standard output'))
    .action(async (file: string | undefined, flags: TrainFlags) => {
      process.exitCode = await train(file, flags);
    });
}

/** Signals that ask a process to end: Ctrl+C, `kill`, and a closed terminal. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function train(file: string | undefined, flags: TrainFlags): Promise<number> {
  const stop = new AbortController();
  // Nobody reads the output any more, but the run must stay resumable.
  onClosedOutput(() => stop.abort());
  const onSignal = (signal: NodeJS.Signals) => {
    // A closing terminal signals twice: the system to all processes in it, and the shell to those it started.
    if (stop.signal.aborted && signal === 'SIGHUP') return;
    if (stop.signal.aborted) process.exit(exitCodes.interrupted);
    stop.abort();
    console.error(
      l10n.t('\nStopping after this step, so that the run can be resumed. Press Ctrl+C again to end it immediately.'),
    );
  };
  for (const signal of stopSignals) process.on(signal, onSignal);
  const progress = showProgress(process.stderr);
  let failureTold = false;
  try {
    const end = await runTrainingJob(await requestOf(file, flags), readModelFile, stop.signal, {
      onEvent(event) {
        if (flags.json) printJson(event);
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
    if (flags.json && !failureTold) printJson({ event: 'error', ...describeFailure(error) });
    throw error;
  } finally {
    for (const signal of stopSignals) process.off(signal, onSignal);
  }
}

async function requestOf(file: string | undefined, flags: TrainFlags): Promise<TrainingRequest> {
  const { resume, out, device, threads = null, epochs, seed, maxSteps = null, checkpointEvery } = flags;
  if (resume === undefined) {
    if (file === undefined)
      throw new UserError('usage', l10n.t('Give a model file to train, or a run folder: --resume RUN.'));
    const modelFile = path.resolve(file);
    return {
      kind: 'new',
      modelFile,
      root: workspaceOf(modelFile),
      limits: limitsOf(flags),
      run: out === undefined ? null : path.resolve(out),
      device: device ?? 'auto',
      threads,
      epochs: epochs ?? null,
      seed: seed ?? null,
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
    '--deadline': flags.deadline,
    '--memory': flags.memory,
  });
  const given = fixed.filter(([, value]) => value !== undefined).map(([name]) => name);
  if (given.length > 0) {
    const names = given.join(l10n.t(' and '));
    throw new UserError('usage', l10n.t('--resume continues a run exactly as it was started. Remove {0}.', names));
  }
  const run = path.resolve(resume);
  await requireThreads(run, threads);
  // It resumes on another device only if the user names one.
  return { kind: 'resume', run, maxSteps, ...(device !== undefined && device !== 'auto' && { device }) };
}

/** Another number of threads adds in another order, so a run resumes with its own number or says why not. */
async function requireThreads(run: string, threads: number | null): Promise<void> {
  const { device: recorded } = (await readRun(run)).manifest;
  if (threads === null || threads === recorded.threads) return;
  throw new UserError(
    'other-threads',
    l10n.t(
      '{0} was started with --threads {1} ({2}) and can be resumed exactly only with as many. Remove --threads {3}, or train the model again.',
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
