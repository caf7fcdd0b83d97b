/** Shapes in words, and the two kinds that layers ask for. */

import * as l10n from '@vscode/l10n';
import { formatCount } from '../format.ts';
import { product } from '../initial.ts';
import { Complaint } from '../problem.ts';
import type { Shape } from '../spec.ts';

/** `16×10×10`. */
export const formatShape = (shape: Shape): string => shape.map((size) => formatCount(size)).join('×');

export type FeatureMap = readonly [channels: number, height: number, width: number];

/** The input as channels, height and width. */
export function featureMap(kind: string, input: Shape): FeatureMap {
  const [channels, height, width] = input;
  if (channels !== undefined && height !== undefined && width !== undefined) return [channels, height, width];
  throw new Complaint(
    'needs-feature-map',
    [],
    l10n.t(
      '{0} needs a feature map (channels×height×width); its input is a vector of {1} values. Put it before flatten().',
      kind,
      formatShape(input),
    ),
  );
}

/** The number of values of an input that is a vector. */
export function vector(kind: string, input: Shape): number {
  const [features] = input;
  if (features !== undefined && input.length === 1) return features;
  throw new Complaint(
    'dense-needs-vector',
    [],
    l10n.t(
      '{0} needs a vector; its input is a feature map of {1}. Put flatten() before it, which outputs {2} values.',
      kind,
      formatShape(input),
      formatCount(product(input)),
    ),
    [{ kind: 'insertBefore', title: l10n.t('Insert {0} before {1}', 'flatten()', `${kind}()`), layer: 'flatten' }],
  );
}
