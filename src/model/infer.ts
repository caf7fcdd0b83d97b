/** Shapes, parameters, cost and receptive field of every node of a graph. */
import * as l10n from '@vscode/l10n';
import type { Graph } from './graph.ts';
import { type ParameterSpec, product } from './initial.ts';
import type { Inputs, Sources } from './layers/definition.ts';
import { formatShape } from './layers/shapes.ts';
import type { TableEntry } from './layerTable.ts';
import { Complaint, type Problems } from './problem.ts';
import { growField, type ReceptiveField, singlePixel } from './receptiveField.ts';
import type { WindowReport } from './report.ts';
import { pathInCall, remedyInCall } from './signature.ts';
import type { Shape } from './spec.ts';

/** A node whose shapes are known. */
export interface InferredNode {
  readonly inputs: Inputs;
  readonly shape: Shape;
  readonly parameters: readonly ParameterSpec[];
  readonly buffers: readonly ParameterSpec[];
  /** Whether the parameters are those of an earlier use of the same layer. */
  readonly shared: boolean;
  readonly macs: number;
  readonly field: ReceptiveField | null;
  readonly formula: readonly string[];
  readonly window: WindowReport | null;
}

/** Element i belongs to node i + 1; `null` if it or something before it is wrong. */
export function inferGraph(
  graph: Graph,
  input: Shape,
  table: ReadonlyMap<number, TableEntry>,
  problems: Problems,
): readonly (InferredNode | null)[] {
  const nodes: (InferredNode | null)[] = [];
  const seen = new Map<number, readonly ParameterSpec[]>();
  for (const { layer, inputs } of graph.nodes) {
    const sources = inputs.map((node) =>
      node === 0 ? { shape: input, field: singlePixel } : (nodes[node - 1] ?? null),
    );
    const names = inputs.map((node) => nameOf(node, graph, table));
    const known = sources.filter((source) => source !== null);
    const entry = table.get(layer);
    const shapes = asInputs(known.map(({ shape }) => shape));
    if (!entry?.rules || !shapes || known.length < sources.length) {
      nodes.push(null);
      continue;
    }
    const earlier = seen.get(layer);
    const node = inferNode(entry, layer, shapes, names, problems);
    const kept = node && [...node.parameters, ...node.buffers];
    if (kept && !earlier) seen.set(layer, kept);
    if (kept && earlier) checkShared(entry, layer, earlier, kept, problems);
    const fields = known.map((source) => source.field);
    const field = node && growField(fields, entry.rules.extent?.(node.inputs));
    nodes.push(node && { ...node, field, shared: earlier !== undefined });
  }
  return nodes;
}

type NodeFacts = Omit<InferredNode, 'field' | 'shared'>;

/**
 * Applies the rules of one layer. If a layer is missing before it (a `flatten`, say), continues as if it were there.
 */
function inferNode(
  entry: TableEntry,
  call: number,
  inputs: Inputs,
  sources: Sources,
  problems: Problems,
): NodeFacts | null {
  const rules = entry.rules;
  if (!rules) return null;
  try {
    return {
      inputs,
      shape: rules.output(inputs, sources),
      parameters: rules.parameters?.(inputs) ?? [],
      buffers: rules.buffers?.(inputs) ?? [],
      macs: rules.multiplyAdds?.(inputs) ?? 0,
      formula: rules.formula?.(inputs) ?? [],
      window: rules.window?.(inputs) ?? null,
    };
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    problems.add(call, inCall(error, entry));
    const flattened = error.remedies.some(({ kind }) => kind === 'insertBefore');
    return flattened ? inferNode(entry, call, [[product(inputs[0])]], sources, problems) : null;
  }
}

/** Turns a rule's complaint about a field into one about an argument. */
function inCall({ code, message, path, remedies }: Complaint, { signature }: TableEntry): Complaint {
  const placed = remedies.map((remedy) => remedyInCall(signature, remedy));
  return new Complaint(code, pathInCall(signature, path), message, placed);
}

function checkShared(
  { name }: TableEntry,
  call: number,
  first: readonly ParameterSpec[],
  again: readonly ParameterSpec[],
  problems: Problems,
): void {
  for (const [index, { name: parameter, shape }] of first.entries()) {
    const other = again[index]?.shape ?? [];
    if (shape.join() === other.join() || problems.has('shared-layer-mismatch', call)) continue;
    const message = l10n.t(
      '{0} is used twice and shares its weights, but here its {1} would be {2} and before it was {3}. Give both uses inputs of the same size, or create two layers.',
      name,
      parameter,
      formatShape(other),
      formatShape(shape),
    );
    problems.add(call, new Complaint('shared-layer-mismatch', [], message));
  }
}

/** The name of a node in messages. */
function nameOf(node: number, { nodes }: Graph, table: ReadonlyMap<number, TableEntry>): string {
  const layer = nodes[node - 1]?.layer;
  return layer === undefined ? l10n.t('the input') : (table.get(layer)?.name ?? l10n.t('a layer'));
}

const asInputs = ([first, ...rest]: readonly Shape[]): Inputs | null => (first ? [first, ...rest] : null);
