import * as l10n from '@vscode/l10n';
import { linear, multiply, subtract, sum } from '../../tensor/ops/index.ts';
import { constant } from '../../tensor/values.ts';
import { Complaint } from '../problem.ts';
import { required } from '../signature.ts';
import { describe, elements, number, type Reader } from '../values.ts';
import { defineLayer } from './definition.ts';
import { vector } from './shapes.ts';

/** Minus the squared distance from each of several fixed points. */
export const radialBasis = defineLayer(
  { positional: { centres: required(readCentres()) }, options: {} },
  ({ centres }) => ({
    output([input]) {
      const features = vector('radialBasis', input);
      const [centre = []] = centres;
      if (centre.length === features) return [centres.length];
      const message = l10n.t(
        'The centres have {0} numbers each, and the input has {1}. Put dense({0}) before it, or change the centres.',
        centre.length,
        features,
      );
      throw new Complaint('centre-size', ['centres'], message);
    },
    multiplyAdds: ([input]) => centres.length * vector('radialBasis', input),
    extent: () => null,
    // −|x − c|² = 2·x·c − |c|² − |x|²
    lower({ inputs: [x] }) {
      const [first = []] = centres;
      const twice = constant(
        Float32Array.from(centres.flat(), (value) => 2 * value),
        [centres.length, first.length],
      );
      const squares = centres.map((centre) => -centre.reduce((total, value) => total + value * value, 0));
      const length = sum(multiply(x, x), [1], true);
      return subtract(linear(x, twice, constant(Float32Array.from(squares))), length);
    },
  }),
);

function readCentres(): Reader<readonly (readonly number[])[]> {
  const value = number();
  return (argument) => {
    const points = (elements(argument) ?? []).map((point) => ({ point, items: elements(point) ?? [] }));
    const [first] = points;
    const size = first?.items.length ?? 0;
    const wrong = size === 0 ? argument : points.find(({ items }) => items.length !== size)?.point;
    if (!wrong) return points.map(({ items }) => items.map(value));
    const message =
      size === 0
        ? l10n.t(
            '{0} must be a list of points, such as [[1, -1], [-1, 1]]; it is {1}.',
            wrong.label(),
            describe(wrong.raw),
          )
        : l10n.t('{0} must have {1} numbers, as the first; it is {2}.', wrong.label(), size, describe(wrong.raw));
    throw new Complaint('invalid-size', wrong.path, message);
  };
}
