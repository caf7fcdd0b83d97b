/** What a single value of a feature map was computed from: its dot product, or its pooling window. */
import type { LayerKind } from '../../cnn/record.ts';
import { activationKinds } from '../../model/layers/activationKinds.ts';
import { layerOf } from '../../model/layers/index.ts';
import { layerRole } from '../../model/network.ts';
import { inputShapes } from '../../model/parameters.ts';
import type { ModelSpec, NodeSpec } from '../../model/spec.ts';
import type { Inspection } from '../inspection.ts';
import type { PixelOrigin } from '../results.ts';

export interface PixelPlace {
  readonly node: number;
  /** Channel, or index of the feature. */
  readonly map: number;
  readonly row: number;
  readonly column: number;
}

/** Layers that compute a value from those at its own place, beside activations. */
const pointwise: ReadonlySet<string> = new Set<LayerKind>(['dropout', 'batchNorm2d', 'add', 'multiply']);

/** `values`: those of every node, for the current image. */
export async function pixelOrigin(
  inspection: Inspection,
  values: readonly Float32Array[],
  place: PixelPlace,
): Promise<PixelOrigin> {
  const { model } = inspection;
  const node = model.nodes[place.node]!;
  const layer = node.layer === null ? null : model.layers[node.layer]!;
  const value = values[node.id]![offsetIn(node, place)]!;
  if (layer?.kind === 'conv2d' || layer?.kind === 'dense') {
    const weight = await inspection.parameter(`${layer.name}.weight`);
    const bias = await inspection.parameter(`${layer.name}.bias`);
    if (weight === null) throw new Error(`${layer.name} has no weight`);
    const [outputs = 1, ...shape] = weight.shape;
    const [channels = 1] = shape;
    const input = values[node.inputs[0]!]!;
    const size = weight.data.length / outputs;
    const kernel = weight.data.slice(place.map * size, (place.map + 1) * size);
    const inputChannels = model.nodes[node.inputs[0]!]!.shape[0] ?? 1;
    // Every group has the same number of outputs.
    const firstChannel = channels * Math.floor((place.map * (inputChannels / channels)) / outputs);
    const { patch, padding } =
      layer.kind === 'dense'
        ? { patch: input.slice(), padding: new Uint8Array(input.length) }
        : cutOut(model, node, input, place, firstChannel, channels);
    const sum = patch.reduce((total, each, i) => total + each * kernel[i]!, 0);
    return {
      kind: 'dotProduct',
      shape,
      firstChannel,
      patch,
      padding,
      kernel,
      bias: bias?.data[place.map] ?? 0,
      sum,
      value,
    };
  }
  if (layer !== null && layerRole(layer.kind) === 'pooling') {
    const { patch, padding, size } = cutOut(model, node, values[node.inputs[0]!]!, place, place.map, 1);
    return { kind: 'window', shape: size, patch, padding, value };
  }
  const isPointwise = layer !== null && (activationKinds.has(layer.kind) || pointwise.has(layer.kind));
  const sources = isPointwise ? node.inputs : [];
  const before = sources.map((input) => {
    const [channels = 1, height = 1, width = 1] = model.nodes[input]!.shape;
    // One value per channel is broadcast over the map.
    const at = [Math.min(place.row, height - 1), Math.min(place.column, width - 1)] as const;
    return values[input]![(Math.min(place.map, channels - 1) * height + at[0]) * width + at[1]]!;
  });
  return { kind: 'values', values: Float32Array.from(before), value };
}

/** Index of a place in the values of its node. */
export function offsetIn({ id, shape }: NodeSpec, { map, row, column }: PixelPlace): number {
  const [maps = 1, height = 1, width = 1] = shape;
  if (map < 0 || map >= maps || row < 0 || row >= height || column < 0 || column >= width) {
    throw new RangeError(
      `Node ${id} is ${shape.join('×')}: there is no map ${map} with a pixel at row ${row}, column ${column}.`,
    );
  }
  return (map * height + row) * width + column;
}

/** The window in some channels of the input, with zeros in the padding. */
function cutOut(
  { nodes, layers }: ModelSpec,
  node: NodeSpec,
  input: Float32Array,
  { row, column }: PixelPlace,
  firstChannel: number,
  channels: number,
): { patch: Float32Array; padding: Uint8Array; size: readonly [number, number] } {
  const layer = layers[node.layer!]!;
  const inputs = inputShapes(node, nodes);
  const rules = layerOf(layer.kind).rules(layer.attributes);
  const rows = rules.taps?.(inputs, 0, row) ?? [row];
  const columns = rules.taps?.(inputs, 1, column) ?? [column];
  const [, height = 1, width = 1] = inputs[0];
  const patch = new Float32Array(channels * rows.length * columns.length);
  const padding = new Uint8Array(patch.length);
  let at = 0;
  for (let channel = firstChannel; channel < firstChannel + channels; channel++) {
    for (const y of rows) {
      for (const x of columns) {
        const inside = y >= 0 && y < height && x >= 0 && x < width;
        if (inside) patch[at] = input[(channel * height + y) * width + x]!;
        else padding[at] = 1;
        at++;
      }
    }
  }
  return { patch, padding, size: [rows.length, columns.length] };
}
