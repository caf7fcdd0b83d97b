/** How maps are coloured: the user's choice and its consequences. */

import { colourTable, divergingMap, greys, type Rgb, viridis } from '../../src/insight/pictures/colour.ts';
import { rangeOf, type ValueRange } from '../../src/insight/pictures/valueColour.ts';
import type { MapStatistics } from '../../src/insight/statistics.ts';
import { signedColours } from '../image/signedColours.ts';
import type { Theme } from '../theme.ts';

export const colourings = ['diverging', 'grey', 'viridis'] as const;
export type Colouring = (typeof colourings)[number];

export interface Display {
  readonly colouring: Colouring;
  /** Each map has a scale of its own. */
  readonly perMap: boolean;
}

export interface ColourScale {
  /** A table as `colourTable` makes it. */
  readonly table: Uint32Array;
  /** Zero has the middle colour. */
  readonly centred: boolean;
  /** For the legend: a CSS gradient's stops. */
  readonly stops: readonly Rgb[];
}

export function colourScale(colouring: Colouring, theme: Theme): ColourScale {
  switch (colouring) {
    case 'diverging': {
      const stops = signedColours(theme);
      return { table: divergingMap(...stops), centred: true, stops };
    }
    case 'grey':
      return { table: colourTable(greys), centred: false, stops: greys };
    case 'viridis':
      return { table: colourTable(viridis), centred: false, stops: viridis };
    default:
      return colouring satisfies never;
  }
}

/** The range of colours of each map of a layer. */
export function mapRanges(statistics: MapStatistics, display: Display): (map: number) => ValueRange {
  const centred = display.colouring === 'diverging';
  if (display.perMap) return (map) => rangeOf(statistics.min[map]!, statistics.max[map]!, centred);
  const range = layerRange(statistics, centred);
  return () => range;
}

/** The range of all maps together, without maps that have no finite value. */
export function layerRange({ min, max }: MapStatistics, centred: boolean): ValueRange {
  const least = min.filter(Number.isFinite).reduce((so, value) => Math.min(so, value), Number.POSITIVE_INFINITY);
  const largest = max.filter(Number.isFinite).reduce((so, value) => Math.max(so, value), Number.NEGATIVE_INFINITY);
  return rangeOf(least, largest, centred);
}
