/** The key figures, large enough to read from the back row. */
import type { ComponentChildren } from 'preact';
import type { RunFacts } from '../../src/panels/trainingProtocol.ts';
import { TextButton } from '../controls.tsx';
import { formatDuration, formatInteger, formatLoss, formatPercent, formatRate } from '../format.ts';
import type { Attempt } from './attempt.ts';
import type { Host } from './host.ts';
import { progressOf } from './progress.ts';
import type { RunStore } from './runStore.ts';
import { strings } from './strings.ts';

export function Figures(props: {
  readonly facts: RunFacts;
  readonly run: RunStore;
  readonly host: Host;
  readonly attempt: Attempt;
}) {
  const { facts, run, host, attempt } = props;
  const progress = progressOf(facts, run.steps);
  const latest = run.epochs.at(-1);
  const best = run.epochs.reduce<(typeof run.epochs)[number] | undefined>(
    (so, epoch) => (so === undefined || epoch.validationAccuracy > so.validationAccuracy ? epoch : so),
    undefined,
  );
  const running = facts.state === 'running' || facts.state === 'starting';
  const epoch = facts.stepsPerEpoch > 0 ? Math.ceil(progress.step / facts.stepsPerEpoch) : 0;
  const done = progress.totalSteps > 0 ? progress.step / progress.totalSteps : 0;
  const rate = running ? (progress.imagesPerSecond ?? latest?.imagesPerSecond) : latest?.imagesPerSecond;
  const percent = formatPercent(done, 0);
  return (
    <>
      <div
        class={`progress ${facts.state}`}
        role="progressbar"
        aria-label={strings.progress(percent)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * done)}
      >
        <div style={{ width: `${100 * done}%` }} />
      </div>
      <dl class="figures">
        <Figure
          label={strings.epoch}
          value={strings.epochOf(formatInteger(epoch), formatInteger(facts.epochs))}
          detail={strings.stepOf(formatInteger(progress.step), formatInteger(progress.totalSteps))}
        />
        <Figure
          label={strings.validationAccuracy}
          value={latest === undefined ? '–' : formatPercent(latest.validationAccuracy)}
          detail={
            best === undefined
              ? ''
              : best === latest
                ? strings.best
                : strings.bestAt(formatPercent(best.validationAccuracy), formatInteger(best.epoch))
          }
        />
        <Figure
          label={strings.validationLoss}
          value={latest === undefined ? '–' : formatLoss(latest.validationLoss)}
          detail={latest === undefined ? '' : `${strings.training} ${formatLoss(latest.trainLoss)}`}
        />
        <Figure
          label={running ? strings.timeLeft : strings.elapsed}
          value={
            running ? (progress.left === null ? '–' : formatDuration(progress.left)) : formatDuration(progress.elapsed)
          }
          detail={running ? `${strings.elapsed} ${formatDuration(progress.elapsed)}` : ''}
        />
        <Figure
          label={strings.throughput}
          value={rate === undefined ? '–' : formatRate(rate)}
          detail={
            facts.device !== null && (
              <TextButton label={strings.selectDevice} onClick={() => void attempt(host.selectDevice())}>
                {facts.device}
              </TextButton>
            )
          }
          title={facts.deviceReason ?? undefined}
        />
      </dl>
    </>
  );
}

function Figure(props: {
  readonly label: string;
  readonly value: string;
  readonly detail: ComponentChildren;
  readonly title?: string | undefined;
}) {
  return (
    <div class="figure">
      <dt>{props.label}</dt>
      <dd class="value">{props.value}</dd>
      <dd class="detail" title={props.title}>
        {props.detail}
      </dd>
    </div>
  );
}
