/** The flags for the limits of evaluating a model file. */
import * as l10n from '@vscode/l10n';
import { Option } from 'commander';
import type { Limits } from '../sandbox/limits.ts';
import { positiveNumber, wholeNumber } from './values.ts';

export interface LimitFlags {
  /** Seconds. */
  readonly deadline?: number;
  /** MB. */
  readonly memory?: number;
}

/** The least that the sandbox's engine needs. */
const leastMemory = 20;

export const limitOptions = {
  deadline: () =>
    new Option('--deadline <seconds>', l10n.t('time limit for evaluating the model file')).argParser(positiveNumber),
  memory: () =>
    new Option('--memory <MB>', l10n.t('memory limit for evaluating the model file')).argParser(
      wholeNumber(leastMemory),
    ),
};

/** Limits without a flag are left out and keep their defaults. */
export function limitsOf({ deadline, memory }: LimitFlags): Partial<Limits> {
  return {
    ...(deadline !== undefined && { deadline: 1000 * deadline }),
    ...(memory !== undefined && { memory: memory * 2 ** 20 }),
  };
}
