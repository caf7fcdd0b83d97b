/** Shows training progress: a bar on a terminal, an occasional line elsewhere. */
import * as l10n from '@vscode/l10n';
import { Presets, SingleBar } from 'cli-progress';
import { advance, noProgress, type RunProgress, secondsLeft } from '../jobs/runs/progress.ts';
import { formatAccuracy, formatCount, formatDuration, formatLoss } from '../model/format.ts';
import type { EpochEvent, StartEvent, StepEvent, TrainingEvent } from '../training/events.ts';
import { showReading } from './reading.ts';

export interface ProgressDisplay {
  tell(event: TrainingEvent): void;
  close(): void;
}

/** Milliseconds between lines within an epoch without a terminal. */
const lineEvery = 30_000;

export function showProgress(stream: NodeJS.WriteStream): ProgressDisplay {
  const bar = stream.isTTY ? createBar(stream) : null;
  let progress = noProgress;
  let start: StartEvent | null = null;
  let loss = Number.NaN;
  let lastLine = performance.now();
  const reading = showReading(stream);

  const write = (line: string) => {
    // The bar redraws itself below this line.
    if (bar !== null) stream.write('\r\x1b[K');
    stream.write(`${line}\n`);
  };

  function onStep(step: StepEvent, { batchSize, epochs, stepsPerEpoch }: StartEvent): void {
    loss = Number.isNaN(loss) ? step.loss : 0.95 * loss + 0.05 * step.loss;
    const figures = {
      epoch: l10n.t('epoch {0}/{1}', step.epoch, epochs),
      loss: formatLoss(loss),
      speed: formatCount(speedOf(progress, batchSize)),
      left: formatDuration(secondsLeft(progress) ?? 0),
    };
    bar?.update(step.step, figures);
    if (bar !== null || performance.now() - lastLine < lineEvery) return;
    lastLine = performance.now();
    const within = step.step - (step.epoch - 1) * stepsPerEpoch;
    const { epoch, speed, left } = figures;
    write(
      l10n.t(
        '{0}, step {1}/{2}: loss {3}, {4} images/s, {5} left',
        epoch,
        within,
        stepsPerEpoch,
        figures.loss,
        speed,
        left,
      ),
    );
  }

  return {
    tell(event) {
      progress = advance(progress, [event]);
      switch (event.event) {
        case 'read':
          reading.tell(event.done, event.total);
          break;
        case 'start':
          reading.close();
          start = event;
          write(describeStart(event));
          bar?.start(event.epochs * event.stepsPerEpoch, (event.firstEpoch - 1) * event.stepsPerEpoch, {
            epoch: l10n.t('epoch {0}/{1}', event.firstEpoch, event.epochs),
            loss: '–',
            speed: '–',
            left: '–',
          });
          break;
        case 'step':
          if (start !== null) onStep(event, start);
          break;
        case 'epoch':
          lastLine = performance.now();
          if (start !== null) write(describeEpoch(event, start));
          break;
        case 'checkpoint':
        case 'end':
        case 'error':
          break;
        default:
          event satisfies never;
      }
    },
    close() {
      reading.close();
      bar?.stop();
    },
  };
}

/** Training images per second since the trainer started; 0 at first. */
function speedOf({ anchor, step }: RunProgress, batchSize: number): number {
  if (anchor === null || step === null || step.seconds <= anchor.seconds) return 0;
  return (batchSize * (step.step - anchor.step)) / (step.seconds - anchor.seconds);
}

function createBar(stream: NodeJS.WriteStream): SingleBar {
  return new SingleBar(
    {
      // The bar substitutes its own placeholders.
      format: `{bar} {percentage}% · {epoch} · ${l10n.t('loss {0} · {1} images/s · {2} left', '{loss}', '{speed}', '{left}')}`,
      stream,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 24,
      fps: 8,
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
}

function describeStart(event: StartEvent): string {
  const {
    model,
    deviceLabel,
    deviceReason,
    deviceWarning,
    trainImages,
    validationImages,
    epochs,
    batchSize,
    seed,
    run,
    firstEpoch,
  } = event;
  const again = firstEpoch > 1 ? l10n.t(', from epoch {0} on', firstEpoch) : '';
  return [
    l10n.t(
      '{0}: {1} epochs of {2} images in batches of {3}{4}; {5} for validation. {6}, seed {7}.',
      model,
      epochs,
      formatCount(trainImages),
      batchSize,
      again,
      formatCount(validationImages),
      deviceLabel,
      seed,
    ),
    ...(deviceWarning === undefined ? [] : [l10n.t('Warning: {0}', deviceWarning)]),
    ...(deviceReason === undefined || deviceWarning !== undefined ? [] : [l10n.t('Device: {0}.', deviceReason)]),
    l10n.t('Run folder: {0}', run),
  ].join('\n');
}

function describeEpoch(event: EpochEvent, { epochs }: StartEvent): string {
  return l10n.t(
    'epoch {0}/{1}: loss {2}, accuracy {3}; validation loss {4}, accuracy {5} ({6}, {7} images/s)',
    event.epoch,
    epochs,
    formatLoss(event.trainLoss),
    formatAccuracy(event.trainAccuracy),
    formatLoss(event.validationLoss),
    formatAccuracy(event.validationAccuracy),
    formatDuration(event.seconds),
    formatCount(event.imagesPerSecond),
  );
}
