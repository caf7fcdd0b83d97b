/** What another value would change, in words. */
import * as l10n from '@vscode/l10n';
import { formatCount, formatPercent, formatShape, type ShapeOrder } from '../model/format.ts';
import type { NodeReport } from '../model/report.ts';
import type { Analysis } from '../sandbox/analysis.ts';

type Facts = Pick<Analysis, 'report' | 'diagnostics'>;

export interface WhatIfLine {
  readonly icon: 'graph' | 'error' | 'symbol-array';
  readonly label: string;
  readonly description: string;
}

/** Totals first, then what is wrong, then every layer whose size or parameters would change. */
export function whatIfLines(now: Facts, then: Facts, order: ShapeOrder): WhatIfLine[] {
  const errors = then.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ message }): WhatIfLine => ({ icon: 'error', label: message, description: '' }));
  const [before, after] = [now.report, then.report];
  if (!after) return errors;
  const totals: WhatIfLine = {
    icon: 'graph',
    label: l10n.t('{0} parameters', changedCount(before?.totals.params, after.totals.params)),
    description: l10n.t('{0} multiply-adds', changedCount(before?.totals.macs, after.totals.macs)),
  };
  const changed = after.nodes.flatMap((node, index): WhatIfLine[] => {
    const earlier = before?.nodes[index];
    const isSame = earlier?.output.join() === node.output.join() && earlier.params === node.params;
    return isSame ? [] : [layerLine(earlier, node, order)];
  });
  return errors.length > 0 ? [...errors, ...changed] : [totals, ...changed];
}

function layerLine(before: NodeReport | undefined, after: NodeReport, order: ShapeOrder): WhatIfLine {
  const [old, output] = [before && formatShape(before.output, order), formatShape(after.output, order)];
  const sizes = old === undefined || old === output ? output : `${old} → ${output}`;
  const params = after.params + (before?.params ?? 0) > 0;
  const counts = params ? ` · ${l10n.t('{0} params', changedCount(before?.params, after.params))}` : '';
  return { icon: 'symbol-array', label: after.name, description: `${sizes}${counts}` };
}

/** `82,101 (+33.1 %)`. */
function changedCount(before: number | undefined, after: number): string {
  const count = formatCount(after);
  if (before === undefined || before === after) return count;
  if (before === 0) return `${count} (+${count})`;
  const sign = after > before ? '+' : '−';
  return `${count} (${sign}${formatPercent(Math.abs(after - before) / before)})`;
}

/** A table of a few values beside the one that stands there. */
export function whatIfTable(
  now: { readonly text: string; readonly facts: Facts },
  others: readonly { readonly text: string; readonly facts: Facts }[],
  site: NodeReport | undefined,
  order: ShapeOrder,
): string {
  const rising = [now, ...others].toSorted(
    (a, b) => Number(a.text.replaceAll('_', '')) - Number(b.text.replaceAll('_', '')),
  );
  const rows = rising.map(({ text, facts: { report, diagnostics } }) => {
    const name = text === now.text ? `**${text}**` : text;
    const error = diagnostics.find(({ severity }) => severity === 'error');
    if (error || !report) return `| ${name} | – | ${error ? escapeCell(error.message) : ''} | |`;
    const node = site && report.nodes.find(({ node: id }) => id === site.node);
    const { params, macs } = report.totals;
    const output = node ? formatShape(node.output, order) : '–';
    return `| ${name} | ${output} | ${formatCount(params)} | ${formatCount(macs)} |`;
  });
  const header = [l10n.t('What if'), l10n.t('Output'), l10n.t('Parameters'), l10n.t('Multiply-adds')];
  return [`| ${header.join(' | ')} |`, '| ---: | :--- | ---: | ---: |', ...rows].join('\n');
}

/** The first sentence of a message, as a cell holds it. */
const escapeCell = (text: string): string =>
  text.replace(/(?<=[a-z0-9)])[.;] .*$/s, '.').replace(/[|\\`*_[\]<>\n]/g, ' ');
