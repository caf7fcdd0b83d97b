/** The hover of a layer as Markdown: what it is for, how its size is computed, what it holds and costs. */
import * as l10n from '@vscode/l10n';
import {
  formatBytes,
  formatCount,
  formatPercent,
  formatShape,
  formatSize,
  type ShapeOrder,
} from '../../model/format.ts';
import { pageOf, type ReferenceEntry } from '../../model/reference.ts';
import type { NodeReport } from '../../model/report.ts';
import type { TrainingSpec } from '../../model/spec.ts';
import { trainingBytes } from '../../model/trainingMemory.ts';
import type { LocatedNode, LocatedReport, SourceRange } from '../../sandbox/analysis.ts';
import type { LayerSite } from '../analysis/sites.ts';
import type { WindowSubject } from './windowPicture.ts';

/** What a hover needs besides the layer itself. */
export interface HoverContext {
  /** Whether an error hides the layer's current state. */
  readonly isEarlier: boolean;
  /** Totals of the whole model; `null` while unknown. */
  readonly totals: LocatedReport['totals'] | null;
  readonly order: ShapeOrder;
  /** `null` if there is none. */
  readonly training: TrainingSpec | null;
  /** All nodes of the model. */
  readonly nodes: readonly LocatedNode[];
  /** The reference entry of a layer's kind. */
  readonly reference: ReferenceEntry | null;
  /** Links to a drawing, to a page of docs/, and to a place in the source. */
  picture(subject: WindowSubject): string;
  page(path: string): string;
  place(range: SourceRange): string;
}

/** Beyond this many, instances of one call are counted rather than listed. */
const listedInstances = 12;
const bytesPerValue = 4;

export function hoverText(site: LayerSite, context: HoverContext): string {
  const [node] = site.nodes;
  const text = node && site.nodes.length === 1 ? layerText(node, context) : instancesText(site, context);
  return context.isEarlier ? `${earlierText()}\n\n${text}` : text;
}

const earlierText = (): string => `*${l10n.t('As it was before the error, which hides the current value.')}*`;

function layerText(node: LocatedNode, context: HoverContext): string {
  const { reference, order } = context;
  const inputs = node.inputs.map((shape) => formatShape(shape, order)).join(', ');
  const heading = `**${escapeMarkdown(node.name)}** — ${inputs} → **${formatShape(node.output, order)}**`;
  const purpose = reference ? [reference.purpose || reference.summary] : [];
  const parts = [
    heading,
    ...purpose,
    ...pictureOf(node, context),
    ...layerFacts(node, context),
    ...links(node, context),
  ];
  return parts.join('\n\n');
}

/** How the size is computed, and what the layer holds and costs, as blocks of Markdown. */
export function layerFacts(node: NodeReport, context: Pick<HoverContext, 'totals' | 'training'>): readonly string[] {
  const formula = node.formula.length > 0 ? [`\`\`\`text\n${node.formula.join('\n')}\n\`\`\``] : [];
  return [...formula, factsTable(node, context)];
}

function pictureOf({ window, inputs: [input], output }: NodeReport, { picture }: HoverContext): string[] {
  if (!window || !input) return [];
  const what = window.transposed
    ? l10n.t('Each input value puts a window of {0} on the output', formatSize(window.size))
    : l10n.t('A window of {0} slides over the input', formatSize(window.size));
  return [`![${what}](${picture({ input, output, window })})`];
}

function factsTable(node: NodeReport, { totals, training }: Pick<HoverContext, 'totals' | 'training'>): string {
  const values = product(node.output);
  const rows: [string, string][] = node.parameters.map((parameter) => [
    parameterTitle(parameter.name),
    `\`[${parameter.shape.join(', ')}]\``,
  ]);
  if (node.parameters.length > 0) rows.push([l10n.t('Parameters'), shareText(node.params, totals?.params)]);
  if (node.macs > 0) rows.push([l10n.t('Multiply-adds'), shareText(node.macs, totals?.macs)]);
  rows.push([
    l10n.t('Output'),
    l10n.t('{0} values · {1} per image', formatCount(values), formatBytes(values * bytesPerValue)),
  ]);
  if (training) {
    const bytes = formatBytes(trainingBytes(node, training));
    rows.push([l10n.t('Memory in training'), l10n.t('up to {0} with a batch of {1}', bytes, training.batchSize)]);
  }
  if (node.receptiveField) {
    rows.push([l10n.t('Receptive field'), l10n.t('{0} pixels of the input', formatSize(node.receptiveField))]);
  }
  return table([l10n.t('This layer'), ''], rows);
}

/** Links to the layers that feed it, those that it feeds, and its page. */
function links(node: LocatedNode, context: HoverContext): string[] {
  const { nodes, reference, place, page } = context;
  const link = (each: LocatedNode) => `[${escapeMarkdown(each.name)}](${place(each.range)})`;
  const list = (found: readonly LocatedNode[]) => found.slice(0, listedInstances).map(link).join(', ');
  const sources = nodes.filter((each) => node.sources.includes(each.node));
  const targets = nodes.filter((each) => each.sources.includes(node.node));
  const parts = [
    sources.length > 0 && l10n.t('Fed by {0}', list(sources)),
    targets.length > 0 && l10n.t('Feeds {0}', list(targets)),
    reference && `[${l10n.t('Documentation')}](${page(pageOf(reference))})`,
  ].filter((part) => typeof part === 'string');
  return parts.length > 0 ? [parts.join(' · ')] : [];
}

function instancesText(site: LayerSite, { totals, order, reference, page }: HoverContext): string {
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
  const link = site.own && reference ? [`[${l10n.t('Documentation')}](${page(pageOf(reference))})`] : [];
  return [heading, table(columns, rows), ...rest, sums, ...link].join('\n\n');
}

/** `2,416 (3.9% of the model)`. */
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

/** Escapes names, which come from the user's file. */
function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()<>#+\-!|~&]/g, '\\$&');
}

function product(shape: readonly number[]): number {
  return shape.reduce((values, size) => values * size, 1);
}
