import * as l10n from '@vscode/l10n';
import { reshape as apply } from '../../tensor/ops/index.ts';
import { formatCount } from '../format.ts';
import { product } from '../initial.ts';
import { Complaint } from '../problem.ts';
import { required } from '../signature.ts';
import type { Shape } from '../spec.ts';
import { describe, elements, positiveInteger, type Reader } from '../values.ts';
import { defineLayer } from './definition.ts';
import { formatShape } from './shapes.ts';

/** The same values, in the same order, in another shape. */
export const reshape = defineLayer({ positional: { shape: required(readShape()) }, options: {} }, ({ shape }) => ({
  output([input]) {
    if (product(shape) === product(input)) return shape;
    const count = (of: Shape) => l10n.t('{0} ({1} values)', formatShape(of), formatCount(product(of)));
    const message = l10n.t(
      'reshape keeps the number of values: its input is {0}, which does not match {1}.',
      count(input),
      count(shape),
    );
    throw new Complaint('reshape-mismatch', ['shape'], message);
  },
  extent: () => null,
  lower({ inputs: [x] }) {
    const [batch = 1] = x.shape;
    return apply(x, [batch, ...shape]);
  },
}));

/** `[channels, height, width]` or `[features]`. */
function readShape(): Reader<Shape> {
  return (argument) => {
    const items = elements(argument);
    if (items?.length === 1 || items?.length === 3) return items.map(positiveInteger);
    const { raw, path, label } = argument;
    const message = l10n.t('{0} must be [channels, height, width] or [features]; it is {1}.', label(), describe(raw));
    throw new Complaint('invalid-size', path, message);
  };
}
