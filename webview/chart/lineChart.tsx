/**
 * A line chart of growing curves: chart.js draws them without animation from decimated points (`decimate.ts`); the
 * crosshair lies above, so that moving it redraws nothing.
 */
import { Chart, LinearScale, LineController, LineElement, LogarithmicScale, PointElement } from 'chart.js';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatTick } from '../format.ts';
import { language } from '../localization.ts';
import { type Theme, useTheme } from '../theme.ts';
import { Crosshair, type Reading } from './crosshair.tsx';
import type { Point } from './decimate.ts';
import { isLogTick } from './ticks.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

export interface Curve {
  readonly points: readonly Point[];
  readonly colour: string;
  /** CSS pixels. */
  readonly width: number;
  /** Distinguishes curves for users who cannot see the colours. */
  readonly dashed?: boolean;
  /** A dot at every point. */
  readonly dots?: boolean;
}

export type Range = readonly [low: number, high: number];

export interface LineChartProps {
  /** Text alternative for screen readers. */
  readonly label: string;
  readonly curves: readonly Curve[];
  readonly x: Range;
  readonly xLabel: string;
  readonly logarithmic?: boolean;
  /** Range of the y axis; fits the curves by default. */
  readonly y?: Range;
  /** Formats values; by default as chart.js does, in the display language. */
  readonly formatY?: (value: number) => string;
  /** The text of the crosshair at x. */
  readonly read: (x: number) => Reading | null;
  /** Whether x is in whole numbers, few enough for a tick each. */
  readonly wholeTicks?: boolean;
  /** A range was dragged, or the view reset (null). */
  readonly onZoom?: (range: Range | null) => void;
}

type XyChart = Chart<'line', Point[]>;

export function LineChart(props: LineChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<XyChart | null>(null);
  const theme = useTheme();

  useLayoutEffect(() => {
    if (canvas.current === null) {
      return;
    }
    const created: XyChart = new Chart(canvas.current, { type: 'line', data: { datasets: [] } });
    chart.current = created;
    return () => created.destroy();
  }, []);

  // In the same frame as the label that announces it.
  useLayoutEffect(() => {
    if (chart.current !== null) {
      draw(chart.current, props, theme);
    }
  });

  return (
    <div class="chart">
      <canvas ref={canvas} role="img" aria-label={props.label} />
      <Crosshair
        area={() => chart.current?.chartArea ?? null}
        toX={(pixel) => chart.current?.scales.x?.getValueForPixel(pixel) ?? 0}
        toPixel={(x) => chart.current?.scales.x?.getPixelForValue(x) ?? 0}
        read={props.read}
        range={props.x}
        label={props.label}
        {...(props.onZoom === undefined ? {} : { onZoom: props.onZoom })}
      />
    </div>
  );
}

function draw(chart: XyChart, props: LineChartProps, theme: Theme): void {
  chart.data.datasets = props.curves.map((curve) => ({
    data: [...curve.points],
    borderColor: curve.colour,
    backgroundColor: curve.colour,
    borderWidth: curve.width,
    borderDash: curve.dashed ? [6, 4] : [],
    borderJoinStyle: 'round',
    pointRadius: curve.dots ? 2.5 : 0,
  }));
  const ticks = { color: theme.muted, font: { family: theme.font, size: 12 } };
  const [xLow, xHigh] = props.x;
  const format = props.logarithmic ? formatLogTick : props.formatY;
  chart.options = {
    locale: language,
    animation: false,
    parsing: false,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    events: [],
    layout: { padding: { top: 6, right: 10 } },
    scales: {
      x: {
        type: 'linear',
        min: xLow,
        max: xHigh,
        title: { display: true, text: props.xLabel, color: theme.muted, font: ticks.font, padding: 0 },
        border: { color: theme.grid },
        grid: { display: false, tickColor: theme.grid },
        ticks: {
          ...ticks,
          maxRotation: 0,
          autoSkipPadding: 24,
          ...(props.wholeTicks ? { precision: 0 } : {}),
          includeBounds: false,
        },
      },
      y: {
        type: props.logarithmic ? 'logarithmic' : 'linear',
        ...(props.y === undefined ? {} : { min: props.y[0], max: props.y[1] }),
        border: { display: false },
        grid: { color: theme.grid, drawTicks: false },
        ticks: {
          ...ticks,
          padding: 6,
          maxTicksLimit: 7,
          ...(format === undefined ? {} : { callback: (value: string | number) => format(Number(value)) }),
        },
      },
    },
  };
  chart.update('none');
}

function formatLogTick(value: number): string | null {
  return isLogTick(value) ? formatTick(value) : null;
}
