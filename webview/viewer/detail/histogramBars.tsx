/** The histogram of a map's values. */
import { useMemo } from 'preact/hooks';
import { histogram } from '../../../src/insight/statistics.ts';
import { CopyButtons } from '../../copy.tsx';
import { formatInteger } from '../../format.ts';
import { tableText } from '../../table.ts';
import { formatValue } from '../numbers.ts';
import { strings } from '../strings.ts';

const height = 48;

export function HistogramBars({ values, name }: { readonly values: Float32Array; readonly name: string }) {
  const { min, max, counts } = useMemo(() => histogram(values), [values]);
  const most = counts.reduce((least, count) => Math.max(least, count), 0);
  if (most === 0) return null;
  const [low, high] = [formatValue(min), formatValue(max)];
  return (
    <figure class="histogram" data-view>
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
        <span class="muted">
          {strings.histogram}
          <CopyButtons name={strings.histogramOf(name)} numbers={() => histogramText(min, max, counts)} />
        </span>
        <span>{high}</span>
      </figcaption>
    </figure>
  );
}

/** Start, end and count of each bar. */
function histogramText(min: number, max: number, counts: Uint32Array): string {
  const at = (bar: number) => min + ((max - min) * bar) / counts.length;
  return tableText([...counts].map((count, bar) => [at(bar), at(bar + 1), count]));
}
