/** Arguments that are themselves built by calls: layers, tensors, data, optimizers. */
import * as l10n from '@vscode/l10n';
import type { Call, Raw, Role } from '../cnn/record.ts';
import { Complaint } from './problem.ts';
import { type Argument, describe, elements, isTagged, type Reader } from './values.ts';

/** The name of each role in messages. */
export function roleNames(role: Role): { readonly what: string; readonly such: string } {
  switch (role) {
    case 'layer':
      return { what: l10n.t('a layer'), such: l10n.t('{0} or {1}', 'conv2d(16, 5)', 'relu()') };
    case 'tensor':
      return {
        what: l10n.t('a tensor'),
        such: l10n.t('{0} or what a layer returns: {1}', 'input([1, 28, 28])', 'relu()(x)'),
      };
    case 'model':
      return { what: l10n.t('a model'), such: 'model({ … })' };
    case 'data':
      return { what: l10n.t('data'), such: 'mnist()' };
    case 'augmentation':
      return { what: l10n.t('an augmentation'), such: 'randomHorizontalFlip()' };
    case 'loss':
      return { what: l10n.t('a loss'), such: 'crossEntropy()' };
    case 'optimizer':
      return { what: l10n.t('an optimizer'), such: l10n.t('{0} or {1}', 'adam()', 'sgd()') };
    case 'schedule':
      return { what: l10n.t('a learning rate schedule'), such: 'cosine(2e-3)' };
  }
}

/** Reads the index of a call that made something of the given role. */
export function built(role: Role, calls: readonly Call[]): Reader<number> {
  return ({ raw, path, label }) => {
    const made = isTagged(raw, 'call') ? calls[raw.call] : undefined;
    if (isTagged(raw, 'call') && made?.role === role) return raw.call;
    const { what, such } = roleNames(role);
    const found = made ? roleNames(made.role).what : describe(raw);
    const message = l10n.t(
      '{0} must be {1}, such as {2}; it is {3}.{4}',
      label(),
      what,
      such,
      found,
      parenthesesHint(raw),
    );
    throw new Complaint(`not-${role}`, path, message);
  };
}

/** A list of layers as the indices of their calls, up to the first element that is not a layer. */
export function readLayers(calls: readonly Call[], argument: Argument): { layers: number[]; complaints: Complaint[] } {
  const items = elements(argument);
  if (!items) {
    const { path, label, raw } = argument;
    const message = l10n.t(
      '{0} must be a list of layers: [conv2d(16, 5), relu(), …]; it is {1}.',
      label(),
      describe(raw),
    );
    return { layers: [], complaints: [new Complaint('invalid-argument', path, message)] };
  }
  const layer = built('layer', calls);
  const layers: number[] = [];
  const complaints: Complaint[] = [];
  for (const item of items) {
    try {
      const call = layer(item);
      if (complaints.length === 0) layers.push(call);
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      complaints.push(error);
    }
  }
  return { layers, complaints };
}

/** The arguments of a merge: tensors, then optional options. */
export function mergeArguments(args: readonly Raw[]): { tensors: readonly Raw[]; options: Argument | null } {
  const last = args.length - 1;
  const raw = args[last];
  if (raw === undefined || !isTagged(raw, 'object')) return { tensors: args, options: null };
  return { tensors: args.slice(0, last), options: { raw, path: [last], label: () => l10n.t('The last argument') } };
}

const parenthesesHint = (raw: Raw): string =>
  isTagged(raw, 'other') && raw.what === 'function' ? l10n.t(' Are its parentheses missing?') : '';
