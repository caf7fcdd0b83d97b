/**
 * The signature of a builder: positional arguments, then an object of options. One table serves to read the call in a
 * model file, to report problems at the exact argument, and to read the stored form back.
 */
import * as l10n from '@vscode/l10n';
import type { Raw } from '../cnn/record.ts';
import { didYouMean, plainName } from './didYouMean.ts';
import { argumentsByName, asTwoBetas, type Inferred, writtenByPosition } from './habits.ts';
import { optionElsewhere } from './optionsElsewhere.ts';
import { Complaint, type Path, type Remedy } from './problem.ts';
import type { Json } from './spec.ts';
import { type Argument, describe, isTagged, type Reader, rawOf } from './values.ts';

export interface Field<T extends Json> {
  readonly read: Reader<T>;
  /** The value of an omitted field; a field without one is required. */
  readonly fallback?: T;
}

export type Fields = Readonly<Record<string, Field<Json>>>;

/** The normal form that `Fields` read into. */
export type ValuesOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

export interface Signature<P extends Fields = Fields, O extends Fields = Fields> {
  readonly positional: P;
  /** In PyTorch's order, so that one written by its position is known by name. */
  readonly options: O;
  /** What PyTorch's call says of the input and ours does not. */
  readonly inferred?: Inferred;
}

export const required = <T extends Json>(read: Reader<T>): Field<T> => ({ read });
export const optional = <T extends Json>(read: Reader<T>, fallback: T): Field<T> => ({ read, fallback });

/** The values read, and what was wrong with the others. */
export interface Reading<F extends Fields> {
  readonly values: Partial<ValuesOf<F>>;
  /** `values` if none is missing. */
  readonly complete: ValuesOf<F> | null;
  readonly complaints: readonly Complaint[];
}

/** Reads the arguments of a call of `builder`. Every wrong argument gets a complaint of its own. */
export function readCall<P extends Fields, O extends Fields>(
  builder: string,
  signature: Signature<P, O>,
  args: readonly Raw[],
): Reading<P & O> {
  const { positional, options } = signature;
  const byName = argumentsByName(builder, signature, args);
  if (byName) return { values: {}, complete: null, complaints: [byName] };
  const names = Object.keys(positional);
  const given = new Map<string, Argument>();
  const complaints: Complaint[] = [];
  for (const [index, name] of names.entries()) {
    given.set(name, { raw: args[index] ?? { type: 'undefined' }, path: [index], label: () => labelOf(name, builder) });
  }
  const known = Object.keys(options);
  const usage = () => {
    const taken = [...names, ...(known.length > 0 ? [`{ ${known.join(', ')} }`] : [])];
    return l10n.t('Use {0}.', `${builder}(${taken.join(', ')})`);
  };
  const tail = known.length > 0 ? (args[names.length] ?? { type: 'undefined' }) : { type: 'undefined' as const };
  if (isTagged(tail, 'object')) {
    for (const [key, raw] of tail.entries) {
      const path = [names.length, key];
      if (Object.hasOwn(options, key)) given.set(key, { raw, path, label: () => labelOf(key, builder) });
      else {
        const others = tail.entries.map(([name]) => name).filter((name) => name !== key);
        const betas = asTwoBetas(builder, { raw, path }, others, known);
        complaints.push(betas ?? unknownOption(builder, { raw, path }, known, names));
      }
    }
  } else if (!isTagged(tail, 'undefined')) {
    const habit = writtenByPosition(builder, signature, args);
    if (habit && habit.option === null) return { values: {}, complete: null, complaints: [habit.complaint] };
    if (habit?.option) given.set(habit.option, { raw: tail, path: [names.length], label: () => '' });
    // As Keras' `Dense(10, 'relu')`.
    const activation = typeof tail === 'string' && Object.hasOwn(options, 'bias') ? homeOf('activation') : null;
    complaints.push(habit?.complaint ?? noOptions(tail, names.length, activation ?? usage()));
  }
  const most = names.length + Math.min(known.length, 1);
  const surplus = args.slice(most).findIndex((raw) => !isTagged(raw, 'undefined'));
  if (surplus >= 0) {
    const message =
      most === 1
        ? l10n.t('{0} takes only one argument. Remove this one.', builder)
        : l10n.t('{0} takes no more than {1} arguments. Remove this one.', builder, most);
    complaints.push(new Complaint('too-many-arguments', [most + surplus], message));
  }
  const strangers = isTagged(tail, 'object') ? tail.entries.map(([key]) => key).filter((key) => !given.has(key)) : [];
  const misspelt = new Set(strangers.map((key) => didYouMean(key, known)));
  const read = readFields({ ...positional, ...options }, given, (name) => labelOf(name, builder), [], usage, misspelt);
  return { ...read, complaints: [...complaints, ...read.complaints] };
}

/**
 * Turns a rule's path, which starts with a field's name, into a path in the call: `['padding', 1]` → `[2, 'padding',
 * 1]`.
 */
export function pathInCall({ positional }: Signature, path: Path): Path {
  const [field, ...rest] = path;
  if (field === undefined || typeof field === 'number') return path;
  const names = Object.keys(positional);
  const index = names.indexOf(String(field));
  return index >= 0 ? [index, ...rest] : [names.length, ...path];
}

/** A remedy of a rule, with its path as one of the call. */
export function remedyInCall(signature: Signature, remedy: Remedy): Remedy {
  return 'path' in remedy && remedy.call === undefined
    ? { ...remedy, path: pathInCall(signature, remedy.path) }
    : remedy;
}

/** Reads a normal form stored as JSON. Missing fields take their defaults. */
export function readStored<P extends Fields, O extends Fields>(
  owner: string,
  signature: Signature<P, O>,
  stored: Readonly<Record<string, Json>>,
): Reading<P & O> {
  const given = new Map<string, Argument>();
  for (const [name, json] of Object.entries(stored)) {
    given.set(name, { raw: rawOf(json), path: [name], label: () => labelOf(name, owner) });
  }
  return readFields({ ...signature.positional, ...signature.options }, given, (name) => labelOf(name, owner));
}

/** Reads the entries of an object, such as the options of `model`. */
export function readObject<F extends Fields>(
  owner: string,
  fields: F,
  argument: Argument,
  usage?: () => string,
): Reading<F> {
  const { raw, path, label } = argument;
  const names = Object.keys(fields);
  if (!isTagged(raw, 'object')) {
    const message = l10n.t('{0} must be an object {1}; it is {2}.', label(), `{ ${names.join(', ')} }`, describe(raw));
    return { values: {}, complete: null, complaints: [new Complaint('invalid-argument', path, message)] };
  }
  const given = new Map(
    raw.entries.map(([key, value]) => [key, { raw: value, path: [...path, key], label: () => labelOf(key, owner) }]),
  );
  const unknown = [...given.values()].filter(({ path }) => !names.includes(String(path.at(-1))));
  const misspelt = new Set(unknown.map(({ path }) => didYouMean(String(path.at(-1)), names)));
  const read = readFields(fields, given, (name) => labelOf(name, owner), path, usage, misspelt);
  const strangers = unknown.map((argument) => unknownOption(owner, argument, names));
  return { ...read, complaints: [...strangers, ...read.complaints] };
}

function readFields<F extends Fields>(
  fields: F,
  given: ReadonlyMap<string, Argument>,
  label: (name: string) => string,
  owner: Path = [],
  usage: () => string = () => '',
  /** Complained of already, at the name that was meant for it. */
  misspelt: ReadonlySet<string | null> = new Set(),
): Reading<F> {
  const values: Record<string, Json> = {};
  const complaints: Complaint[] = [];
  for (const [name, { read, fallback }] of Object.entries(fields)) {
    const argument = given.get(name);
    if (!argument || isTagged(argument.raw, 'undefined')) {
      if (fallback !== undefined) values[name] = fallback;
      else if (!misspelt.has(name))
        complaints.push(
          new Complaint('missing-argument', owner, l10n.t('{0} is missing. {1}', label(name), usage()).trim()),
        );
      continue;
    }
    try {
      values[name] = read(argument);
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      complaints.push(error);
    }
  }
  // Each value was returned by the reader of its own field.
  const read = values as Partial<ValuesOf<F>>;
  return { values: read, complete: isComplete(fields, read) ? read : null, complaints };
}

function isComplete<F extends Fields>(fields: F, values: Partial<ValuesOf<F>>): values is ValuesOf<F> {
  return Object.keys(fields).every((name) => name in values);
}

function noOptions(tail: Raw, index: number, remedy: string): Complaint {
  const message = l10n.t('This must be an object of options; it is {0}. {1}', describe(tail), remedy);
  return new Complaint('invalid-argument', [index], message);
}

/** Where an option belongs that is often written one call too deep or too shallow. */
function homeOf(name: string): string | null {
  switch (name) {
    case 'learningRate':
      return l10n.t('It belongs to the optimizer: {0}.', 'adam({ learningRate: 1e-3 })');
    case 'lr':
      return l10n.t('It belongs to the optimizer, as learningRate: {0}.', 'adam({ learningRate: 1e-3 })');
    case 'momentum':
      return l10n.t('It belongs to the optimizer: {0}.', 'sgd({ momentum: 0.9 })');
    case 'weightDecay':
      return l10n.t('It belongs to the optimizer: {0}.', 'sgd({ weightDecay: 1e-4 })');
    case 'labelSmoothing':
      return l10n.t('It belongs to the loss: {0}.', 'crossEntropy({ labelSmoothing: 0.1 })');
    case 'activation':
      return l10n.t('An activation is a separate layer. Add it after this one: {0}.', 'conv2d(16, 3), relu()');
    case 'augment':
      return l10n.t('It belongs to the data: {0}.', 'mnist({ augment: [ … ] })');
    case 'epochs':
    case 'batchSize':
    case 'loss':
    case 'optimizer':
    case 'seed':
    case 'clipGradNorm':
    case 'clipGradValue':
      return l10n.t('It belongs to {0}.', `training: { ${name}: … }`);
    default:
      return null;
  }
}

/** `kernelSize of conv2d`. */
const labelOf = (name: string, owner: string): string => l10n.t('{0} of {1}', name, owner);

function unknownOption(
  builder: string,
  { raw, path }: Pick<Argument, 'raw' | 'path'>,
  known: readonly string[],
  positional: readonly string[] = [],
): Complaint {
  const code = 'unknown-option';
  const name = String(path.at(-1));
  const isOurs = [...known, ...positional].some((ours) => plainName(ours) === plainName(name));
  const elsewhere = isOurs || known.includes('input') ? null : optionElsewhere(builder, name, raw);
  if (elsewhere) {
    const drop: Remedy = { kind: 'drop', title: l10n.t('Remove {0}', name), path };
    const message = l10n.t('{0} has no option {1}. {2}', builder, name, elsewhere.text);
    return new Complaint(code, path, message, elsewhere.isNeedless ? [drop] : []);
  }
  const argument = didYouMean(name, positional);
  if (argument) {
    const call = `${builder}(${positional.join(', ')}, { … })`;
    return new Complaint(code, path, l10n.t('{0} is not an option but an argument: {1}.', argument, call));
  }
  const guess = didYouMean(name, known);
  const hint = guess
    ? l10n.t('Did you mean {0}?', guess)
    : (homeOf(name) ?? (known.length > 0 ? l10n.t('It takes {0}.', known.join(', ')) : l10n.t('It takes none.')));
  const remedies = guess ? [{ kind: 'rename', title: l10n.t('Change to {0}', guess), path, text: guess } as const] : [];
  return new Complaint(code, path, l10n.t('{0} has no option {1}. {2}', builder, name, hint), remedies);
}
