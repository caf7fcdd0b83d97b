/**
 * Arguments beyond those that a builder has: JavaScript drops them without a word, and `sequential([conv2d(8, 3)],
 * relu())` would train without its activation.
 */
import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import type { Call } from '../cnn/record.ts';
import type { Problem } from '../model/problem.ts';
import type { CallSite } from './callSites.ts';

/** `sites` is parallel to `calls`, whose recorded arguments are as many as the builder has. */
export function surplusArguments(calls: readonly Call[], sites: readonly (CallSite | null)[]): readonly Problem[] {
  return calls.flatMap(({ builder, args }, call): Problem[] => {
    const { node, direct } = sites[call] ?? {};
    const given = (direct && node?.arguments) || [];
    if (given.length <= args.length || given.some(ts.isSpreadElement)) return [];
    const message =
      args.length === 0
        ? l10n.t('{0} takes no arguments. Remove this one.', builder)
        : args.length === 1
          ? l10n.t('{0} takes only one argument. Remove this one.', builder)
          : l10n.t('{0} takes no more than {1} arguments. Remove this one.', builder, args.length);
    return [{ severity: 'error', code: 'too-many-arguments', call, path: [args.length], message, remedies: [] }];
  });
}
