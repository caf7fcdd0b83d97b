/** How often a map has which values. */
import { useMemo } from 'preact/hooks';
import { histogram } from '../../src/insight/statistics.ts';
import { formatInteger } from '../format.ts';
import { formatValue } from './numbers.ts';
import { strings } from './strings.ts';

const height = 48;

export function HistogramBars({ values }: { readonly values: Float32Array }) {
  const { min, max, counts } = useMemo(() => histogram(values), [values]);
  const most = counts.reduce((least, count) => Math.max(least, count), 0);
  if (most === 0) return null;
  const [low, high] = [formatValue(min), formatValue(max)];
  return (
    <figure class="histogram">
      <svg
        viewBox={`0 0 ${counts.length} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={strings.histogramImage(low, high, formatInteger(most))}
      >
        {[...counts].map((count, i) => {
          const tall = (count / most) * height;
          return <rect key={i} x={i + 0.08} width={0.84} y={height - tall} height={tall} />;
        })}
      </svg>
      <figcaption>
        <span>{low}</span>
        <span class="muted">{strings.histogram}</span>
        <span>{high}</span>
      </figcaption>
    </figure>
  );
}
