/** Loss by step: every batch faint in the background, smoothed in front. */
import { useRef, useState } from 'preact/hooks';
import type { RunFacts } from '../../src/panels/trainingProtocol.ts';
import { decimate, lowerBound } from '../chart/decimate.ts';
import { LineChart, type Range } from '../chart/lineChart.tsx';
import { SmoothCurve } from '../chart/smooth.ts';
import { Button, Checkbox, ProgressRing, Slider } from '../controls.tsx';
import { formatInteger, formatLoss } from '../format.ts';
import { isBoolean, isNumber, useSetting } from '../settings.ts';
import { useTheme } from '../theme.ts';
import { Legend } from './legend.tsx';
import type { RunStore } from './runStore.ts';
import { strings } from './strings.ts';

/** Pairs of points per curve: about one per pixel of a full screen. */
const buckets = 800;

/** Slider positions 0 to 30 are windows of 1 to 1,000 steps, ten to each power of ten. */
const smoothest = 30;
const windowAt = (position: number) => 10 ** (position / 10);

export function StepChart({ facts, run }: { readonly facts: RunFacts; readonly run: RunStore }) {
  const theme = useTheme();
  const [smoothing, setSmoothing] = useSetting('smoothing', 12, isNumber);
  const [logarithmic, setLogarithmic] = useSetting('logarithmic', false, isBoolean);
  const [zoom, setZoom] = useState<Range | null>(null);
  const smoothed = useSmoothed(run, windowAt(smoothing));

  const { steps, losses } = run.steps;
  const count = run.steps.length;
  const last = steps[count - 1] ?? 1;
  const x: Range = zoom ?? [0, Math.max(2, last)];
  const from = Math.max(0, lowerBound(steps, x[0]) - 1);
  const to = Math.min(count, lowerBound(steps, x[1]) + 1);
  const colour = theme.visible('--vscode-charts-blue', '--vscode-textLink-foreground');
  const isDrawn = (point: { readonly y: number }) => !logarithmic || point.y > 0;
  const raw = decimate(steps, losses, from, to, buckets).filter(isDrawn);
  const smooth = decimate(steps, smoothed, from, to, buckets).filter(isDrawn);

  const read = (at: number) => {
    const near = lowerBound(steps, at - 0.5);
    const i = Math.min(near, count - 1);
    if (i < 0) {
      return null;
    }
    const step = steps[i]!;
    return {
      x: step,
      title: strings.stepReading(formatInteger(step), formatInteger(Math.ceil(step / facts.stepsPerEpoch))),
      rows: [
        { label: strings.smoothed, value: formatLoss(smoothed[i]!), colour },
        { label: strings.batchLoss, value: formatLoss(losses[i]!), colour: faint(colour) },
      ],
    };
  };

  return (
    <section class="step-chart" aria-labelledby="loss-by-step">
      <div class="title">
        <h2 id="loss-by-step">{strings.lossByStep}</h2>
        <Legend
          items={[
            { label: strings.batchLoss, colour: faint(colour) },
            { label: strings.smoothed, colour, value: formatLoss(smoothed.at(-1) ?? Number.NaN) },
          ]}
        />
      </div>
      {count === 0 ? (
        <div class="chart empty">
          {facts.state === 'running' || facts.state === 'starting' ? <ProgressRing /> : null}
          <p>{strings.waiting}</p>
        </div>
      ) : (
        <LineChart
          label={strings.stepChart(formatInteger(count), formatLoss(losses[0]!), formatLoss(smoothed.at(-1)!))}
          curves={[
            { points: raw, colour: faint(colour), width: 1 },
            { points: smooth, colour, width: 2.5 },
          ]}
          x={x}
          xLabel={strings.step}
          logarithmic={logarithmic}
          read={read}
          onZoom={(range) => setZoom(range === null ? null : [Math.max(0, range[0]), Math.min(last, range[1])])}
        />
      )}
      <div class="controls">
        <Slider
          label={strings.smoothing}
          min={0}
          max={smoothest}
          value={smoothing}
          text={smoothing === 0 ? strings.smoothingOff : strings.smoothingSteps(formatInteger(windowAt(smoothing)))}
          onInput={setSmoothing}
        />
        <Checkbox checked={logarithmic} onChange={setLogarithmic}>
          {strings.logarithmic}
        </Checkbox>
        {zoom === null ? (
          <span class="hint">{strings.dragToZoom}</span>
        ) : (
          <Button onClick={() => setZoom(null)}>{strings.showAll}</Button>
        )}
      </div>
    </section>
  );
}

/** The smoothed losses, extended as the run proceeds and recomputed if the window or the past changes. */
function useSmoothed(run: RunStore, window: number): Float32Array {
  const kept = useRef<{ readonly key: string; readonly curve: SmoothCurve } | null>(null);
  const key = `${window} ${run.generation}`;
  if (kept.current?.key !== key) {
    kept.current = { key, curve: new SmoothCurve(window) };
  }
  kept.current.curve.extend(run.steps.losses);
  return kept.current.curve.values;
}

function faint(colour: string): string {
  return `color-mix(in srgb, ${colour} 38%, transparent)`;
}
