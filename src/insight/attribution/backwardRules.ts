/**
 * How a signal is propagated back from a feature map to pixels, by method.
 *
 * - `gradient`: the derivative of the value by each pixel (Simonyan, Vedaldi & Zisserman, 2013).
 * - `deconvnet` (Zeiler & Fergus, ECCV 2014): pooling is undone by its switches, what comes to a ReLU is
 *   rectified, filters are transposed. That is defined for ReLU and max pooling; `deconvnetRules` says what is
 *   done where a network has something else.
 * - `guided` (Springenberg et al., "Striving for simplicity", 2015): the derivative, but through a ReLU goes only
 *   what is positive on the way back as well as on the way forth. Defined for ReLU alone: through other
 *   activations goes the derivative.
 */
import type { LayerKind } from '../../cnn/record.ts';
import type { ModelSpec } from '../../model/spec.ts';
import type { BackwardRule } from '../../tensor/differentiate.ts';
import { greater, relu, where } from '../../tensor/ops/index.ts';
import type { Value } from '../../tensor/program.ts';
import type { ChosenRule, NotedRule } from '../results.ts';

export const projectionMethods = ['gradient', 'guided', 'deconvnet'] as const;
export type ProjectionMethod = (typeof projectionMethods)[number];

/** `null` if the method is defined there, or if the layer only moves values. */
const deconvnetRules: { readonly [K in LayerKind]: ChosenRule | null } = {
  conv2d: null,
  convTranspose2d: null,
  dense: null,
  relu: null,
  maxPool2d: null,
  globalMaxPool2d: null,
  flatten: null,
  reshape: null,
  zeroPad2d: null,
  selectChannels: null,
  dropout: null,
  avgPool2d: 'spread evenly',
  globalAvgPool2d: 'spread evenly',
  adaptiveAvgPool2d: 'spread evenly',
  upsample2d: 'transposed',
  batchNorm2d: 'scaled',
  groupNorm: 'derivative',
  layerNorm: 'derivative',
  localResponseNorm: 'derivative',
  add: 'copied to branches',
  multiply: 'derivative',
  radialBasis: 'derivative',
  concat: 'split among branches',
  relu6: 'passed through',
  leakyRelu: 'passed through',
  elu: 'passed through',
  gelu: 'passed through',
  silu: 'passed through',
  hardswish: 'passed through',
  sigmoid: 'passed through',
  tanh: 'passed through',
  softmax: 'passed through',
  logSoftmax: 'passed through',
};

const chosen = new Map<string, ChosenRule | null>(Object.entries(deconvnetRules));

/** The rules that differ from the ops' derivatives; `values` are those of the model's nodes. */
export function backwardRules(
  { nodes, layers }: ModelSpec,
  values: readonly Value[],
  method: ProjectionMethod,
): ReadonlyMap<Value, BackwardRule> {
  const rules = new Map<Value, BackwardRule>();
  if (method === 'gradient') return rules;
  for (const { id, layer, inputs } of nodes) {
    const kind = layer === null ? null : layers[layer]!.kind;
    const [y, x] = [values[id]!, values[inputs[0] ?? 0]!];
    if (kind === 'relu') {
      const rectified = (dy: Value) => (method === 'guided' ? where(greater(y, 0), relu(dy), 0) : relu(dy));
      rules.set(y, (dy) => [[x, rectified(dy)]]);
    } else if (method === 'deconvnet' && kind !== null && chosen.get(kind) === 'passed through') {
      rules.set(y, (dy) => [[x, dy]]);
    }
  }
  return rules;
}

/** The layers between a node and the input where the method needed a rule, in execution order. */
export function notedRules({ nodes, layers }: ModelSpec, node: number, method: ProjectionMethod): NotedRule[] {
  if (method === 'gradient') return [];
  const onWay = new Set([node]);
  for (let id = node; id > 0; id--) if (onWay.has(id)) for (const input of nodes[id]!.inputs) onWay.add(input);
  const noted = new Map<string, ChosenRule>();
  for (const { id, layer } of nodes) {
    if (layer === null || !onWay.has(id)) continue;
    const { name, kind } = layers[layer]!;
    const rule = chosen.get(kind) ?? null;
    if (rule === null) continue;
    if (method === 'deconvnet') noted.set(name, rule);
    else if (rule === 'passed through') noted.set(name, 'derivative');
  }
  return [...noted].map(([layer, rule]) => ({ layer, rule }));
}
