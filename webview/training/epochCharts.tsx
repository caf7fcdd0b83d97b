/** Loss and accuracy by epoch, training beside validation. */
import { useMemo } from 'preact/hooks';
import type { RunFacts } from '../../src/panels/trainingProtocol.ts';
import type { EpochEvent } from '../../src/training/events.ts';
import { LineChart } from '../chart/lineChart.tsx';
import { formatInteger, formatLoss, formatPercent } from '../format.ts';
import { useTheme } from '../theme.ts';
import { Legend } from './legend.tsx';
import { strings } from './strings.ts';

interface Measure {
  readonly id: string;
  readonly title: string;
  readonly train: (epoch: EpochEvent) => number;
  readonly validation: (epoch: EpochEvent) => number;
  readonly format: (value: number) => string;
  readonly formatTick?: (value: number) => string;
}

const loss: Measure = {
  id: 'loss-by-epoch',
  title: strings.lossByEpoch,
  train: (epoch) => epoch.trainLoss,
  validation: (epoch) => epoch.validationLoss,
  format: formatLoss,
};

const accuracy: Measure = {
  id: 'accuracy-by-epoch',
  title: strings.accuracyByEpoch,
  train: (epoch) => epoch.trainAccuracy,
  validation: (epoch) => epoch.validationAccuracy,
  format: (value) => formatPercent(value),
  formatTick: (value) => formatPercent(value, 1),
};

interface EpochChartsProps {
  readonly facts: RunFacts;
  readonly epochs: readonly EpochEvent[];
}

/** Rendered again when an epoch ends, not with every step. */
export function EpochCharts({ facts, epochs }: EpochChartsProps) {
  return useMemo(
    () => (
      <>
        <EpochChart measure={loss} lastEpoch={facts.epochs} epochs={epochs} />
        <EpochChart measure={accuracy} lastEpoch={facts.epochs} epochs={epochs} />
      </>
    ),
    [facts.epochs, epochs],
  );
}

function EpochChart(props: {
  readonly measure: Measure;
  readonly lastEpoch: number;
  readonly epochs: readonly EpochEvent[];
}) {
  const { measure, lastEpoch, epochs } = props;
  const theme = useTheme();
  const blue = theme.visible('--vscode-charts-blue', '--vscode-textLink-foreground');
  const orange = theme.visible('--vscode-charts-orange', '--vscode-charts-yellow', '--vscode-charts-green');
  const { id, title, train, validation, format, formatTick } = measure;
  const latest = epochs.at(-1);
  const values = (of: (epoch: EpochEvent) => number) =>
    epochs.map((epoch) => ({ x: epoch.epoch, y: of(epoch) })).filter((point) => Number.isFinite(point.y));
  const read = (x: number) => {
    const epoch = epochs.reduce<EpochEvent | undefined>(
      (nearest, one) =>
        nearest === undefined || Math.abs(one.epoch - x) < Math.abs(nearest.epoch - x) ? one : nearest,
      undefined,
    );
    return epoch === undefined
      ? null
      : {
          x: epoch.epoch,
          title: strings.epochReading(formatInteger(epoch.epoch)),
          rows: [
            { label: strings.training, value: format(train(epoch)), colour: blue },
            { label: strings.validation, value: format(validation(epoch)), colour: orange },
          ],
        };
  };
  return (
    <section aria-labelledby={id}>
      <div class="title">
        <h2 id={id}>{title}</h2>
        {latest !== undefined && (
          <Legend
            items={[
              { label: strings.training, colour: blue, value: format(train(latest)) },
              { label: strings.validation, colour: orange, dashed: true, value: format(validation(latest)) },
            ]}
          />
        )}
      </div>
      {latest === undefined ? (
        <div class="chart empty">
          <p>{strings.afterFirstEpoch}</p>
        </div>
      ) : (
        <LineChart
          label={strings.epochChart(
            title,
            formatInteger(epochs.length),
            format(train(latest)),
            format(validation(latest)),
          )}
          curves={[
            { points: values(train), colour: blue, width: 2, dots: true },
            { points: values(validation), colour: orange, width: 2, dashed: true, dots: true },
          ]}
          x={[0.5, lastEpoch + 0.5]}
          xLabel={strings.epoch}
          wholeTicks
          {...(formatTick === undefined ? {} : { formatY: formatTick })}
          read={read}
        />
      )}
    </section>
  );
}
