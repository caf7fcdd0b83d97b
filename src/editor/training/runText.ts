/** The texts of CodeLenses, status bar and notifications about a model and its run. */
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { secondsLeft } from '../../jobs/runs/progress.ts';
import { isActive, isResumable, type TrackedRun } from '../../jobs/runs/trackedRun.ts';
import { formatCount, formatDuration, formatLoss, formatPercent } from '../../model/format.ts';
import type { ModelReport } from '../../model/report.ts';
import type { Diagnostic } from '../../sandbox/analysis.ts';

export type RunCommand = 'cnnLab.train' | 'cnnLab.stop' | 'cnnLab.resume' | 'cnnLab.openPanel' | 'cnnLab.openViewer';

/** Those of a lens. */
export type LensCommand = RunCommand | 'cnnLab.openDiagram';

export interface LensText {
  readonly text: string;
  readonly tooltip: string;
  /** `null` for a lens that is only informative. */
  readonly command: LensCommand | null;
}

/** A model's totals; neither is known until it has been evaluated without an error. */
export interface LensTotals {
  readonly totals: ModelReport['totals'] | null;
  /** As they were before an error that hides them. */
  readonly earlierTotals: ModelReport['totals'] | null;
}

/** The lenses over a model, from left to right. */
export function lensTexts({ totals, earlierTotals }: LensTotals, run: TrackedRun | null): LensText[] {
  const counted = totals ? totalsLens(totals) : earlierTotals && earlierLens(earlierTotals);
  const facts = counted ? [viewerLens(), diagramLens(), counted] : [];
  if (!run) return [trainLens(), ...facts];
  if (isActive(run)) return [stopLens(run), panelLens(`$(graph-line) ${progressText(run)}`), ...facts];
  const resume = isResumable(run) ? [resumeLens()] : [];
  return [trainLens(), ...resume, ...facts, panelLens(lastRunText(run))];
}

function viewerLens(): LensText {
  return {
    text: `$(eye) ${l10n.t('Activation viewer')}`,
    tooltip: l10n.t('See what every layer outputs for an image, with the weights of the last run or the initial ones'),
    command: 'cnnLab.openViewer',
  };
}

function diagramLens(): LensText {
  return {
    text: `$(type-hierarchy) ${l10n.t('Diagram')}`,
    tooltip: l10n.t('Draw the network, layer by layer, as you type'),
    command: 'cnnLab.openDiagram',
  };
}

function trainLens(): LensText {
  return {
    text: `$(play) ${l10n.t('Train model')}`,
    tooltip: l10n.t('Save this file and train the model in its own process'),
    command: 'cnnLab.train',
  };
}

function stopLens({ state }: TrackedRun): LensText {
  return state === 'waiting'
    ? {
        text: `$(close) ${l10n.t('Cancel')}`,
        tooltip: l10n.t('Remove this job from the queue'),
        command: 'cnnLab.stop',
      }
    : {
        text: `$(debug-stop) ${l10n.t('Stop')}`,
        tooltip: l10n.t('Stop after the current step; training can be resumed'),
        command: 'cnnLab.stop',
      };
}

function resumeLens(): LensText {
  return {
    text: `$(debug-continue) ${l10n.t('Resume')}`,
    tooltip: l10n.t('Continue from the last checkpoint'),
    command: 'cnnLab.resume',
  };
}

function panelLens(text: string): LensText {
  return { text, tooltip: l10n.t('Show the curves and kernels of this run'), command: 'cnnLab.openPanel' };
}

const totalsText = ({ params, macs }: ModelReport['totals']): string =>
  l10n.t('{0} parameters · {1} multiply-adds', formatCount(params), formatCount(macs));

function totalsLens(totals: ModelReport['totals']): LensText {
  return {
    text: totalsText(totals),
    tooltip: l10n.t('Trainable values of the whole model; multiplications and additions for one image'),
    command: null,
  };
}

function earlierLens(totals: ModelReport['totals']): LensText {
  return {
    text: l10n.t('was {0}', totalsText(totals)),
    tooltip: l10n.t('As it was before the error, which hides the current value.'),
    command: null,
  };
}

/** `last run 98.9%`, or how far it got. */
function lastRunText(run: TrackedRun): string {
  const { epoch, epochs } = run.progress;
  if (run.state === 'done' && epoch) return l10n.t('last run {0}', formatPercent(epoch.validationAccuracy));
  const at = epoch
    ? l10n.t('after epoch {0}/{1}: {2}', epoch.epoch, epochs, formatPercent(epoch.validationAccuracy))
    : l10n.t('in its first epoch');
  switch (run.state) {
    case 'failed':
      return l10n.t('last run failed {0}', at);
    case 'killed':
      return l10n.t('last run was killed {0}', at);
    default:
      return l10n.t('last run stopped {0}', at);
  }
}

/** `epoch 3/12 · loss 0.0421 · 98.2%`. */
export function progressText(run: TrackedRun): string {
  const { reading, step, epoch, epochs } = run.progress;
  if (run.state === 'waiting') return l10n.t('waiting for another training to finish');
  if (run.state === 'running' && reading) {
    return l10n.t('reading images {0}/{1}', formatCount(reading.done), formatCount(reading.total));
  }
  if (run.state === 'starting' || !step) return l10n.t('starting …');
  const parts = [l10n.t('epoch {0}/{1}', step.epoch, epochs), l10n.t('loss {0}', formatLoss(step.loss))];
  if (epoch) parts.push(formatPercent(epoch.validationAccuracy));
  return parts.join(' · ');
}

/** `1 min 20 s left`; empty while unknown. */
export function timeLeftText(run: TrackedRun): string {
  const left = run.state === 'running' ? secondsLeft(run.progress) : null;
  return left === null ? '' : l10n.t('{0} left', formatDuration(left));
}

/** Why a trainer ended before its run could be shown. */
export function notStartedText({ name }: Pick<TrackedRun, 'name'>, reason: string): string {
  return l10n.t('The training of {0} did not start: {1}', name, reason);
}

/** Why a run that has left the queue cannot be shown; null if its folder was deleted. */
export function notBegunText({ name, state }: Pick<TrackedRun, 'name' | 'state'>): string | null {
  if (state === 'waiting') return l10n.t('The training of {0} was removed from the queue before it started.', name);
  return state === 'starting' ? l10n.t('The training of {0} ended before it started.', name) : null;
}

/** Why a run that has not ended cannot be resumed. */
export function underWayText(run: TrackedRun): string {
  return l10n.t('The training of {0} is in progress: {1}.', run.name, progressText(run));
}

/** How a run ended, and what can be done. */
export function endText(run: TrackedRun): string {
  const { epoch, epochs } = run.progress;
  const kept = epoch
    ? l10n.t('Resume continues after epoch {0} of {1}.', epoch.epoch, epochs)
    : l10n.t('Resume continues from the last saved weights.');
  switch (run.state) {
    case 'done':
      return epoch
        ? l10n.t(
            '{0}: {1} on the validation images after {2} epochs.',
            run.name,
            formatPercent(epoch.validationAccuracy),
            epoch.epoch,
          )
        : l10n.t('{0}: training has ended.', run.name);
    case 'killed':
      return l10n.t('The training of {0} was ended from outside, by the system or by hand. {1}', run.name, kept);
    case 'failed':
      return l10n.t('The training of {0} failed: {1}', run.name, run.error?.message ?? '');
    default:
      return l10n.t('The training of {0} was stopped. {1}', run.name, kept);
  }
}

/** Why a model file cannot be trained: a mistake in it or in a file that it imports. */
export function mistakeText(modelFile: string, { range, message }: Pick<Diagnostic, 'range' | 'message'>): string {
  const [name, place] = [path.basename(modelFile), path.basename(range.file)];
  return range.file === modelFile
    ? l10n.t('{0} cannot be trained yet. Line {1}: {2}', name, range.line, message)
    : l10n.t('{0} cannot be trained yet. {1}, line {2}: {3}', name, place, range.line, message);
}
