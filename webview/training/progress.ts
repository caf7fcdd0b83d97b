/** Speed and remaining time of a run, from the times of its steps. */
import type { StepSeries } from '../../src/panels/stepSeries.ts';
import type { RunFacts } from '../../src/panels/trainingProtocol.ts';

export interface Progress {
  readonly step: number;
  readonly totalSteps: number;
  /** Seconds spent so far. */
  readonly elapsed: number;
  /** Remaining seconds, including validation; null before two steps are known. */
  readonly left: number | null;
  /** Training images per second over the last two seconds of steps; null before two steps are known. */
  readonly imagesPerSecond: number | null;
}

/** Seconds of steps that the displayed throughput averages over. */
const rateWindow = 2;

export function progressOf(facts: RunFacts, series: StepSeries): Progress {
  const { steps, seconds } = series;
  const last = series.length - 1;
  const totalSteps = facts.epochs * facts.stepsPerEpoch;
  if (last < 1) {
    return { step: steps[0] ?? 0, totalSteps, elapsed: seconds[0] ?? 0, left: null, imagesPerSecond: null };
  }
  const step = steps[last]!;
  const elapsed = seconds[last]!;
  const epochStart = Math.floor((step - 1) / facts.stepsPerEpoch) * facts.stepsPerEpoch + 1;
  // Only back to the start of the epoch, since validation lies between epochs.
  let first = last;
  while (first > 0 && elapsed - seconds[first]! < rateWindow && steps[first - 1]! >= epochStart) {
    first--;
  }
  const images = (step - steps[first]!) * facts.batchSize;
  const time = elapsed - seconds[first]!;
  // Over the last whole epoch, so that its validation is included.
  const back = Math.max(0, last - facts.stepsPerEpoch);
  const pace = (elapsed - seconds[back]!) / (step - steps[back]!);
  return {
    step,
    totalSteps,
    elapsed,
    left: (totalSteps - step) * pace,
    imagesPerSecond: time > 0 ? images / time : null,
  };
}
