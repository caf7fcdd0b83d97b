/** Arguments that are themselves built by calls: layers, tensors, data, optimizers. */
import * as l10n from '@vscode/l10n';
import type { Call, Raw, Role } from '../cnn/record.ts';
import { didYouMean } from './didYouMean.ts';
import { Complaint, type Path, type Remedy } from './problem.ts';
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
    const { text = '', remedies = [] } = slip(role, { raw, path, label }, calls) ?? {};
    const message = l10n.t(
      '{0} must be {1}, such as {2}; it is {3}.{4}',
      label(),
      what,
      such,
      describeBuilt(raw, calls),
      text,
    );
    throw new Complaint(`not-${role}`, path, message, remedies);
  };
}

/** An argument in words, as what it is that a call made. */
export function describeBuilt(raw: Raw, calls: readonly Call[]): string {
  const made = isTagged(raw, 'call') ? calls[raw.call] : undefined;
  return made ? roleNames(made.role).what : describe(raw);
}

interface Slip {
  readonly text: string;
  readonly remedies: readonly Remedy[];
}

/** What was probably meant, if it is one of the usual slips. */
function slip(role: Role, { raw, path }: Argument, calls: readonly Call[]): Slip | null {
  if (isTagged(raw, 'other') && raw.what === 'function') {
    const remedy: Remedy = { kind: 'enclose', path, opening: '', closing: '()' };
    return { text: l10n.t(' Are its parentheses missing?'), remedies: [remedy] };
  }
  if (role === 'layer' && isTagged(raw, 'array') && raw.items.length > 0 && raw.items.every(isMadeAs('layer', calls))) {
    const remedy: Remedy = { kind: 'enclose', path, opening: '...', closing: '' };
    return {
      text: l10n.t(' Write ... before it to spread its layers, or combine them into one layer: sequential([ … ]).'),
      remedies: [remedy],
    };
  }
  if (role === 'tensor' && isArithmetic(raw)) {
    return {
      text: l10n.t(' Tensors are added by {0} and multiplied by {1}.', 'add(x, y)', 'multiply(x, y)'),
      remedies: [],
    };
  }
  const named = typeof raw === 'string' ? didYouMean(raw, namesOf(role)) : null;
  if (named !== null) return { text: l10n.t(' Did you mean {0}?', `${named}()`), remedies: [] };
  const made = isTagged(raw, 'call') ? calls[raw.call] : undefined;
  if (role === 'tensor' && made?.role === 'layer' && !made.args.some(isMadeAs('tensor', calls))) {
    return { text: l10n.t(' Apply the layer to a tensor: {0}.', `${made.builder}(…)(x)`), remedies: [] };
  }
  const inside = made?.role === 'layer' ? made.args.findIndex(isMadeAs('tensor', calls)) : -1;
  if (role !== 'tensor' || !isTagged(raw, 'call') || !made || inside < 0) return null;
  const applied = `${made.builder}(${made.args.length > 1 ? '…' : ''})(x)`;
  const remedy: Remedy = { kind: 'apply', title: l10n.t('Apply it: {0}', applied), call: raw.call, path: [inside] };
  return { text: l10n.t(' Apply the layer to its tensor in separate parentheses: {0}.', applied), remedies: [remedy] };
}

/** What JavaScript makes of `x + y` and `x * y` where both are objects. */
const isArithmetic = (raw: Raw): boolean =>
  (typeof raw === 'string' && raw.includes('[object Object]')) || (isTagged(raw, 'number') && raw.text === 'NaN');

/** Builders without required arguments that others name by a string. */
function namesOf(role: Role): readonly string[] {
  switch (role) {
    case 'layer':
      return ['relu', 'elu', 'gelu', 'silu', 'sigmoid', 'tanh', 'softmax', 'flatten'];
    case 'loss':
      return ['crossEntropy', 'binaryCrossEntropy', 'meanSquaredError'];
    case 'optimizer':
      return ['sgd', 'adam', 'adamW', 'rmsprop'];
    case 'data':
      return ['mnist'];
    default:
      return [];
  }
}

const isMadeAs =
  (role: Role, calls: readonly Call[]) =>
  (raw: Raw): boolean =>
    isTagged(raw, 'call') && calls[raw.call]?.role === role;

/** A list of layers as the indices of their calls, up to the first element that is not a layer. */
export function readLayers(calls: readonly Call[], argument: Argument): { layers: number[]; complaints: Complaint[] } {
  const items = elements(argument);
  if (!items) {
    const { path, label, raw } = argument;
    const message = l10n.t(
      '{0} must be a list of layers: [conv2d(16, 5), relu(), …]; it is {1}.',
      label(),
      describeBuilt(raw, calls),
    );
    const remedies = isMadeAs('layer', calls)(raw) ? [inBrackets(path)] : [];
    return { layers: [], complaints: [new Complaint('invalid-argument', path, message, remedies)] };
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

/** Makes a list of a single value. */
export const inBrackets = (path: Path): Remedy => ({ kind: 'enclose', path, opening: '[', closing: ']' });
