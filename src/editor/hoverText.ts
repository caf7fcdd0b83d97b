/** The whole story of a layer as Markdown: how its size comes about, what it holds and what it costs. */
import * as l10n from '@vscode/l10n';
import { formatBytes, formatCount, formatPercent, formatShape, formatSize, type ShapeOrder } from '../model/format.ts';
import type { ModelReport, NodeReport } from '../model/report.ts';
import type { LayerSite } from './sites.ts';

/** Of the whole model; `null` while it is not known. */
type Totals = ModelReport['totals'] | null;

/** More instances of one call than this are counted, not listed. */
const listedInstances = 12;
const bytesPerValue = 4;

export function hoverText(site: LayerSite, totals: Totals, order: ShapeOrder): string {
  const [node] = site.nodes;
  return node && site.nodes.length === 1 ? layerText(node, totals, order) : instancesText(site, totals, order);
}

function layerText(node: NodeReport, totals: Totals, order: ShapeOrder): string {
  const inputs = node.inputs.map((shape) => formatShape(shape, order)).join(', ');
  const heading = `**${escapeMarkdown(node.name)}** — ${inputs} → **${formatShape(node.output, order)}**`;
  const formula = node.formula.length > 0 ? [`\`\`\`text\n${node.formula.join('\n')}\n\`\`\``] : [];
  return [heading, ...formula, factsTable(node, totals)].join('\n\n');
}

function factsTable(node: NodeReport, totals: Totals): string {
  const values = product(node.output);
  const rows: [string, string][] = node.parameters.map((parameter) => [
    parameterTitle(parameter.name),
    `\`[${parameter.shape.join(', ')}]\``,
  ]);
  if (node.parameters.length > 0) rows.push([l10n.t('Parameters'), shareText(node.params, totals?.params)]);
  if (node.macs > 0) rows.push([l10n.t('Multiply-adds'), shareText(node.macs, totals?.macs)]);
  rows.push([
    l10n.t('Output'),
    l10n.t('{0} values · {1} an image', formatCount(values), formatBytes(values * bytesPerValue)),
  ]);
  if (node.receptiveField) {
    rows.push([l10n.t('Receptive field'), l10n.t('{0} pixels of the input', formatSize(node.receptiveField))]);
  }
  return table([l10n.t('This layer'), ''], rows);
}

function instancesText(site: LayerSite, totals: Totals, order: ShapeOrder): string {
  const heading = l10n.t('**{0} layers** come from this call', site.nodes.length);
  const rows = site.nodes
    .slice(0, listedInstances)
    .map((node) => [
      escapeMarkdown(node.name),
      `${node.inputs.map((shape) => formatShape(shape, order)).join(', ')} → ${formatShape(node.output, order)}`,
      formatCount(node.params),
      formatCount(node.macs),
      node.receptiveField ? formatSize(node.receptiveField) : '–',
    ]);
  const columns = [
    l10n.t('Layer'),
    l10n.t('Size'),
    l10n.t('Parameters'),
    l10n.t('Multiply-adds'),
    l10n.t('Receptive field'),
  ];
  const hidden = site.nodes.length - rows.length;
  const rest = hidden > 0 ? [l10n.t('… and {0} more', hidden)] : [];
  const params = site.nodes.reduce((sum, node) => sum + node.params, 0);
  const macs = site.nodes.reduce((sum, node) => sum + node.macs, 0);
  const sums = l10n.t(
    'Together {0} parameters and {1} multiply-adds',
    shareText(params, totals?.params),
    shareText(macs, totals?.macs),
  );
  return [heading, table(columns, rows), ...rest, sums].join('\n\n');
}

/** `2,416 (3.9 % of the model)`. */
function shareText(value: number, total: number | undefined): string {
  return total
    ? l10n.t('{0} ({1} of the model)', formatCount(value), formatPercent(value / total))
    : formatCount(value);
}

function parameterTitle(name: string): string {
  switch (name) {
    case 'weight':
      return l10n.t('Weights');
    case 'bias':
      return l10n.t('Bias');
    default:
      return escapeMarkdown(name);
  }
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => ':---')), ...rows.map(line)].join('\n');
}

/** Names come from the user's file; they are shown as they are. */
function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()<>#+\-!|~&]/g, '\\$&');
}

function product(shape: readonly number[]): number {
  return shape.reduce((values, size) => values * size, 1);
}
