/** The texts about what another value would change. */
import * as l10n from '@vscode/l10n';
import { formatCount, formatPercent, formatShape, type ShapeOrder } from '../../model/format.ts';
import type { NodeReport } from '../../model/report.ts';
import type { Analysis } from '../../sandbox/analysis.ts';

type Facts = Pick<Analysis, 'report' | 'diagnostics'>;

export interface WhatIfLine {
  readonly icon: 'graph' | 'error' | 'symbol-array';
  readonly label: string;
  readonly description: string;
}

/** Totals first, then problems, then every layer whose size or parameters would change. */
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

/** `82,101 (+33.1%)`. */
function changedCount(before: number | undefined, after: number): string {
  const count = formatCount(after);
  if (before === undefined || before === after) return count;
  if (before === 0) return `${count} (+${count})`;
  const sign = after > before ? '+' : '−';
  return `${count} (${sign}${formatPercent(Math.abs(after - before) / before)})`;
}

/** A table of a few values beside the current one, and below it which of them are impossible, and why. */
export function whatIfTable(
  now: { readonly text: string; readonly facts: Facts },
  others: readonly { readonly text: string; readonly facts: Facts }[],
  site: NodeReport | undefined,
  order: ShapeOrder,
): string {
  const rising = [now, ...others].toSorted(
    (a, b) => Number(a.text.replaceAll('_', '')) - Number(b.text.replaceAll('_', '')),
  );
  const rows: string[] = [];
  const mistakes: string[] = [];
  for (const { text, facts } of rising) {
    const { report, diagnostics } = facts;
    const name = text === now.text ? `**${text}**` : text;
    const error = diagnostics.find(({ severity }) => severity === 'error');
    if (error) mistakes.push(`- ${name}: ${firstSentence(error.message)}`);
    if (error || !report) continue;
    const node = site && report.nodes.find(({ node: id }) => id === site.node);
    const { params, macs } = report.totals;
    rows.push(row([name, node ? formatShape(node.output, order) : '–', formatCount(params), formatCount(macs)]));
  }
  const header = row([l10n.t('What if'), l10n.t('Output'), l10n.t('Parameters'), l10n.t('Multiply-adds')]);
  const table = [header, '| ---: | ---: | ---: | ---: |', ...rows].join('\n');
  return [table, ...(mistakes.length > 0 ? [mistakes.join('\n')] : [])].join('\n\n');
}

/** VS Code puts hardly any space between two columns of a hover. */
const row = (cells: readonly string[]): string => `| ${cells.join(' | &emsp;')} |`;

const firstSentence = (message: string): string =>
  message.replace(/(?<=[a-z0-9)])[.;] .*$/s, '.').replace(/[|\\`*_[\]<>\n]/g, ' ');
