/**
 * Layers that a model file builds but nothing uses. A call in a helper or loop counts as used if one of its layers is,
 * and one of several alternatives (an element, a property, a branch of a condition) is no mistake. So only a call that
 * is a statement or the value of a variable is reported, and only in the model file, since the exports of other files
 * may be for other models.
 */
import * as l10n from '@vscode/l10n';
import type { Call } from '../cnn/record.ts';
import type { Problem } from '../model/problem.ts';
import { callsIn } from '../model/values.ts';
import type { CallSite } from './callSites.ts';
import { standaloneStatement } from './fixes.ts';
import type { LoadedModule } from './modules.ts';

/** `sites` is parallel to `calls`; reports once per call in the source. */
export function unusedLayers(
  calls: readonly Call[],
  sites: readonly (CallSite | null)[],
  entry: LoadedModule,
): readonly Problem[] {
  const used = new Set(calls.flatMap(({ layer, args }) => [layer, ...args.flatMap(callsIn)]));
  const settled = new Set(sites.flatMap((site, index) => (used.has(index) ? [site?.node] : [])));
  return calls.flatMap(({ role, builder }, index): Problem[] => {
    const { node, module, direct } = sites[index] ?? {};
    if (role !== 'layer' || !node || !direct || module !== entry || settled.has(node)) return [];
    settled.add(node);
    if (!standaloneStatement(node)) return [];
    const message = l10n.t(
      'Nothing uses this layer, so it is not part of the model. Apply it to a tensor, add it to the layers, or remove it.',
    );
    const remedies = [{ kind: 'remove', title: l10n.t('Remove this {0}()', builder) } as const];
    return [{ severity: 'warning', code: 'unused-layer', call: index, path: [], message, remedies }];
  });
}
