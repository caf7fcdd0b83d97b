/** Top-1 against multiply-adds, discs by parameters. */
import { BubbleController, Chart, LinearScale, LogarithmicScale, type Plugin, PointElement, Tooltip } from 'chart.js';
import { useEffect, useRef } from 'preact/hooks';
import type { AccuracyPoint } from '../../src/panels/accuracyProtocol.ts';
import { isLogTick } from '../chart/ticks.ts';
import { formatInteger, formatPercent } from '../format.ts';
import { language } from '../localization.ts';
import { type Theme, useTheme } from '../theme.ts';
import { colourOf, translucent } from './colours.ts';
import { placeLabels } from './labels.ts';
import { labelsOf, radiusOf, representatives } from './points.ts';
import { strings } from './strings.ts';

Chart.register(BubbleController, LinearScale, LogarithmicScale, PointElement, Tooltip);

type Disc = { readonly x: number; readonly y: number; readonly r: number };
type BubbleChartOf = Chart<'bubble', Disc[]>;

const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: 3 });
const fontSize = 13;

export function BubbleChart(props: {
  readonly points: readonly AccuracyPoint[];
  readonly logarithmic: boolean;
  readonly onOpen: (folder: string) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<BubbleChartOf | null>(null);
  const theme = useTheme();
  const latest = useRef({ ...props, theme });
  latest.current = { ...props, theme };

  useEffect(() => {
    if (canvas.current === null) return;
    const created: BubbleChartOf = new Chart(canvas.current, {
      type: 'bubble',
      data: { datasets: [] },
      plugins: [middlesAndNames(() => latest.current)],
    });
    chart.current = created;
    return () => created.destroy();
  }, []);
  useEffect(() => {
    if (chart.current === null) return;
    draw(chart.current, props.points, props.logarithmic, theme, (folder) => latest.current.onOpen(folder));
  });
  return (
    <div class="chart bubbles">
      <canvas
        ref={canvas}
        role="img"
        aria-label={strings.chart(strings.operations, formatInteger(props.points.length))}
      />
    </div>
  );
}

function draw(
  chart: BubbleChartOf,
  points: readonly AccuracyPoint[],
  logarithmic: boolean,
  theme: Theme,
  onOpen: (folder: string) => void,
): void {
  const most = Math.max(...points.map(({ params }) => params));
  // The largest first, at the back.
  const sorted = backToFront(points);
  const labels = labelsOf(points, language);
  const nameOf = ({ id }: AccuracyPoint) => (labels.get(id) ?? []).join(', ');
  chart.data.datasets = sorted.map((point) => ({
    label: nameOf(point),
    data: [{ x: Math.max(1, point.macs), y: point.top1, r: radiusOf(point.params, most) }],
    backgroundColor: translucent(colourOf(point, theme), point.run === null ? 0.4 : 0.15),
    borderColor: colourOf(point, theme),
    borderWidth: point.run === null ? 1 : 2,
    clip: false as const,
  }));
  const ticks = { color: theme.muted, font: { family: theme.font, size: fontSize } };
  const title = (text: string) => ({
    display: true,
    text,
    color: theme.css('--vscode-editor-foreground', theme.muted),
    font: ticks.font,
  });
  const [low, high] = [Math.min(...points.map(({ top1 }) => top1)), Math.max(...points.map(({ top1 }) => top1))];
  const room = Math.max(0.04, 0.3 * (high - low));
  const macs = points.map((point) => Math.max(1, point.macs));
  chart.options = {
    locale: language,
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    layout: { padding: { top: 12, right: 12 } },
    onClick: (_event, [element]) => {
      const folder = element && sorted[element.datasetIndex]?.run;
      if (folder) onOpen(folder);
    },
    plugins: {
      tooltip: {
        callbacks: {
          label: ({ datasetIndex }) => {
            const point = sorted[datasetIndex];
            return point ? [strings.onDataSet(nameOf(point), point.dataSet.name), ...figuresOf(point)] : '';
          },
        },
      },
    },
    scales: {
      x: {
        type: logarithmic ? 'logarithmic' : 'linear',
        ...(logarithmic
          ? { min: Math.min(...macs) / 2.5, max: Math.max(...macs) * 2.5 }
          : { min: 0, max: Math.max(...macs) * 1.15 }),
        title: title(strings.multiplyAdds),
        grid: { color: theme.grid },
        border: { color: theme.grid },
        ticks: {
          ...ticks,
          maxRotation: 0,
          autoSkipPadding: 24,
          includeBounds: false,
          callback: (value) => (logarithmic && !isLogTick(Number(value)) ? null : compact.format(Number(value))),
        },
      },
      y: {
        min: Math.max(0, low - room),
        max: Math.min(1.02, high + room),
        title: title(strings.top1),
        grid: { color: theme.grid },
        border: { display: false },
        ticks: {
          ...ticks,
          includeBounds: false,
          callback: (value) => (Number(value) > 1 ? null : formatPercent(Number(value), 0)),
        },
      },
    },
  };
  chart.update('none');
}

export function figuresOf({ top1, macs, params }: AccuracyPoint): string[] {
  return [
    `${strings.top1}: ${formatPercent(top1)}`,
    `${strings.multiplyAdds}: ${formatInteger(macs)}`,
    `${strings.parameters}: ${formatInteger(params)}`,
  ];
}

const backToFront = (points: readonly AccuracyPoint[]): readonly AccuracyPoint[] =>
  points.toSorted((a, b) => b.params - a.params);

interface Shown {
  readonly points: readonly AccuracyPoint[];
  readonly theme: Theme;
}

/** Draws a dot at the centre of each disc, and its name beside it. */
function middlesAndNames(shown: () => Shown): Plugin<'bubble'> {
  return {
    id: 'middlesAndNames',
    afterDatasetsDraw: (chart) => {
      const { ctx, data, chartArea } = chart;
      const { points, theme } = shown();
      const foreground = theme.css('--vscode-editor-foreground', theme.muted);
      ctx.save();
      ctx.font = `${fontSize}px ${theme.font}`;
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      const names = labelsOf(representatives(points), language);
      const sorted = backToFront(points);
      const discs = data.datasets.flatMap((_, i) => {
        const element = chart.getDatasetMeta(i).data[0];
        const point = sorted[i];
        if (!element || !point) return [];
        const { x, y } = element.getProps(['x', 'y'], true);
        const radius = Number(element.options.radius ?? 0);
        const name = (names.get(point.id) ?? []).join(', ');
        return [{ x, y, radius, width: ctx.measureText(name).width, name }];
      });
      ctx.fillStyle = theme.muted;
      for (const { x, y } of discs) {
        ctx.beginPath();
        ctx.arc(x, y, 2, 0, 2 * Math.PI);
        ctx.fill();
      }
      ctx.fillStyle = foreground;
      const labelled = discs.filter(({ name }) => name !== '');
      for (const [i, place] of placeLabels(labelled, fontSize + 3, chartArea).entries()) {
        if (place) ctx.fillText(labelled[i]!.name, place.x, place.y);
      }
      ctx.restore();
    },
  };
}
