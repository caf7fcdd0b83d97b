/** From recorded calls to a graph: chains, graphs and `sequential` all become nodes in execution order. */

import * as l10n from '@vscode/l10n';
import type { Call } from '../cnn/record.ts';
import { built, mergeArguments, readLayers } from './built.ts';
import { formatCount } from './format.ts';
import { isMergeKind } from './layers/index.ts';
import type { DiagnosticCode } from './lessons/index.ts';
import { Complaint, type Path, type Problems } from './problem.ts';
import { readCall, required } from './signature.ts';
import { callsIn, isTagged } from './values.ts';

/** A layer used once. Node 0 is the input. */
export interface GraphNode {
  /** Call that built the layer. */
  readonly layer: number;
  /** Call that applied it to tensors: the same for a merge; `null` in a list of layers. */
  readonly application: number | null;
  readonly inputs: readonly number[];
}

export interface Graph {
  /** Without the input: element i is node i + 1. Nodes that depend on something wrong are left out. */
  readonly nodes: readonly GraphNode[];
  /** `null` if something that it depends on is wrong. */
  readonly output: number | null;
}

/** Most layers and sequences to visit: nested sequences can name more layers than memory holds. */
const mostSteps = 10_000;

/** Deepest nesting of sequences. */
const deepest = 500;

/** Builds graphs from the calls of one model file. */
export class GraphBuilder {
  private readonly calls: readonly Call[];
  private readonly problems: Problems;
  private readonly nodes: GraphNode[] = [];
  private readonly sequences = new Map<number, readonly number[]>();
  private steps = 0;
  private isWhole = true;

  constructor(calls: readonly Call[], problems: Problems) {
    this.calls = calls;
    this.problems = problems;
  }

  /** A chain: each layer is fed by the one before. `isWhole`: whether these are all the layers of the list. */
  chain(layers: readonly number[], isWhole: boolean): Graph {
    const last = this.append(layers, null, 0);
    return { nodes: this.nodes, output: isWhole && this.isWhole ? last : null };
  }

  /** Everything between two tensors. */
  between(input: number, output: number): Graph {
    const nodeOf = new Map<number, number>([[input, 0]]);
    // A call comes after its arguments, so the order of calls is an order of execution.
    const upstream = this.upstream(output);
    const isInput = (call: number) => this.calls[call]?.builder === 'input';
    if (upstream.some(isInput) && !upstream.includes(input)) {
      const message = l10n.t(
        'Nothing on the path to the outputs uses this input. Apply a layer to it, or pass the input that is used.',
      );
      this.problems.add(input, new Complaint('unused-input', [], message));
    }
    for (const call of upstream) {
      const node = call === input ? null : this.applied(call, nodeOf);
      if (node !== null) nodeOf.set(call, node);
    }
    const end = this.isWhole ? (nodeOf.get(output) ?? null) : null;
    // If the path to the output is broken, an unused branch may be its intended continuation.
    const used = new Set(upstream);
    if (end === null) this.addBranches(nodeOf, used);
    else this.warnOfDeadEnds(input, used);
    return { nodes: this.nodes, output: end };
  }

  /** Adds everything else made from known tensors. */
  private addBranches(nodeOf: Map<number, number>, used: ReadonlySet<number>): void {
    for (const [index, { role, args }] of this.calls.entries()) {
      const sources = role === 'tensor' && !used.has(index) ? args.flatMap(callsIn) : [];
      if (sources.length === 0 || !sources.every((source) => nodeOf.has(source))) continue;
      const node = this.applied(index, nodeOf);
      if (node !== null) nodeOf.set(index, node);
    }
  }

  /** Tensor calls that `output` depends on, itself included, in order of execution. */
  private upstream(output: number): readonly number[] {
    const found = new Set<number>();
    const waiting = [output];
    for (let call = waiting.pop(); call !== undefined; call = waiting.pop()) {
      if (found.has(call)) continue;
      found.add(call);
      for (const raw of this.calls[call]?.args ?? []) {
        if (isTagged(raw, 'call') && this.calls[raw.call]?.role === 'tensor') waiting.push(raw.call);
      }
    }
    return [...found].sort((a, b) => a - b);
  }

  /**
   * Reports, at the last call of each, branches from the input that nothing uses, not even another model of the file.
   */
  private warnOfDeadEnds(input: number, used: ReadonlySet<number>): void {
    const taken = new Set(this.calls.flatMap(({ args }) => args.flatMap(callsIn)));
    for (const [index, { role }] of this.calls.entries()) {
      if (role !== 'tensor' || used.has(index) || taken.has(index) || !this.upstream(index).includes(input)) continue;
      const message = l10n.t(
        'No path leads from here to the outputs, so this branch is not part of the model. Use its result, or remove it.',
      );
      if (index !== input) this.problems.add(index, new Complaint('dead-end', [], message), 'warning');
    }
  }

  /** The node of a tensor that a layer made; `null` if it or something before it is wrong. */
  private applied(index: number, nodeOf: ReadonlyMap<number, number>): number | null {
    const call = this.calls[index];
    if (call && isMergeKind(call.builder)) return this.merged(call, index, nodeOf);
    if (!call || call.layer === null) {
      const message = l10n.t(
        'The model also uses this input, but can have only one: the one given as inputs. Use the same one in both places.',
      );
      this.problems.add(index, new Complaint('another-input', [], message));
      return null;
    }
    const signature = { positional: { input: required(built('tensor', this.calls)) }, options: {} };
    const { values, complaints } = readCall(`${this.calls[call.layer]?.builder ?? ''}()`, signature, call.args);
    for (const complaint of complaints) this.problems.add(index, complaint);
    const source = nodeOf.get(values.input ?? -1);
    return source === undefined ? null : this.append([call.layer], index, source);
  }

  /** The node of a merge. */
  private merged({ builder, args }: Call, index: number, nodeOf: ReadonlyMap<number, number>): number | null {
    const complain = (code: DiagnosticCode, path: Path, message: string) =>
      this.problems.add(index, new Complaint(code, path, message));
    const oneAfterAnother = () => l10n.t('Pass them as separate arguments: {0}(x, y).', builder);
    const { tensors } = mergeArguments(args);
    if (tensors.length < 2 && !isTagged(args[0] ?? null, 'array')) {
      complain('missing-argument', [], l10n.t('{0} takes two tensors or more. {1}', builder, oneAfterAnother()));
      return null;
    }
    const tensor = built('tensor', this.calls);
    const sources = tensors.map((raw, position) => {
      try {
        return nodeOf.get(
          tensor({ raw, path: [position], label: () => l10n.t('Argument {0} of {1}', position + 1, builder) }),
        );
      } catch (error) {
        if (!(error instanceof Complaint)) throw error;
        const list = isTagged(raw, 'array') ? ` ${oneAfterAnother()}` : '';
        complain(error.code, error.path, `${error.message}${list}`);
        return undefined;
      }
    });
    const inputs = sources.filter((source) => source !== undefined);
    return inputs.length < sources.length ? null : this.nodes.push({ layer: index, application: index, inputs });
  }

  /** Adds layers one after another after node `source`; returns the last. */
  private append(layers: readonly number[], application: number | null, source: number, depth = 0): number {
    let last = source;
    for (const layer of layers) {
      this.steps++;
      if (this.steps > mostSteps || depth > deepest) {
        this.tooMany(layer, depth);
        break;
      }
      const isSequence = this.calls[layer]?.builder === 'sequential';
      if (isSequence) last = this.append(this.sequence(layer), application, last, depth + 1);
      else last = this.nodes.push({ layer, application, inputs: [last] });
    }
    return last;
  }

  private tooMany(layer: number, depth: number): void {
    this.isWhole = false;
    if (this.problems.has('too-many-layers')) return;
    const message =
      depth > deepest
        ? l10n.t('sequential() is nested more than {0} deep. Look for a loop that runs too long.', deepest)
        : l10n.t('The model has more than {0} layers. Look for a loop that runs too long.', formatCount(mostSteps));
    this.problems.add(layer, new Complaint('too-many-layers', [], message));
  }

  /** Layers of a `sequential([...])`. */
  private sequence(call: number): readonly number[] {
    const known = this.sequences.get(call);
    if (known) return known;
    const raw = this.calls[call]?.args[0] ?? { type: 'undefined' };
    const { layers, complaints } = readLayers(this.calls, {
      raw,
      path: [0],
      label: () => l10n.t('{0} of {1}', 'layers', 'sequential'),
    });
    for (const complaint of complaints) this.problems.add(call, complaint);
    if (complaints.length > 0) this.isWhole = false;
    this.sequences.set(call, layers);
    return layers;
  }
}
