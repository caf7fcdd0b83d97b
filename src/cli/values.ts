/** Parsers of the values of flags. */
import * as l10n from '@vscode/l10n';
import { InvalidArgumentError } from 'commander';

/** A whole number from `least` on. */
export const wholeNumber = (least: number) => (text: string) => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw new InvalidArgumentError(l10n.t('It must be a whole number of at least {0}.', least));
  }
  return value;
};

/** A number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!/^[\d.]+$/.test(text) || !(value > 0)) throw new InvalidArgumentError(l10n.t('It must be a number above 0.'));
  return value;
}

export const oneOf =
  <T extends string>(choices: readonly T[]) =>
  (text: string): T => {
    const chosen = choices.find((choice) => choice === text);
    if (chosen !== undefined) return chosen;
    throw new InvalidArgumentError(l10n.t('It must be one of {0}.', choices.join(', ')));
  };
