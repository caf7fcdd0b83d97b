/** Calls written as PyTorch and Keras have them, and how they are written here. */
import * as l10n from '@vscode/l10n';
import type { Raw } from '../cnn/record.ts';
import { didYouMean } from './didYouMean.ts';
import { ofTheInput } from './optionsElsewhere.ts';
import { Complaint, type Remedy } from './problem.ts';
import { type Argument, describe, isTagged, type Reader } from './values.ts';

/** An argument by which PyTorch is told the size of the input, which follows here from what comes before. */
export interface Inferred {
  /** PyTorch's name for it. */
  readonly name: string;
  /** Its place in PyTorch's call. */
  readonly index: number;
}

type Readers = Readonly<Record<string, { readonly read: Reader<unknown> }>>;

interface Form {
  readonly text: string;
  /** The option that the call's last argument is; `null` where another argument is left out. */
  readonly option: string | null;
  /** Index of the argument that this form takes for misplaced. */
  readonly at: number;
  readonly remedy: Remedy;
}

/**
 * A complaint about a call whose options are not an object, in the words of what may have been meant: PyTorch's call,
 * which begins with the size of the input, or options by their position; and the option in the latter case. `null` if
 * it is neither.
 */
export function writtenByPosition(
  builder: string,
  { positional, options, inferred }: { positional: Readers; options: Readers; inferred?: Inferred },
  args: readonly Raw[],
): { readonly complaint: Complaint; readonly option: string | null } | null {
  const count = Object.keys(positional).length;
  const leftOut = inferred && withoutInferred(builder, positional, options, inferred, args);
  const named = inferred?.index === count ? null : withNames(builder, count, options, args);
  const forms = [leftOut, named].filter((form) => form != null);
  if (leftOut && named && isLikelyStride(args, count)) forms.reverse();
  const [first, second] = forms;
  if (!first) return null;
  const message =
    second && inferred
      ? l10n.t(
          'Options are named, and {0} is inferred from the input. Write {1}, or {2}.',
          inferred.name,
          first.text,
          second.text,
        )
      : leftOut && inferred
        ? l10n.t('{0} is inferred from the input, so do not give it. Write {1}.', inferred.name, first.text)
        : l10n.t('Options are named. Write {0}.', first.text);
  const remedies = forms.map(({ remedy }) => remedy);
  return { complaint: new Complaint('invalid-argument', [first.at], message, remedies), option: first.option };
}

/** The call without PyTorch's size of the input, if the other arguments fit. */
function withoutInferred(
  builder: string,
  positional: Readers,
  options: Readers,
  { name, index }: Inferred,
  args: readonly Raw[],
): Form | null {
  const size = args[index] ?? null;
  if (typeof size !== 'number' && !isTagged(size, 'array')) return null;
  const readers = Object.values(positional);
  const kept = args.map((raw, at) => ({ raw, path: [at] })).filter(({ path }) => path[0] !== index);
  if (!readers.every(({ read }, at) => kept[at] && accepts(read, kept[at].raw))) return null;
  const paths = kept.slice(0, readers.length).map(({ path }) => path);
  return {
    text: `${builder}(${kept.map(({ raw }) => written(raw)).join(', ')})`,
    option: null,
    at: index,
    remedy: {
      kind: 'rewrite',
      title: l10n.t('Remove {0}', name),
      positional: paths,
      options: Object.keys(options).map((option, at) => ({ name: option, path: [readers.length + 1 + at] })),
    },
  };
}

/** The call with its last argument as the first option that it fits, and those after it as the next. */
function withNames(builder: string, count: number, options: Readers, args: readonly Raw[]): Form | null {
  const value = args[count] ?? null;
  const named = Object.entries(options);
  // Any text would do for a name.
  const first = named.findIndex(([name, { read }]) => name !== 'name' && accepts(read, value));
  const [name] = named[first] ?? [];
  if (name === undefined) return null;
  const before = args.slice(0, count).map(written);
  return {
    text: `${builder}(${[...before, `{ ${name}: ${written(value)} }`].join(', ')})`,
    option: name,
    at: count,
    remedy: {
      kind: 'rewrite',
      title: l10n.t('Name the option {0}', name),
      positional: before.map((_, at) => [at]),
      options: named.slice(first).map(([option], at) => ({ name: option, path: [count + at] })),
    },
  };
}

/** In `conv2d(16, 3, 2)` the 2 is a stride; in `conv2d(1, 16, 3)` the 3 is a kernel, and a 1 in `conv2d(64, 128, 1)`. */
function isLikelyStride(args: readonly Raw[], count: number): boolean {
  const [kernel, stride] = [args[count - 1], args[count]];
  return typeof kernel === 'number' && kernel <= 11 && typeof stride === 'number' && stride <= 2;
}

/**
 * A complaint about an object of options that contains positional arguments, as in `conv2d({ filters: 16, kernelSize:
 * 3 })`. `null` if the call has no such object.
 */
export function argumentsByName(
  builder: string,
  { positional, options }: { positional: Readers; options: Readers },
  args: readonly Raw[],
): Complaint | null {
  const names = Object.keys(positional);
  const index = args.findIndex((raw) => isTagged(raw, 'object'));
  const object = args[index];
  if (!object || !isTagged(object, 'object') || index >= names.length) return null;
  const missing = names.slice(index);
  const entries = object.entries.map(([key, raw]) => ({ raw, path: [index, key], name: ourName(key) }));
  function ourName(key: string): string {
    return didYouMean(key, missing) ?? didYouMean(key, Object.keys(options)) ?? key;
  }
  const moved = missing.map((name) => entries.find((entry) => entry.name === name)).filter((entry) => entry != null);
  const [first] = moved;
  if (!first) return null;
  const rest = entries.filter((entry) => !moved.includes(entry) && ofTheInput(entry.name) === null);
  const before = args.slice(0, index);
  const all = [...before, ...moved.map(({ raw }) => raw)].map(written);
  if (rest.length > 0) all.push(`{ ${rest.map(({ name, raw }) => `${name}: ${written(raw)}`).join(', ')} }`);
  const text = `${builder}(${all.join(', ')})`;
  const remedy: Remedy = {
    kind: 'rewrite',
    title: l10n.t('Change to {0}', text),
    positional: [...before.map((_, at) => [at]), ...moved.map(({ path }) => path)],
    options: rest.map(({ name, path }) => ({ name, path })),
  };
  return new Complaint(
    'unknown-option',
    first.path,
    l10n.t('{0} is not an option but an argument: {1}.', first.name, text),
    moved.length === missing.length ? [remedy] : [],
  );
}

/** Adam's `betas` as the two options that they are here; `null` for anything else. `others` of the call stay. */
export function asTwoBetas(
  builder: string,
  { raw, path }: Pick<Argument, 'raw' | 'path'>,
  others: readonly string[],
  known: readonly string[],
): Complaint | null {
  if (path.at(-1) !== 'betas' || !known.includes('beta1')) return null;
  const items = isTagged(raw, 'array') ? raw.items : [];
  const [beta1, beta2] = items.length === 2 ? items.map(written) : ['0.9', '0.999'];
  const text = `beta1: ${beta1}, beta2: ${beta2}`;
  const message = l10n.t('{0} has no option betas, but one for each: {1}.', builder, text);
  const owner = path.slice(0, -1);
  const remedy: Remedy = {
    kind: 'rewrite',
    title: l10n.t('Change to {0}', text),
    positional: [],
    options: [
      ...others.map((name) => ({ name, path: [...owner, name] })),
      { name: 'beta1', path: [...path, 0] },
      { name: 'beta2', path: [...path, 1] },
    ],
  };
  return new Complaint('unknown-option', path, message, items.length === 2 ? [remedy] : []);
}

function accepts(read: Reader<unknown>, raw: Raw): boolean {
  try {
    read({ raw, path: [], label: () => '' });
    return true;
  } catch (error) {
    if (error instanceof Complaint) return false;
    throw error;
  }
}

/** A value as it is written in code; `…` for what is long or a call. */
const written = (raw: Raw): string =>
  raw !== null && typeof raw === 'object' && raw.type !== 'array' ? '…' : describe(raw);
