/** Accuracy by epoch, with the current epoch marked. */
import { useMemo } from 'preact/hooks';
import type { EpochFigures } from '../../src/insight/results.ts';
import { CopyButtons } from '../copy.tsx';
import { formatInteger, formatPercent } from '../format.ts';
import { useAnswer } from '../inspector/answer.ts';
import type { Asker } from '../inspector/asker.ts';
import { tableText } from '../table.ts';
import { useTheme } from '../theme.ts';
import { strings } from './strings.ts';

/** Units of the drawing, which is stretched to the available room. */
const [width, height] = [240, 90];

export function Curves(props: {
  readonly asker: Asker;
  /** Epochs whose weights are kept; each new one extends the curves. */
  readonly epochs: readonly number[];
  readonly epoch: number;
}) {
  const { asker, epochs, epoch } = props;
  const theme = useTheme();
  const request = useMemo(() => ({}), [epochs.join()]);
  const { value } = useAnswer(asker, 'figures', request);
  const last = value?.at(-1)?.epoch ?? 0;
  if (value === null || last === 0) return null;
  const all = value.flatMap((one) => [one.trainAccuracy, one.validationAccuracy]).filter(Number.isFinite);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const x = (at: number) => (width * at) / last;
  const y = (accuracy: number) => height - 4 - ((height - 8) * (accuracy - low)) / (high - low || 1);
  const points = (of: (one: EpochFigures) => number) =>
    value
      .filter((one) => Number.isFinite(of(one)))
      .map((one) => `${x(one.epoch)},${y(of(one))}`)
      .join(' ');
  const blue = theme.visible('--vscode-charts-blue', '--vscode-textLink-foreground');
  const orange = theme.visible('--vscode-charts-orange', '--vscode-charts-yellow', '--vscode-charts-green');
  const shown = value.find((one) => one.epoch === epoch);
  const share = (accuracy: number | undefined) => (accuracy === undefined ? '–' : formatPercent(accuracy, 1));
  const [train, validation] = [share(shown?.trainAccuracy), share(shown?.validationAccuracy)];
  return (
    <section class="curves" aria-labelledby="curves" data-view>
      <div class="title">
        <h2 id="curves">{strings.accuracy}</h2>
        <CopyButtons
          name={strings.accuracy}
          numbers={() =>
            tableText(
              value.map((one) => [
                one.epoch,
                one.trainLoss,
                one.trainAccuracy,
                one.validationLoss,
                one.validationAccuracy,
              ]),
            )
          }
        />
      </div>
      {/* A line takes two points. */}
      {value.length > 1 && (
        <>
          <svg
            viewBox={`0 0 ${width} ${height}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={strings.accuracyAt(formatInteger(epoch), train, validation)}
          >
            <line class="now" x1={x(epoch)} x2={x(epoch)} y1={0} y2={height} />
            <polyline points={points((one) => one.trainAccuracy)} stroke={blue} />
            <polyline points={points((one) => one.validationAccuracy)} stroke={orange} stroke-dasharray="5 3" />
          </svg>
          <p class="ends muted">
            <span>{formatInteger(0)}</span>
            <span>{formatInteger(last)}</span>
          </p>
        </>
      )}
      <p>
        <span style={{ color: blue }}>━</span> {strings.trainingSplit} <span class="value">{train}</span>{' '}
        <span style={{ color: orange }}>╍</span> {strings.heldOutSplit} <span class="value">{validation}</span>
      </p>
    </section>
  );
}
