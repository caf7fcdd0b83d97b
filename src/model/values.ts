/**
 * Reading arguments of a model file: each reader turns a raw value into its normal form or throws a
 * Complaint that says what was expected, what was found and what to do.
 */

import * as l10n from '@vscode/l10n';
import { longestList, type Raw } from '../cnn/record.ts';
import { formatCount } from './format.ts';
import { Complaint, type Path, type Remedy } from './problem.ts';
import type { Json, Padding2d, Size2d } from './spec.ts';

/** A value and its place; `label` names it in messages: `kernelSize of conv2d`. */
export interface Argument {
  readonly raw: Raw;
  readonly path: Path;
  label(): string;
}

export type Reader<T> = (argument: Argument) => T;

/** Whole numbers from `least` on. */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER): Reader<number> {
  return ({ raw, path, label }) => {
    if (typeof raw === 'number' && Number.isInteger(raw) && raw >= least && raw <= most) return raw;
    const remedy =
      typeof raw === 'number' && raw > most
        ? l10n.t(' The largest possible is {0}.', formatCount(most))
        : typeof raw === 'number' && !Number.isInteger(raw)
          ? l10n.t(' Round it, for instance with Math.floor().')
          : isNotANumber(raw)
            ? l10n.t(' Look for arithmetic on an undefined value.')
            : '';
    const quoted = inQuotes(raw, path, (value) => Number.isInteger(value) && value >= least && value <= most);
    const wanted = least === 1 ? l10n.t('a positive integer') : l10n.t('a whole number of at least {0}', least);
    throw new Complaint(
      'invalid-size',
      path,
      l10n.t('{0} must be {1}; it is {2}.{3}', label(), wanted, describe(raw), remedy || quoted.hint),
      quoted.remedies,
    );
  };
}

/** A number that stands in quotation marks. */
export function inQuotes(raw: Raw, path: Path, fits: (value: number) => boolean): Hint {
  const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : Number.NaN;
  if (typeof raw !== 'string' || !Number.isFinite(value) || !fits(value)) return noHint;
  const text = raw.trim();
  const remedy: Remedy = { kind: 'set', title: l10n.t('Change to {0}', text), path, text };
  return { hint: l10n.t(' Write it without quotation marks.'), remedies: [remedy] };
}

interface Hint {
  readonly hint: string;
  readonly remedies: readonly Remedy[];
}

const noHint: Hint = { hint: '', remedies: [] };

export const positiveInteger = integer(1);

export interface Bounds {
  /** Smallest allowed value. */
  readonly from?: number;
  /** All values must be larger than this. */
  readonly above?: number;
  /** All values must be smaller than this. */
  readonly below?: number;
  /** Largest allowed value. */
  readonly most?: number;
  /** A share of a whole, which others give in per cent. */
  readonly isShare?: boolean;
}

/** Finite numbers within bounds. */
export function number({
  from = -Infinity,
  above = -Infinity,
  below = Infinity,
  most = Infinity,
  isShare = false,
}: Bounds = {}): Reader<number> {
  const fits = (value: number) => value >= from && value > above && value < below && value <= most;
  return ({ raw, path, label }) => {
    if (typeof raw === 'number' && fits(raw)) return raw;
    const bounds = [
      from > -Infinity && most < Infinity ? l10n.t('from {0} to {1}', from, most) : '',
      from > -Infinity && most === Infinity ? l10n.t('from {0} on', from) : '',
      above > -Infinity ? l10n.t('above {0}', above) : '',
      below < Infinity ? l10n.t('below {0}', below) : '',
      from === -Infinity && most < Infinity ? l10n.t('up to {0}', most) : '',
    ].filter(Boolean);
    const expected = [l10n.t('a finite number'), bounds.join(l10n.t(' and '))].filter(Boolean).join(' ');
    const { hint, remedies } =
      isShare && typeof raw === 'number' ? inPerCent(raw, path, fits) : inQuotes(raw, path, fits);
    const message = l10n.t('{0} must be {1}; it is {2}.{3}', label(), expected, describe(raw), hint);
    throw new Complaint('invalid-number', path, message, remedies);
  };
}

function inPerCent(raw: number, path: Path, fits: (value: number) => boolean): Hint {
  if (raw <= 1 || !fits(raw / 100)) return noHint;
  const text = String(raw / 100);
  const remedy: Remedy = { kind: 'set', title: l10n.t('Change to {0}', text), path, text };
  return { hint: l10n.t(' {0}% is {1}.', raw, text), remedies: [remedy] };
}

export const boolean: Reader<boolean> = ({ raw, path, label }) => {
  if (typeof raw === 'boolean') return raw;
  throw new Complaint(
    'invalid-argument',
    path,
    l10n.t('{0} must be true or false; it is {1}.', label(), describe(raw)),
  );
};

export const text: Reader<string> = ({ raw, path, label }) => {
  if (typeof raw === 'string' && raw.trim() !== '') return raw;
  throw new Complaint(
    'invalid-argument',
    path,
    l10n.t('{0} must be a non-empty string; it is {1}.', label(), describe(raw)),
  );
};

export function oneOf<T extends string>(...choices: readonly T[]): Reader<T> {
  return ({ raw, path, label }) => {
    const found = choices.find((choice) => choice === raw);
    if (found !== undefined) return found;
    const list = choices.map((choice) => `'${choice}'`).join(l10n.t(' or '));
    const { hint, remedies } = inSmallLetters(raw, path, choices);
    const message = l10n.t('{0} must be {1}; it is {2}.', label(), list, describe(raw));
    throw new Complaint('invalid-argument', path, `${message}${hint}`, remedies);
  };
}

/** TensorFlow writes `'SAME'` where others write `'same'`. */
function inSmallLetters(raw: Raw, path: Path, choices: readonly string[]) {
  const found = typeof raw === 'string' ? choices.find((choice) => choice.toLowerCase() === raw.toLowerCase()) : null;
  if (!found) return { hint: '', remedies: [] };
  const text = `'${found}'`;
  const remedy: Remedy = { kind: 'set', title: l10n.t('Change to {0}', text), path, text };
  return { hint: l10n.t(' Did you mean {0}?', text), remedies: [remedy] };
}

/** `null` in a normal form stands for a default that depends on other arguments. */
export function orNull<T>(reader: Reader<T>): Reader<T | null> {
  return (argument) => (argument.raw === null ? null : reader(argument));
}

/** The elements of a list, each with its own place. */
export function elements({ raw, path, label }: Argument): readonly Argument[] | null {
  if (!isTagged(raw, 'array')) return null;
  const element = (index: number) => label().replace(/^\S+/, (name) => `${name}[${index}]`);
  return raw.items.map((item, index) => ({ raw: item, path: [...path, index], label: () => element(index) }));
}

/** A number for both axes, or `[height, width]`. */
export const size2d: Reader<Size2d> = (argument) => {
  const items = elements(argument);
  if (!items) {
    const size = positiveInteger(argument);
    return [size, size];
  }
  const [height, width, ...more] = items;
  if (height && width && more.length === 0) return [positiveInteger(height), positiveInteger(width)];
  const { path, label, raw } = argument;
  throw new Complaint(
    'invalid-size',
    path,
    l10n.t('{0} must be a number or [height, width]; it is {1}, a list of {2}.', label(), describe(raw), items.length),
  );
};

/** A number from 0 on for both axes, or `[height, width]`. */
export const amount2d: Reader<Size2d> = (argument) => {
  const [vertical, horizontal, ...more] = elements(argument) ?? [argument, argument];
  const amount = integer(0);
  if (vertical && horizontal && more.length === 0) return [amount(vertical), amount(horizontal)];
  const { path, label, raw } = argument;
  throw new Complaint(
    'invalid-size',
    path,
    l10n.t('{0} must be a number or [height, width]; it is {1}.', label(), describe(raw)),
  );
};

/** Pixels on each side of a feature map. */
export const border: Reader<Padding2d> = (argument) => sides(argument, false);

/** Padding in its normal form; `'same'` waits for the size of the input. */
export const padding: Reader<Padding2d | 'same'> = (argument) => {
  if (argument.raw === 'same') return 'same';
  if (argument.raw === 'valid') return [0, 0, 0, 0];
  return sides(argument, true);
};

function sides(argument: Argument, mayBeNamed: boolean): Padding2d {
  const { raw, path, label } = argument;
  const width = integer(0);
  if (typeof raw === 'number') {
    const all = width(argument);
    return [all, all, all, all];
  }
  const [a, b, c, d, ...more] = elements(argument) ?? [];
  if (a && b && !c) {
    const [vertical, horizontal] = [width(a), width(b)];
    return [vertical, vertical, horizontal, horizontal];
  }
  if (a && b && c && d && more.length === 0) return [width(a), width(b), width(c), width(d)];
  const { hint, remedies } = inSmallLetters(raw, path, mayBeNamed ? ['same', 'valid'] : []);
  const message = mayBeNamed
    ? l10n.t(
        "{0} must be a number, [vertical, horizontal], [top, bottom, left, right], 'same' or 'valid'; it is {1}.",
        label(),
        describe(raw),
      )
    : l10n.t(
        '{0} must be a number, [vertical, horizontal] or [top, bottom, left, right]; it is {1}.',
        label(),
        describe(raw),
      );
  throw new Complaint('invalid-size', path, `${message}${hint}`, remedies);
}

/** A value as one would write it in a model file, for messages. */
export function describe(raw: Raw): string {
  if (typeof raw === 'string') return raw.length > 40 ? `'${raw.slice(0, 40)}…'` : `'${raw}'`;
  if (raw === null || typeof raw !== 'object') return String(raw);
  switch (raw.type) {
    case 'array':
      return raw.items.length > 8 || raw.items.some((item) => isTagged(item, 'call'))
        ? l10n.t('a list of {0}', raw.items.length)
        : `[${raw.items.map(describe).join(', ')}]`;
    case 'object':
      return raw.entries.length === 0 ? '{}' : l10n.t('an object with {0}', raw.entries.map(([key]) => key).join(', '));
    case 'call':
      return l10n.t('something built by a call');
    case 'number':
      return raw.text;
    case 'undefined':
      return 'undefined';
    case 'other':
      if (raw.what === 'object') return l10n.t('nested too deeply');
      if (raw.what === 'list') return l10n.t('a list of more than {0}', formatCount(longestList));
      return l10n.t('a {0}', raw.what);
  }
}

/** A stored JSON value in the form of an argument. */
export function rawOf(json: Json): Raw {
  if (json === null || typeof json !== 'object') return json;
  if (isList(json)) return { type: 'array', items: json.map(rawOf) };
  return { type: 'object', entries: Object.entries(json).map(([key, value]) => [key, rawOf(value)]) };
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

/** Whether a value is of a tagged type. */
export function isTagged<T extends Tagged['type']>(raw: Raw, type: T): raw is Extract<Tagged, { type: T }> {
  return raw !== null && typeof raw === 'object' && raw.type === type;
}
type Tagged = Extract<Raw, { readonly type: string }>;

const isNotANumber = (raw: Raw): boolean => isTagged(raw, 'number') && raw.text === 'NaN';

/** The calls inside an argument, at any depth. */
export function callsIn(raw: Raw): readonly number[] {
  if (isTagged(raw, 'call')) return [raw.call];
  if (isTagged(raw, 'array')) return raw.items.flatMap(callsIn);
  return isTagged(raw, 'object') ? raw.entries.flatMap(([, value]) => callsIn(value)) : [];
}
