/**
 * A model as a tree of calls: the blocks that helpers and loops make, with their layers. Only calls of one file are
 * shown; what an imported helper makes is one entry.
 */
import * as l10n from '@vscode/l10n';
import { formatCount, formatShape, type ShapeOrder } from '../../model/format.ts';
import type { LocatedNode, SourceRange } from '../../sandbox/analysis.ts';
import type { ModelView } from '../analysis/modelView.ts';
import { isWithin, type LayerSite } from '../analysis/sites.ts';
import { siteText } from '../hints/hintText.ts';

export interface OutlineItem {
  readonly kind: 'model' | 'block' | 'weights' | 'layer';
  readonly name: string;
  readonly detail: string;
  readonly range: SourceRange;
  readonly site: LayerSite | null;
  readonly children: readonly OutlineItem[];
}

export interface OutlineOptions {
  readonly order: ShapeOrder;
  /** The source text of a range, or at least its beginning. */
  text(range: SourceRange): string;
}

/** The input of an outline: a model file as it is being edited. */
export type OutlinedView = Pick<ModelView, 'file' | 'sites' | 'report' | 'wholeReport' | 'modelRange'>;

/**
 * Calls of this file that were active when a layer was made, outermost first, down to the layer's own if it is in this
 * file.
 */
type Frames = readonly SourceRange[];

/**
 * The layers of a model file, with those inside the call of `model` below it; those that an error hides are as before.
 */
export function outline(view: OutlinedView, options: OutlineOptions): readonly OutlineItem[] {
  const { file, modelRange } = view;
  const layers = view.sites
    .flatMap(({ nodes, isEarlier = false }) => nodes.map((node) => ({ node, frames: framesOf(node, file), isEarlier })))
    .sort((a, b) => Number(a.isEarlier) - Number(b.isEarlier) || a.node.node - b.node.node);
  const items = itemsOf(layers, 0, file, options);
  if (modelRange?.file !== file) return items;
  const inside = items.filter(({ range }) => isWithin(range, modelRange));
  const model: OutlineItem = {
    kind: 'model',
    name: view.report?.name ?? '',
    detail: modelText(view, options.order),
    range: modelRange,
    site: null,
    children: inside,
  };
  return [...items.filter((item) => !inside.includes(item)), model];
}

/** `1×28×28 → 10 · 61,706 params`. */
function modelText({ report, wholeReport }: OutlinedView, order: ShapeOrder): string {
  const whole = report?.isWhole ? report : wholeReport;
  if (!whole) return '';
  const last = whole.nodes.at(-1);
  const shapes = [whole.input, ...(last ? [last.output] : [])].map((shape) => formatShape(shape, order));
  const text = l10n.t('{0} · {1} params', shapes.join(' → '), formatCount(whole.totals.params));
  return whole === report ? text : l10n.t('was {0}', text);
}

const framesOf = ({ range, callers }: LocatedNode, file: string): Frames =>
  [range, ...callers].filter((frame) => frame.file === file).reverse();

interface Placed {
  readonly node: LocatedNode;
  readonly frames: Frames;
  readonly isEarlier: boolean;
}

function itemsOf(layers: readonly Placed[], depth: number, file: string, options: OutlineOptions): OutlineItem[] {
  const groups = new Map<string, Placed[]>();
  for (const layer of layers) {
    const frame = layer.frames[depth];
    if (!frame) continue;
    const key = `${frame.line}:${frame.column}:${frame.endLine}:${frame.endColumn}`;
    const group = groups.get(key);
    if (group) group.push(layer);
    else groups.set(key, [layer]);
  }
  return [...groups.values()].flatMap((group) => {
    const turns = turnsOf(group, depth);
    return turns.map((turn, index) => item(turn, depth, file, options, turns.length > 1 ? ` ${index + 1}` : ''));
  });
}

/** A call in a loop makes a block in every iteration; a new one begins when a layer comes from the same place again. */
function turnsOf(group: readonly Placed[], depth: number): readonly (readonly Placed[])[] {
  const turns: Placed[][] = [];
  let places = new Set<string>();
  for (const layer of group) {
    const place = layer.frames
      .slice(depth + 1)
      .map(({ line, column }) => `${line}:${column}`)
      .join(' ');
    // The call's own layers are instances of one entry.
    if (turns.length === 0 || (place !== '' && places.has(place))) {
      turns.push([]);
      places = new Set();
    }
    turns.at(-1)!.push(layer);
    places.add(place);
  }
  return turns;
}

function item(
  group: readonly Placed[],
  depth: number,
  file: string,
  options: OutlineOptions,
  number: string,
): OutlineItem {
  const range = group[0]!.frames[depth]!;
  const nodes = group.map(({ node }) => node);
  const deeper = group.filter(({ frames }) => frames.length > depth + 1);
  const own = deeper.length === 0 && nodes[0]!.range.file === file;
  const site: LayerSite = { range, nodes, own, isEarlier: group.every(({ isEarlier }) => isEarlier) };
  // A block that is partly hidden by an error has no known size or sum.
  const isPart = !site.isEarlier && group.some(({ isEarlier }) => isEarlier);
  const [first] = nodes;
  const kind = !own ? 'block' : nodes.some(({ params }) => params > 0) ? 'weights' : 'layer';
  return {
    kind,
    name: !own ? `${calleeName(options.text(range))}${number}` : nodes.length === 1 ? first!.name : first!.kind,
    detail: isPart ? '' : siteText(site, options.order),
    range,
    site,
    children: itemsOf(deeper, depth + 1, file, options),
  };
}

/** `stage(x, 64)` → `stage`; `[16, 32].map(…)` → `map`. */
const calleeName = (text: string): string => /([\w$]+)\s*\(/.exec(text)?.[1] ?? text.slice(0, 20);
