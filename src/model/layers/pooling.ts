/** What the pooling layers share: a window over each channel by itself. */
import * as l10n from '@vscode/l10n';
import type { Value } from '../../tensor/program.ts';
import type { Shape } from '../spec.ts';
import type { LayerRules } from './definition.ts';
import { featureMap } from './shapes.ts';
import {
  checkPoolDilation,
  checkPoolPadding,
  extentOf,
  type Placement,
  place,
  placeFormula,
  reportOf,
  tapsOf,
  type Window,
} from './window.ts';

export function pooling(kind: string, window: Window, lower: (x: Value, placement: Placement) => Value): LayerRules {
  function over(input: Shape) {
    const [channels, height, width] = featureMap(kind, input);
    checkPoolPadding(kind, window);
    const image = [height, width] as const;
    const placed = place(window, image, () => l10n.t('The window of {0}', kind), 'size');
    checkPoolDilation(kind, window, image, placed);
    return { channels, image, placed };
  }
  return {
    output([input]) {
      const { channels, placed } = over(input);
      return [channels, ...placed.output];
    },
    extent: () => extentOf(window),
    taps: ([input], axis, index) => tapsOf(window, over(input).placed, axis, index),
    formula([input]) {
      const { image, placed } = over(input);
      return placeFormula(window, image, placed);
    },
    window: ([input]) => reportOf(window, over(input).placed),
    lower({ inputs: [x] }) {
      const [, ...image] = x.shape;
      return lower(x, over(image).placed);
    },
  };
}
