/**
 * The exact part of the input that one pixel of a feature map depends on, followed back window by window.
 * `receptiveField.ts` computes only its size, which is the same for all pixels.
 */
import { layerOf } from './layers/index.ts';
import { inputShapes } from './parameters.ts';
import type { ModelSpec, NodeSpec, Shape } from './spec.ts';

/** Pixels of the input. */
export interface Rectangle {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

export interface PixelField {
  /** As if the input and every feature map on the way were infinite. */
  readonly whole: Rectangle;
  /** The part that exists, without any padding of the input or on the way. */
  readonly clipped: Rectangle;
}

/** First and last row (or column), both included. */
type Range = readonly [first: number, last: number];
type Axis = 0 | 1;

/** The field of the pixel at `row` and `column` of a node's maps; `null` if positions are lost or it sees nothing. */
export function pixelField(model: ModelSpec, node: number, row: number, column: number): PixelField | null {
  const both = (clip: boolean): Rectangle | null => {
    const rows = rangeOnInput(model, node, 0, row, clip);
    const columns = rangeOnInput(model, node, 1, column, clip);
    if (rows === null || columns === null) return null;
    return { top: rows[0], left: columns[0], height: rows[1] - rows[0] + 1, width: columns[1] - columns[0] + 1 };
  };
  const [whole, clipped] = [both(false), both(true)];
  return whole === null || clipped === null ? null : { whole, clipped };
}

function rangeOnInput(model: ModelSpec, node: number, axis: Axis, index: number, clip: boolean): Range | null {
  const { nodes } = model;
  if (nodes[node]?.shape.length !== 3) return null;
  const ranges = new Map<number, Range>([[node, [index, index]]]);
  // Inputs of a node have smaller numbers.
  for (let id = node; id > 0; id--) {
    const range = ranges.get(id);
    if (range === undefined) continue;
    const spec = nodes[id]!;
    for (const input of spec.inputs) {
      const shape = nodes[input]!.shape;
      const before = lookedAt(model, spec, axis, range, shape);
      if (before === 'lost') return null;
      const size = sizeAlong(shape, axis);
      const within = before !== null && clip ? clipped(before, size) : before;
      if (within === null) continue;
      const known = ranges.get(input) ?? within;
      ranges.set(input, [Math.min(known[0], within[0]), Math.max(known[1], within[1])]);
    }
  }
  return ranges.get(0) ?? null;
}

/** The range of input rows that a range of rows looks at; `null` for none. */
function lookedAt(
  { nodes, layers }: ModelSpec,
  node: NodeSpec,
  axis: Axis,
  range: Range,
  from: Shape,
): Range | 'lost' | null {
  const layer = layers[node.layer ?? 0]!;
  const rules = layerOf(layer.kind).rules(layer.attributes);
  const inputs = inputShapes(node, nodes);
  if (from.length !== 3 || rules.extent?.(inputs) === null) return 'lost';
  if (rules.taps === undefined) {
    // A single value broadcast over a map.
    const isBroadcast = sizeAlong(from, axis) === 1 && sizeAlong(node.shape, axis) > 1;
    return isBroadcast ? [0, 0] : range;
  }
  const taps = (index: number) => rules.taps!(inputs, axis, index);
  // Windows move along with the rows; those of a transposed convolution may be empty.
  let [first, last] = range;
  while (first < last && taps(first).length === 0) first++;
  while (last > first && taps(last).length === 0) last--;
  const all = [...taps(first), ...taps(last)];
  return all.length === 0 ? null : [Math.min(...all), Math.max(...all)];
}

const sizeAlong = (shape: Shape, axis: Axis): number => shape[axis + 1] ?? 1;

function clipped([first, last]: Range, size: number): Range | null {
  const range: Range = [Math.max(0, first), Math.min(size - 1, last)];
  return range[0] <= range[1] ? range : null;
}
