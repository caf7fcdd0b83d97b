/** A model as diagrams are drawn from it: its graph, with the kind, kernel and cost of each layer. */
import type { LayerKind } from '../cnn/record.ts';
import { product } from './initial.ts';
import { layerKind, layerOf } from './layers/index.ts';
import { inputShapes } from './parameters.ts';
import type { ModelSpec, NodeSpec, Shape, Size2d } from './spec.ts';

/** What a layer does to its input maps; `pass` keeps their size or only flattens them. */
export type LayerRole = 'convolution' | 'pooling' | 'dense' | 'merge' | 'resize' | 'pass';

/** A kernel or pooling window. */
export interface NetworkWindow {
  /** Values per axis, and pixels from the first to the last, which are more if it is dilated. */
  readonly size: Size2d;
  readonly reach: Size2d;
  readonly stride: Size2d;
}

export interface NetworkNode {
  /** Position in the list, as in `ModelSpec.nodes`. */
  readonly id: number;
  /** The layer's name; `input` for the input. */
  readonly name: string;
  readonly kind: LayerKind | 'input';
  readonly role: LayerRole | 'input';
  readonly inputs: readonly number[];
  readonly shape: Shape;
  /** `null` for layers that do not slide a window. */
  readonly window: NetworkWindow | null;
  /** Groups of a convolution, else 1. */
  readonly groups: number;
  /** Trainable values; 0 at a second use of a shared layer. */
  readonly params: number;
  /** Multiply-adds of one image, bias not counted. */
  readonly macs: number;
}

export interface Network {
  readonly name: string;
  /** In order of execution, the input first. */
  readonly nodes: readonly NetworkNode[];
}

const roles: Readonly<Record<LayerKind, LayerRole>> = {
  conv2d: 'convolution',
  convTranspose2d: 'convolution',
  maxPool2d: 'pooling',
  avgPool2d: 'pooling',
  globalMaxPool2d: 'pooling',
  globalAvgPool2d: 'pooling',
  adaptiveAvgPool2d: 'pooling',
  dense: 'dense',
  radialBasis: 'dense',
  add: 'merge',
  multiply: 'merge',
  concat: 'merge',
  zeroPad2d: 'resize',
  selectChannels: 'resize',
  upsample2d: 'resize',
  reshape: 'resize',
  flatten: 'pass',
  batchNorm2d: 'pass',
  groupNorm: 'pass',
  layerNorm: 'pass',
  localResponseNorm: 'pass',
  dropout: 'pass',
  relu: 'pass',
  relu6: 'pass',
  leakyRelu: 'pass',
  elu: 'pass',
  gelu: 'pass',
  silu: 'pass',
  hardswish: 'pass',
  sigmoid: 'pass',
  tanh: 'pass',
  softmax: 'pass',
  logSoftmax: 'pass',
};

/** What the layers of a kind do to their input maps. */
export const layerRole = (kind: string): LayerRole => roles[layerKind(kind)];

export function networkOf(model: ModelSpec): Network {
  const seen = new Set<number>();
  const nodes = model.nodes.map((node) => {
    const shared = node.layer !== null && seen.has(node.layer);
    if (node.layer !== null) seen.add(node.layer);
    return networkNode(node, model, shared);
  });
  return { name: model.name, nodes };
}

/** Trainable values, and multiply-adds of one image. */
export function networkTotals({ nodes }: Network): { readonly params: number; readonly macs: number } {
  const sum = (count: (node: NetworkNode) => number) => nodes.reduce((total, node) => total + count(node), 0);
  return { params: sum(({ params }) => params), macs: sum(({ macs }) => macs) };
}

function networkNode(node: NodeSpec, { layers, nodes }: ModelSpec, shared: boolean): NetworkNode {
  const { id, inputs, shape } = node;
  const layer = node.layer === null ? null : layers[node.layer]!;
  if (layer === null) {
    const cost = { window: null, groups: 1, params: 0, macs: 0 };
    return { id, name: 'input', kind: 'input', role: 'input', inputs, shape, ...cost };
  }
  const kind = layerKind(layer.kind);
  const role = layerRole(kind);
  const rules = layerOf(kind).rules(layer.attributes);
  const shapes = inputShapes(node, nodes);
  const extent = role === 'convolution' || role === 'pooling' ? (rules.extent?.(shapes) ?? null) : null;
  const taps = (axis: 0 | 1) => rules.taps?.(shapes, axis, 0).length ?? 1;
  const { groups } = layer.attributes;
  const values = (rules.parameters?.(shapes) ?? []).reduce((sum, parameter) => sum + product(parameter.shape), 0);
  return {
    id,
    name: layer.name,
    kind,
    role,
    inputs,
    shape,
    window: extent && {
      size: kernelSize(layer.attributes) ?? [taps(0), taps(1)],
      reach: extent.size,
      stride: extent.stride,
    },
    groups: role === 'convolution' && typeof groups === 'number' ? groups : 1,
    params: shared ? 0 : values,
    macs: rules.multiplyAdds?.(shapes) ?? 0,
  };
}

/** The kernel as written in the model; a transposed convolution's `taps` are fewer, those of one output pixel. */
function kernelSize({ kernelSize: written }: ModelSpec['layers'][number]['attributes']): Size2d | null {
  if (!Array.isArray(written)) return null;
  const [height, width]: unknown[] = written;
  return typeof height === 'number' && typeof width === 'number' ? [height, width] : null;
}
