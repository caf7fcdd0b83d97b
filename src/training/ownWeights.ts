/** Whether tensors are those of a model: a run's files can be mixed up with another's. */
import * as l10n from '@vscode/l10n';
import { UserError } from '../data/userError.ts';
import { modelBuffers, modelParameters } from '../model/parameters.ts';
import type { ModelSpec } from '../model/spec.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import type { Tensor } from './safetensors.ts';

/** Most tensors for an error to list. */
const mostNamed = 6;

/** Throws a `UserError` unless `file` holds the model's tensors; beside them it may hold optimizer state. */
export function requireOwnWeights(model: ModelSpec, found: Readonly<Record<string, Tensor>>, file: string): void {
  const expected = [...modelParameters(model), ...modelBuffers(model)];
  const wrong = expected.flatMap(({ name, shape }) => {
    const tensor = found[name];
    if (tensor && sameShape(tensor.shape, shape)) return [];
    const wanted = l10n.t('{0} of {1}', name, formatShape(shape));
    return tensor ? l10n.t('{0} is of {1}', wanted, formatShape(tensor.shape)) : l10n.t('{0} is missing', wanted);
  });
  const names = new Set(expected.map(({ name }) => name));
  const strange = Object.entries(found).filter(([name]) => !names.has(name) && !name.includes('/'));
  wrong.push(...strange.map(([name, { shape }]) => l10n.t('the model has no {0} of {1}', name, formatShape(shape))));
  if (wrong.length === 0) return;
  const more = wrong.length > mostNamed ? `; ${l10n.t('and {0} more', wrong.length - mostNamed)}` : '';
  throw new UserError(
    'other-weights',
    l10n.t(
      '{0} contains the weights of another model than {1}: {2}{3}. Restore the file of this run.',
      file,
      model.name,
      wrong.slice(0, mostNamed).join('; '),
      more,
    ),
  );
}
