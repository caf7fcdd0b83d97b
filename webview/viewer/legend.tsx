/** A colour bar with the ends of its range. */
import type { ValueRange } from '../../src/insight/pictures/valueColour.ts';
import type { ColourScale } from './display.ts';
import { formatValue } from './numbers.ts';
import { strings } from './strings.ts';

export function Legend({ scale, range }: { readonly scale: ColourScale; readonly range: ValueRange }) {
  const [low, high] = [formatValue(range.low), formatValue(range.high)];
  const stops = scale.stops.map((stop) => `rgb(${stop.join(' ')})`).join(', ');
  return (
    <span class="colour-scale" role="img" aria-label={strings.legend(low, high)}>
      {low}
      <span class="bar" style={{ background: `linear-gradient(in oklab to right, ${stops})` }} />
      {high}
    </span>
  );
}
