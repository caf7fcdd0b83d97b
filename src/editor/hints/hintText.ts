/**
 * Text and position of inlay hints. VS Code limits the hints of a line to `editor.inlayHints.maximumLength` characters
 * (43 by default), cutting later ones first. So a line with several layers shows only sizes, and if even these do not
 * fit, layers that keep the size get no hint.
 */
import * as l10n from '@vscode/l10n';
import { formatCount, formatShape, type ShapeOrder } from '../../model/format.ts';
import type { LayerSite } from '../analysis/sites.ts';

export interface LayerHint {
  /** The end of the layer's call; from 1. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly site: LayerSite;
}

export interface HintOptions {
  readonly order: ShapeOrder;
  /** Characters per line; 0 for no limit. */
  readonly maximumLength: number;
}

/** One hint per site that ends in the lines from `first` to `last`, in the order of the file. */
export function layerHints(
  sites: readonly LayerSite[],
  options: HintOptions,
  [first, last]: readonly [first: number, last: number] = [1, Number.POSITIVE_INFINITY],
): LayerHint[] {
  const lines = new Map<number, LayerSite[]>();
  for (const site of sites) {
    if (site.range.endLine < first || site.range.endLine > last) continue;
    const line = lines.get(site.range.endLine);
    if (line) line.push(site);
    else lines.set(site.range.endLine, [site]);
  }
  return [...lines.values()]
    .flatMap((line) => lineHints(line, options))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

function lineHints(sites: readonly LayerSite[], { order, maximumLength }: HintOptions): LayerHint[] {
  const limit = maximumLength > 0 ? maximumLength : Number.POSITIVE_INFINITY;
  const hint = (site: LayerSite, text: string): LayerHint => ({
    line: site.range.endLine,
    column: site.range.endColumn,
    text,
    site,
  });
  const [only] = sites;
  if (only && sites.length === 1) return [hint(only, fitting(hintTexts(only, order), limit))];
  const sizes = sites.map((site) => hint(site, sizesText(site, order)));
  if (totalLength(sizes) <= limit) return sizes;
  const changed = sizes.filter(({ site }) => changesSize(site));
  return changed.length > 0 ? changed : sizes;
}

/** The full hint of a site, if there is room for it. */
export const siteText = (site: LayerSite, order: ShapeOrder): string =>
  fitting(hintTexts(site, order), Number.POSITIVE_INFINITY);

/** Versions of the same hint, from long to short; the first usually fits. */
function* hintTexts(site: LayerSite, order: ShapeOrder): Iterable<string> {
  const params = site.nodes.reduce((sum, node) => sum + node.params, 0);
  const sizes = sizesText(site, order);
  if (params > 0) {
    const withParams = (text: string) => l10n.t('{0} · {1} params', text, formatCount(params));
    yield withParams(sizes);
    yield withParams(shortSizesText(site, order));
  }
  yield sizes;
  yield shortSizesText(site, order);
}

/**
 * `→ 16×10×10`, or `was 16×10×10` where an error hides what it is; several instances: `→ 16×10×10, 32×5×5`, with
 * `(×3)` where some have the same size.
 */
function sizesText(site: LayerSite, order: ShapeOrder): string {
  const sizes = siteSizes(site, order);
  return `${becomes(site, sizes.join(', '))}${timesText(site, sizes)}`;
}

function shortSizesText(site: LayerSite, order: ShapeOrder): string {
  const sizes = siteSizes(site, order);
  const inner = sizes.length > 2 ? `${sizes[0]} … ${sizes.at(-1)}` : sizes.join(', ');
  return `${becomes(site, inner)}${timesText(site, sizes)}`;
}

const becomes = ({ isEarlier }: LayerSite, sizes: string): string =>
  isEarlier ? l10n.t('was {0}', sizes) : `→ ${sizes}`;

function siteSizes({ nodes, own }: LayerSite, order: ShapeOrder): string[] {
  // A call into another file shows its result, not every layer on the way.
  const shown = own ? nodes : nodes.slice(-1);
  return [...new Set(shown.map((node) => formatShape(node.output, order)))];
}

function timesText({ nodes, own }: LayerSite, sizes: readonly string[]): string {
  if (!own) return nodes.length > 1 ? ` ${l10n.t('({0} layers)', nodes.length)}` : '';
  return nodes.length > sizes.length ? ` (×${nodes.length})` : '';
}

/** The first text that is not too long, else the last. */
function fitting(texts: Iterable<string>, limit: number): string {
  let fitted = '';
  for (const text of texts) {
    fitted = text;
    if (text.length <= limit) break;
  }
  return fitted;
}

function totalLength(hints: readonly LayerHint[]): number {
  return hints.reduce((sum, { text }) => sum + text.length, 0);
}

function changesSize({ nodes }: LayerSite): boolean {
  return nodes.some(({ inputs, output }) => inputs.length !== 1 || inputs[0]?.join() !== output.join());
}
