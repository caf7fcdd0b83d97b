/** A network as advice sees it: every layer with what is known of it, and which layers read its output. */
import * as l10n from '@vscode/l10n';
import type { LayerKind } from '../../cnn/record.ts';
import type { Graph } from '../graph.ts';
import type { InferredNode } from '../infer.ts';
import { activationKinds } from '../layers/activationKinds.ts';
import { type AttributesOf, attributesOf } from '../layers/index.ts';
import type { TableEntry } from '../layerTable.ts';
import type { DiagnosticCode } from '../lessons/index.ts';
import { Complaint, type Path, type Problem, type Problems, type Remedy } from '../problem.ts';
import { pathInCall, remedyInCall } from '../signature.ts';
import type { LossSpec, Shape } from '../spec.ts';

/** A layer in its place in the graph. */
export interface PlacedLayer {
  /** Node id. */
  readonly id: number;
  /** Call that built it. */
  readonly call: number;
  readonly kind: string;
  readonly entry: TableEntry;
  readonly node: InferredNode;
  /** Ids of its input nodes; 0 is the model's input. */
  readonly sources: readonly number[];
}

export interface AdvisedNetwork {
  readonly input: Shape;
  /** The valid part of the network: layers whose shapes are known, in execution order. */
  readonly layers: readonly PlacedLayer[];
  /** Whether that is all of it. */
  readonly isWhole: boolean;
  /** How many layers read each node's output, by id. */
  readonly readers: ReadonlyMap<number, number>;
  readonly loss: LossSpec['kind'] | null;
}

export function advisedNetwork(
  { nodes, output }: Graph,
  inferred: readonly (InferredNode | null)[],
  table: ReadonlyMap<number, TableEntry>,
  input: Shape,
  loss: LossSpec['kind'] | null,
): AdvisedNetwork {
  const readers = new Map<number, number>();
  const layers = nodes.flatMap(({ layer: call, inputs }, index): PlacedLayer[] => {
    for (const source of inputs) readers.set(source, (readers.get(source) ?? 0) + 1);
    const [node, entry] = [inferred[index], table.get(call)];
    return node && entry ? [{ id: index + 1, call, kind: entry.kind, entry, node, sources: inputs }] : [];
  });
  return { input, layers, isWhole: output !== null && layers.length === nodes.length, readers, loss };
}

/** Layers that no connection bypasses: all information about an image passes through each of them. */
export function onEveryWay({ layers }: AdvisedNetwork): readonly PlacedLayer[] {
  const lastReader = new Map<number, number>();
  for (const { id, sources } of layers) for (const source of sources) lastReader.set(source, id);
  let furthest = lastReader.get(0) ?? 0;
  return layers.filter(({ id }) => {
    const isPassed = furthest > id;
    furthest = Math.max(furthest, lastReader.get(id) ?? 0);
    return !isPassed;
  });
}

/** Layers that put out as many channels or values as they read, however many. */
const keepsWidth: ReadonlySet<string> = new Set([
  ...activationKinds,
  ...(['softmax', 'logSoftmax', 'dropout', 'flatten', 'zeroPad2d', 'upsample2d'] satisfies LayerKind[]),
  ...(['batchNorm2d', 'layerNorm', 'localResponseNorm'] satisfies LayerKind[]),
  ...(['maxPool2d', 'avgPool2d', 'globalMaxPool2d', 'globalAvgPool2d', 'adaptiveAvgPool2d'] satisfies LayerKind[]),
]);

/** The argument that says how many channels or values a layer puts out. */
export interface Width {
  readonly layer: PlacedLayer;
  readonly field: 'units' | 'outChannels';
}

/**
 * What the width of a layer's output comes from: its own units or channels, or those of a layer before it that nothing
 * else reads. `null` if it cannot be changed alone.
 */
export function widthOf(network: AdvisedNetwork, layer: PlacedLayer): Width | null {
  const { kind, node, sources } = layer;
  if (kind === 'dense') return { layer, field: 'units' };
  if (kind === 'conv2d' && attributesIf('conv2d', layer)?.groups === 1) return { layer, field: 'outChannels' };
  const [source = 0] = sources;
  const isKept = keepsWidth.has(kind) && node.shape[0] === node.inputs[0][0];
  const before = network.layers.find(({ id }) => id === source);
  return isKept && before && network.readers.get(source) === 1 ? widthOf(network, before) : null;
}

/** Sets a width. */
export function widen({ layer, field }: Width, text: string, from: PlacedLayer): Remedy {
  const name = layer === from ? field : l10n.t('{0} of {1}', field, layer.entry.name);
  const path = pathInCall(layer.entry.signature, [field]);
  return { kind: 'set', title: l10n.t('Change {0} to {1}', name, text), call: layer.call, path, text };
}

/** The attributes of a layer, if it is of this kind. */
export function attributesIf<K extends LayerKind>(kind: K, layer: PlacedLayer): AttributesOf<K> | null {
  return layer.kind === kind && layer.entry.attributes ? attributesOf(kind, layer.entry.attributes) : null;
}

/** A piece of advice about a layer; `path` and those of remedies begin with the name of a field. */
export interface Advice {
  readonly code: DiagnosticCode;
  readonly severity: Exclude<Problem['severity'], 'error'>;
  readonly layer: PlacedLayer;
  readonly path?: Path;
  readonly message: string;
  readonly remedies?: readonly Remedy[];
}

/** Once per call: of the layers that a loop or helper makes, only the first is reported. */
export function advise(problems: Problems, { code, severity, layer, path = [], message, remedies = [] }: Advice): void {
  if (problems.has(code, layer.call)) return;
  const { signature } = layer.entry;
  const placed = remedies.map((remedy) => remedyInCall(signature, remedy));
  problems.add(layer.call, new Complaint(code, pathInCall(signature, path), message, placed), severity);
}
