import * as l10n from '@vscode/l10n';
import { linear } from '../../tensor/ops/index.ts';
import { formatCount } from '../format.ts';
import { linearParameters, product } from '../initial.ts';
import { Complaint } from '../problem.ts';
import { optional, required } from '../signature.ts';
import type { Shape } from '../spec.ts';
import { boolean, positiveInteger } from '../values.ts';
import { defineLayer } from './definition.ts';
import { formatShape } from './shapes.ts';

/** Fully connected layer, as PyTorch's `nn.Linear`. */
export const dense = defineLayer(
  { positional: { units: required(positiveInteger) }, options: { bias: optional(boolean, true) } },
  ({ units, bias }) => {
    function features(input: Shape): number {
      if (input.length === 1) return product(input);
      throw new Complaint(
        'dense-needs-vector',
        [],
        l10n.t(
          'dense needs a vector; its input is a feature map of {0}. Put flatten() before it, which makes {1} values of it.',
          formatShape(input),
          formatCount(product(input)),
        ),
        [{ kind: 'insertBefore', title: l10n.t('Insert flatten() before it'), layer: 'flatten' }],
      );
    }
    return {
      output([input]) {
        features(input);
        return [units];
      },
      parameters: ([input]) => linearParameters([units, features(input)], bias),
      multiplyAdds: ([input]) => units * features(input),
      extent: () => null,
      lower: ({ inputs: [x], parameter }) => linear(x, parameter('weight'), bias ? parameter('bias') : null),
    };
  },
);
