/**
 * The layout of the diagram. The path from input to output runs along the middle of a row; branches between two
 * junctions are laid out by dagre (ranks by network simplex, few crossings); rows wrap like lines of text, so that the
 * picture fills a view of any proportions.
 */
import { layout as dagre, Graph } from '@dagrejs/dagre';
import type { Segment } from '../structure/segments.ts';
import { arcLevels, shortcutsOf } from '../structure/shortcuts.ts';
import { type Block, room } from './blocks.ts';
import type { Box, Point } from './marks.ts';
import type { Style } from './solids.ts';

export interface Placed {
  readonly block: Block;
  /** The body's top left. */
  readonly at: Point;
}

/** A line from one body to another. */
export interface Connection {
  readonly from: number;
  /** `null` for the left end of the next row, where the lines to the bodies begin. */
  readonly to: number | null;
  /** From the exit of one to the entry of the other. */
  readonly points: readonly Point[];
  /** Whether it leads straight from one to the next, so that a kernel can be projected along it. */
  readonly direct: boolean;
}

/** One piece of a row for each segment. */
export interface Strip {
  readonly segment: number;
  readonly box: Box;
}

export interface Layout {
  /** By volume. */
  readonly placed: ReadonlyMap<number, Placed>;
  readonly connections: readonly Connection[];
  readonly strips: readonly Strip[];
  readonly width: number;
  readonly height: number;
}

const margin = 24;
const betweenRows = 46;
const arcStep = 10;
const mostRows = 60;
/** For `dagre`: between ranks, branches, and lines side by side. */
const separation = { ranksep: 8, nodesep: 12, edgesep: 14 } as const;

/** A segment by itself: x from its left end, y from the middle line. */
interface Local {
  readonly width: number;
  readonly up: number;
  readonly down: number;
  /** Middle of the bodies' height, left of the blocks. */
  readonly places: readonly { readonly block: Block; readonly left: number; readonly middle: number }[];
  /** `from` is `null` where it is the junction before. */
  readonly edges: readonly { readonly from: number | null; readonly to: number; readonly bends: readonly Point[] }[];
  /** Arcs over everything, for edges that bypass others: higher by `level`. */
  readonly arcs: readonly { readonly from: number | null; readonly to: number; readonly level: number }[];
}

type BlockFor = (volume: Segment['junction']) => Block;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Lays out in rows that suit a view of this size; if everything would be scaled below `least`, rows are as wide as the
 * view.
 */
export function layOut(
  segments: readonly Segment[],
  blockFor: BlockFor,
  style: Style,
  view: Size,
  least: number,
): Layout {
  const locals = segments.map((segment) => localLayout(segment, blockFor, style));
  const rows = bestRows(locals, view, least);
  return place(segments, locals, rows);
}

function localLayout({ inner, junction }: Segment, blockFor: BlockFor, style: Style): Local {
  const own = new Set([...inner, junction].map(({ index }) => index));
  const above = room.above[style];
  const extent = ({ up, down }: Block) => ({ up: up + above, down: down + room.below });
  const block = blockFor(junction);
  if (inner.length === 0) {
    const edges = junction.inputs.length > 0 ? [{ from: null, to: junction.index, bends: [] }] : [];
    return { width: block.width, ...extent(block), places: [{ block, left: 0, middle: 0 }], edges, arcs: [] };
  }
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', ...separation });
  const key = (volume: number) => (own.has(volume) ? String(volume) : 'before');
  graph.setNode('before', { width: 1, height: 1 });
  const blocks = [...inner, junction].map(blockFor);
  for (const { volume, width, up, down } of blocks) {
    graph.setNode(key(volume.index), { width, height: 2 * Math.max(up, down) + above + room.below });
  }
  const place = new Map(blocks.map(({ volume }, i) => [volume.index, i + 1]));
  const pairs = blocks.flatMap(({ volume }) =>
    volume.inputs.map((from) => ({
      from: place.get(from) ?? 0,
      to: place.get(volume.index)!,
      source: from,
      target: volume.index,
    })),
  );
  const shortcuts = shortcutsOf(pairs, blocks.length + 1);
  const drawn = pairs
    .filter((pair) => !shortcuts.has(pair))
    .map(({ source, target }) => ({ from: source, to: target }));
  for (const { from, to } of drawn) graph.setEdge(key(from), key(to), {});
  dagre(graph);
  const at = (name: string): Point => {
    const { x = 0, y = 0 } = graph.node(name);
    return { x, y };
  };
  const origin = at('before');
  const places = blocks.map((one) => {
    const { x, y } = at(key(one.volume.index));
    const middle = one.volume === junction ? 0 : y - origin.y;
    return { block: one, left: x - origin.x - one.width / 2, middle };
  });
  const edges = drawn.map(({ from, to }) => {
    const points: readonly Point[] = graph.edge(key(from), key(to)).points;
    // Between neighbours, only the middle of the line is needed.
    const bends = points.length > 3 ? points.slice(1, -1) : [];
    const local = bends.map(({ x, y }) => ({ x: x - origin.x, y: y - origin.y }));
    return { from: own.has(from) ? from : null, to, bends: local };
  });
  const extents = places.map(({ block: one, middle }) => ({ ...extent(one), middle }));
  const bent = edges.flatMap(({ bends }) => bends.map(({ y }) => y));
  const last = places.at(-1)!;
  const left = (node: number) => (node === 0 ? 0 : places[node - 1]!.left);
  // Lines from one body share a line as far as possible.
  const past = blocks
    .map((_, from) => pairs.filter((pair) => pair.from === from && shortcuts.has(pair)))
    .filter((all) => all.length > 0);
  const spans = past.map((all) => ({ start: left(all[0]!.from), end: Math.max(...all.map(({ to }) => left(to))) }));
  const levels = arcLevels(spans);
  const highest = Math.max(0, ...levels);
  return {
    width: last.left + last.block.width,
    up:
      Math.max(...extents.map(({ up, middle }) => up - middle), ...bent.map((y) => -y)) +
      (highest > 0 ? arcStep * (highest + 1) : 0),
    down: Math.max(...extents.map(({ down, middle }) => down + middle), ...bent),
    places,
    edges,
    arcs: past.flatMap((all, i) =>
      // Relative to the top, where the strip ends.
      all.map(({ from, source, target }) => ({
        from: from === 0 ? null : source,
        to: target,
        level: highest - levels[i]! + 1,
      })),
    ),
  };
}

/** Position of the first segment of each row. */
type Rows = readonly number[];

/** The fewest rows that allow the picture its natural size, else those that make it largest, if it is then readable. */
function bestRows(locals: readonly Local[], view: Size, least: number): Rows {
  const total = locals.reduce((sum, { width }) => sum + width, 0);
  let best: { readonly rows: Rows; readonly scale: number } | null = null;
  let wide: Rows | null = null;
  for (let count = 1; count <= Math.min(locals.length, mostRows); count++) {
    const rows = broken(locals, total / count + 1);
    const { width, height } = extentOf(locals, rows);
    const scale = Math.min(view.width / width, view.height / height);
    if (width * least <= view.width) wide ??= rows;
    if (scale >= 1) return rows;
    // Another row has to be worth it.
    if (best === null || scale > 1.08 * best.scale) best = { rows, scale };
  }
  return (best && best.scale >= least ? best.rows : (wide ?? best?.rows)) ?? [0];
}

/** Wraps like lines of text: a new row begins if more than half of a segment would stick out. */
function broken(locals: readonly Local[], width: number): Rows {
  const rows: number[] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const [i, local] of locals.entries()) {
    if (used + local.width / 2 > width) {
      rows.push(i);
      used = 0;
    }
    used += local.width;
  }
  return rows;
}

interface Row {
  readonly first: number;
  readonly end: number;
  readonly width: number;
  readonly up: number;
  readonly down: number;
}

function rowsOf(locals: readonly Local[], rows: Rows): readonly Row[] {
  return rows.map((first, i) => {
    const end = rows[i + 1] ?? locals.length;
    const inside = locals.slice(first, end);
    const width = inside.reduce((sum, local) => sum + local.width, 0);
    const [up, down] = (['up', 'down'] as const).map((way) => Math.max(...inside.map((local) => local[way])));
    return { first, end, width, up: up!, down: down! };
  });
}

function extentOf(locals: readonly Local[], rows: Rows): Size {
  const all = rowsOf(locals, rows);
  const height = all.reduce((sum, { up, down }) => sum + up + down, 0);
  return {
    width: Math.max(...all.map(({ width }) => width)) + 2 * margin,
    height: height + betweenRows * (all.length - 1) + 2 * margin,
  };
}

function place(segments: readonly Segment[], locals: readonly Local[], rows: Rows): Layout {
  const placed = new Map<number, Placed>();
  const connections: Connection[] = [];
  const strips: Strip[] = [];
  let y = margin;
  for (const [r, { first, end, up, down }] of rowsOf(locals, rows).entries()) {
    const middle = y + up;
    let x = margin;
    for (let s = first; s < end; s++) {
      const local = locals[s]!;
      for (const { block, left, middle: own } of local.places) {
        const at = { x: x + left + block.solidX, y: middle + own - block.solid.entry.y };
        placed.set(block.volume.index, { block, at });
      }
      const before = segments[s - 1]?.junction;
      const source = before && placed.get(before.index)!;
      const start = s === first && r > 0 ? { x, y: middle } : source && exitOf(source);
      if (source && start && s === first) {
        connections.push(turn(source, start, y - betweenRows / 2, before.index));
      }
      for (const { from, to, bends } of local.edges) {
        const target = placed.get(to)!;
        const begin = from === null ? start! : exitOf(placed.get(from)!);
        const points = [begin, ...bends.map((bend) => ({ x: bend.x + x, y: bend.y + middle })), entryOf(target)];
        const direct = bends.length === 0 && (from !== null || s > first);
        connections.push({ from: from ?? before!.index, to, points, direct });
      }
      for (const { from, to, level } of local.arcs) {
        const begin = from === null ? start! : exitOf(placed.get(from)!);
        const body = from === null ? (s === first ? undefined : source) : placed.get(from);
        const behind = body ? body.at.x + body.block.solid.width + 8 : begin.x + 12;
        const points = arc(begin, behind, placed.get(to)!, middle - local.up + arcStep * level);
        connections.push({ from: from ?? before!.index, to, points, direct: false });
      }
      strips.push({ segment: s, box: { x, y: middle - local.up, width: local.width, height: local.up + local.down } });
      x += local.width;
    }
    y = middle + down + betweenRows;
  }
  const { width, height } = extentOf(locals, rows);
  return { placed, connections, strips, width, height };
}

const exitOf = ({ block, at }: Placed): Point => ({ x: at.x + block.solid.exit.x, y: at.y + block.solid.entry.y });
const entryOf = ({ block, at }: Placed): Point => ({ x: at.x + block.solid.entry.x, y: at.y + block.solid.entry.y });

/** A line from the end of a row to the beginning of the next. */
function turn(source: Placed, start: Point, between: number, from: number): Connection {
  const exit = exitOf(source);
  const right = source.at.x + source.block.solid.width + 14;
  const left = start.x - 12;
  const corners = [
    { x: right, y: exit.y },
    { x: right, y: between },
    { x: left, y: between },
    { x: left, y: start.y },
  ];
  return { from, to: null, points: [exit, ...corners, start], direct: false };
}

/** An arc over a block, from after what feeds it to its end: to the top of a sign, else beside the name. */
function arc(start: Point, behind: number, target: Placed, top: number): readonly Point[] {
  const { at, block } = target;
  const x = block.solid.face === null ? at.x + block.solid.width / 2 : at.x - 16;
  const end = block.solid.face === null ? [{ x, y: at.y }] : [{ x, y: entryOf(target).y }, entryOf(target)];
  return [start, { x: behind, y: start.y }, { x: behind, y: top }, { x, y: top }, ...end];
}
