/** Models too large for any machine, caught before anything is allocated. */

import * as l10n from '@vscode/l10n';
import { formatCount, formatTenths } from './format.ts';
import type { GraphNode } from './graph.ts';
import type { InferredNode } from './infer.ts';
import { product } from './initial.ts';
import { formatShape } from './layers/shapes.ts';
import { Complaint, type Problems } from './problem.ts';

/** 8 GB of weights; training with Adam takes four times that. */
const mostParameters = 2e9;

/** The engine counts elements of a tensor in 32 bits. */
const mostValues = 2 ** 31 - 1;

const bytesPerValue = 4;

export function checkLimits(
  nodes: readonly GraphNode[],
  inferred: readonly (InferredNode | null)[],
  problems: Problems,
): void {
  let parameters = 0;
  for (const [index, node] of inferred.entries()) {
    const call = nodes[index]?.layer ?? 0;
    if (!node) continue;
    const own = parameterCount(node);
    parameters += own;
    if (parameters > mostParameters) {
      const message = l10n.t(
        'This layer has {0} parameters, and the model up to here {1}: {2} of weights, and {3} to train them with Adam. The limit is {4}. Use fewer units or channels, or pool before flatten().',
        count(own),
        count(parameters),
        bytes(parameters),
        bytes(4 * parameters),
        count(mostParameters),
      );
      problems.add(call, new Complaint('too-many-parameters', own > 0 ? [0] : [], message));
      return;
    }
    const values = product(node.shape);
    if (values > mostValues) {
      const message = l10n.t(
        'The output of this layer, {0}, takes {1} for one image. Use fewer channels or less padding, or a larger stride before it.',
        formatShape(node.shape),
        bytes(values),
      );
      problems.add(call, new Complaint('output-too-large', [0], message));
      return;
    }
  }
}

/** The parameters that this node adds to the model; a second use of a layer adds none. */
export function parameterCount({ parameters, shared }: InferredNode): number {
  return shared ? 0 : parameters.reduce((sum, { shape }) => sum + product(shape), 0);
}

const bytes = (values: number): string => {
  const size = values * bytesPerValue;
  const power = Math.min(Math.floor(Math.log10(size) / 3), 6);
  return `${formatTenths(size / 1000 ** power)} ${['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'][power]}`;
};

const count = (number: number): string => formatCount(number);
