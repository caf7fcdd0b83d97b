/** Top-1 by network, from the least to the most accurate. */
import { BarController, BarElement, CategoryScale, Chart, LinearScale, type Plugin } from 'chart.js';
import { useEffect, useRef } from 'preact/hooks';
import type { AccuracyPoint } from '../../src/panels/accuracyProtocol.ts';
import { formatInteger, formatPercent } from '../format.ts';
import { language } from '../localization.ts';
import { type Theme, useTheme } from '../theme.ts';
import { colourOf, translucent } from './colours.ts';
import { labelsOf } from './points.ts';
import { strings } from './strings.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale);

type BarChartOf = Chart<'bar', number[], string[]>;

const fontSize = 12;

export function BarChart({ points }: { readonly points: readonly AccuracyPoint[] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<BarChartOf | null>(null);
  const theme = useTheme();
  const latest = useRef({ points, theme });
  latest.current = { points, theme };
  useEffect(() => {
    if (canvas.current === null) return;
    const created: BarChartOf = new Chart(canvas.current, {
      type: 'bar',
      data: { labels: [], datasets: [] },
      plugins: [valuesOnTop(() => latest.current)],
    });
    chart.current = created;
    return () => created.destroy();
  }, []);
  useEffect(() => {
    if (chart.current !== null) draw(chart.current, points, theme);
  });
  return (
    <div class="chart bars">
      <canvas ref={canvas} role="img" aria-label={strings.chart(strings.networks, formatInteger(points.length))} />
    </div>
  );
}

function draw(chart: BarChartOf, points: readonly AccuracyPoint[], theme: Theme): void {
  const font = { family: theme.font, size: fontSize };
  const labels = labelsOf(points, language);
  chart.data = {
    labels: points.map(({ id }) => [...(labels.get(id) ?? [])]),
    datasets: [
      {
        data: points.map(({ top1 }) => top1),
        backgroundColor: points.map((point) => translucent(colourOf(point, theme), point.run === null ? 0.55 : 0.2)),
        borderColor: points.map((point) => colourOf(point, theme)),
        borderWidth: points.map(({ run }) => (run === null ? 1 : 2)),
        maxBarThickness: 60,
      },
    ],
  };
  chart.options = {
    locale: language,
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    events: [],
    layout: { padding: { top: 20 } },
    scales: {
      x: {
        grid: { display: false },
        border: { color: theme.grid },
        ticks: { color: theme.muted, font, autoSkip: false },
      },
      y: {
        min: 0,
        max: 1,
        title: { display: true, text: strings.top1, color: theme.css('--vscode-editor-foreground', theme.muted), font },
        grid: { color: theme.grid },
        border: { display: false },
        ticks: { color: theme.muted, font, callback: (value) => formatPercent(Number(value), 0) },
      },
    },
  };
  chart.update('none');
}

interface Shown {
  readonly points: readonly AccuracyPoint[];
  readonly theme: Theme;
}

/** Figures above the bars, if there is room. */
function valuesOnTop(shown: () => Shown): Plugin<'bar'> {
  return {
    id: 'valuesOnTop',
    afterDatasetsDraw: (chart) => {
      const { ctx, chartArea } = chart;
      const { points, theme } = shown();
      ctx.save();
      ctx.font = `${fontSize}px ${theme.font}`;
      ctx.textAlign = 'center';
      ctx.textBaseline = 'bottom';
      ctx.fillStyle = theme.css('--vscode-editor-foreground', theme.muted);
      const room = (chartArea.right - chartArea.left) / Math.max(1, points.length);
      for (const [i, bar] of chart.getDatasetMeta(0).data.entries()) {
        const text = formatPercent(points[i]?.top1 ?? 0, 1);
        const { x, y } = bar.getProps(['x', 'y'], true);
        if (ctx.measureText(text).width < room) ctx.fillText(text, x, y - 3);
      }
      ctx.restore();
    },
  };
}
