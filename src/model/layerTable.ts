/** The layers of a model: each call that builds one is read once and given a name. */
import * as l10n from '@vscode/l10n';
import type { Call } from '../cnn/record.ts';
import { mergeArguments } from './built.ts';
import { layerName } from './layerName.ts';
import { type LayerRules, layerOf } from './layers/index.ts';
import { Complaint, type Problems } from './problem.ts';
import { optional, readCall, readObject, type Signature } from './signature.ts';
import type { Json, LayerSpec } from './spec.ts';
import { orNull } from './values.ts';

export interface TableEntry {
  readonly signature: Signature;
  /** Index into the specs. */
  readonly index: number;
  readonly name: string;
  readonly kind: string;
  readonly attributes: Readonly<Record<string, Json>> | null;
  /** `null` if an argument is missing or wrong. */
  readonly rules: LayerRules | null;
}

/** Reads the layers built by these calls, in order of their first use. */
export function readLayerTable(
  calls: readonly Call[],
  used: readonly number[],
  problems: Problems,
): ReadonlyMap<number, TableEntry> {
  const table = new Map<number, TableEntry>();
  const readings = [...new Set(used)].map((index) => ({ index, ...readLayer(calls[index]!, index, problems) }));
  const names = new LayerNames();
  for (const { index, name } of readings) {
    if (name !== null && !names.take(name)) {
      const message = l10n.t(
        "There is another layer named '{0}'. Names must be unique: leave this one out, or change it.",
        name,
      );
      const { builder, args } = calls[index]!;
      const { merges, signature } = layerOf(builder);
      const options = merges ? args.length - 1 : Object.keys(signature.positional).length;
      problems.add(index, new Complaint('duplicate-name', [options, 'name'], message));
    }
  }
  for (const { index, kind, name, ...reading } of readings) {
    table.set(index, { ...reading, kind, index: table.size, name: name ?? names.next(kind) });
  }
  return table;
}

function readLayer(call: Call, index: number, problems: Problems) {
  const definition = layerOf(call.builder);
  const common = { kind: call.builder, signature: definition.signature };
  const naming = { name: optional(orNull(layerName), null) };
  if (definition.merges) {
    // Its tensors belong to the graph.
    const { options } = mergeArguments(call.args);
    const reading = options && readObject(call.builder, naming, options);
    for (const complaint of reading?.complaints ?? []) problems.add(index, complaint);
    return { ...common, name: reading?.values.name ?? null, attributes: {}, rules: definition.rules({}) };
  }
  const named = { ...definition.signature, options: { ...definition.signature.options, ...naming } };
  const { values, complete, complaints } = readCall(call.builder, named, call.args);
  for (const complaint of complaints) problems.add(index, complaint);
  if (!complete) return { ...common, name: values.name ?? null, attributes: null, rules: null };
  const { name, ...attributes } = complete;
  return { ...common, name, attributes, rules: definition.rules(attributes) };
}

/** Stored layers, in order of their first use. */
export function layerSpecs(table: ReadonlyMap<number, TableEntry>): readonly LayerSpec[] {
  return [...table.values()].map(({ name, kind, attributes }) => ({ name, kind, attributes: attributes ?? {} }));
}

/** Makes `conv2d_1`, `conv2d_2` …, avoiding the names that the user has chosen. */
class LayerNames {
  private readonly taken = new Set<string>();
  private readonly counts = new Map<string, number>();

  /** Claims a name; false if another layer has it already. */
  take(name: string): boolean {
    if (this.taken.has(name)) return false;
    this.taken.add(name);
    return true;
  }

  next(kind: string): string {
    let count = this.counts.get(kind) ?? 0;
    do count++;
    while (!this.take(`${kind}_${count}`));
    this.counts.set(kind, count);
    return `${kind}_${count}`;
  }
}
