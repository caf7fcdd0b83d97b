/**
 * A model as a tree of calls: blocks that helpers and loops make, with the layers in them. Calls are those of one
 * file; what an imported helper makes is one entry.
 */
import * as l10n from '@vscode/l10n';
import { formatCount, formatShape, type ShapeOrder } from '../model/format.ts';
import type { LocatedNode, LocatedReport, SourceRange } from '../sandbox/analysis.ts';
import { siteText } from './hintText.ts';
import { isWithin, type LayerSite } from './sites.ts';

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
  /** The source of a range, or at least its beginning. */
  text(range: SourceRange): string;
}

/** Calls of a file under way when a layer was made, outermost first, down to the layer's own where that is here. */
type Frames = readonly SourceRange[];

/** The layers of a file, those inside the call of `model` below it. */
export function outline(
  file: string,
  report: LocatedReport,
  modelRange: SourceRange | null,
  options: OutlineOptions,
): readonly OutlineItem[] {
  const layers = report.nodes.map((node) => ({ node, frames: framesOf(node, file) }));
  const items = itemsOf(layers, 0, file, options);
  if (modelRange?.file !== file) return items;
  const inside = items.filter(({ range }) => isWithin(range, modelRange));
  const last = report.nodes.at(-1);
  const shapes = [report.input, ...(last ? [last.output] : [])].map((shape) => formatShape(shape, options.order));
  const model: OutlineItem = {
    kind: 'model',
    name: report.name,
    detail: l10n.t('{0} · {1} params', shapes.join(' → '), formatCount(report.totals.params)),
    range: modelRange,
    site: null,
    children: inside,
  };
  return [...items.filter((item) => !inside.includes(item)), model];
}

const framesOf = ({ range, callers }: LocatedNode, file: string): Frames =>
  [range, ...callers].filter((frame) => frame.file === file).reverse();

interface Placed {
  readonly node: LocatedNode;
  readonly frames: Frames;
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

/** A call in a loop makes a block in every turn: the next begins where a layer comes from the same place again. */
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
  const site: LayerSite = { range, nodes, own };
  const [first] = nodes;
  const kind = !own ? 'block' : nodes.some(({ params }) => params > 0) ? 'weights' : 'layer';
  return {
    kind,
    name: !own ? `${calleeName(options.text(range))}${number}` : nodes.length === 1 ? first!.name : first!.kind,
    detail: siteText(site, options.order),
    range,
    site,
    children: itemsOf(deeper, depth + 1, file, options),
  };
}

/** `stage(x, 64)` → `stage`; `[16, 32].map(…)` → `map`. */
const calleeName = (text: string): string => /([\w$]+)\s*\(/.exec(text)?.[1] ?? text.slice(0, 20);
