/** The layers of a model for inspection: one entry per node, the input first. */
import { layerOf } from '../model/layers/index.ts';
import { inputShapes } from '../model/parameters.ts';
import type { ModelSpec, Shape } from '../model/spec.ts';

export interface InspectedLayer {
  /** Id of the node, by which everything else refers to it; 0 is the input. */
  readonly node: number;
  /** A layer that is used twice has one name but two nodes. */
  readonly name: string;
  readonly kind: string;
  /** Its input nodes. */
  readonly inputs: readonly number[];
  /** `[channels, height, width]` or `[features]`. */
  readonly shape: Shape;
  /** Shape of its weights, as in PyTorch; `null` if it has none. */
  readonly weight: Shape | null;
  /**
   * Whether zeros here are dead pixels: values that a ReLU has set to zero, passed on by layers that keep
   * zeros (pooling, dropout, flatten, concat …), or that the ReLU right behind will set to zero.
   */
  readonly rectified: boolean;
}

/** Layers whose zeros mean what their inputs' zeros mean: zeros stay zeros, and no others arise. */
const keepsZeros: ReadonlySet<string> = new Set([
  'maxPool2d',
  'avgPool2d',
  'globalMaxPool2d',
  'globalAvgPool2d',
  'adaptiveAvgPool2d',
  'selectChannels',
  'upsample2d',
  'zeroPad2d',
  'dropout',
  'flatten',
  'reshape',
  'add',
  'multiply',
  'concat',
]);

const rectifies = (kind: string): boolean => kind === 'relu' || kind === 'relu6';

export function inspectedLayers(model: ModelSpec): InspectedLayer[] {
  const behindRelu: boolean[] = [];
  const kindOf = (node: number) => {
    const layer = model.nodes[node]?.layer ?? null;
    return layer === null ? 'input' : model.layers[layer]!.kind;
  };
  const beforeRelu = new Set(model.nodes.filter(({ id }) => rectifies(kindOf(id))).flatMap(({ inputs }) => inputs));
  return model.nodes.map((node) => {
    const { id, layer, inputs, shape } = node;
    const kind = kindOf(id);
    behindRelu.push(rectifies(kind) || (keepsZeros.has(kind) && inputs.every((input) => behindRelu[input])));
    const spec = layer === null ? null : model.layers[layer]!;
    const parameters = spec && layerOf(kind).rules(spec.attributes).parameters?.(inputShapes(node, model.nodes));
    return {
      node: id,
      name: spec?.name ?? 'input',
      kind,
      inputs,
      shape,
      weight: parameters?.find(({ name }) => name === 'weight')?.shape ?? null,
      rectified: id > 0 && (behindRelu[id] === true || beforeRelu.has(id)),
    };
  });
}

/** Multiply-adds that a CPU does in no noticeable time. */
const atOnce = 1e8;

/**
 * The last node by which at most a quarter of a large model's work is done: the maps up to it are ready long before the
 * rest. `null` for small models.
 */
export function earlyNode(model: ModelSpec): number | null {
  let sum = 0;
  const workUpTo = model.nodes.map((node) => {
    const layer = node.layer === null ? null : model.layers[node.layer]!;
    const rules = layer && layerOf(layer.kind).rules(layer.attributes);
    sum += rules?.multiplyAdds?.(inputShapes(node, model.nodes)) ?? 0;
    return sum;
  });
  return sum <= atOnce ? null : workUpTo.findLastIndex((work) => work <= sum / 4);
}

/** How the values of a node are divided into maps: one per channel, or one for all features. */
export function mapsOf(shape: Shape): { readonly count: number; readonly height: number; readonly width: number } {
  const [first = 1, height, width] = shape;
  if (height !== undefined && width !== undefined) return { count: first, height, width };
  return { count: 1, height: 1, width: shape.reduce((size, side) => size * side, 1) };
}
