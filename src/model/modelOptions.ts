/** The options of `model({ … })`: a chain or a graph, data and training. */
import * as l10n from '@vscode/l10n';
import type { Call, Raw } from '../cnn/record.ts';
import { built, readLayers } from './built.ts';
import { readData } from './data.ts';
import { type Graph, GraphBuilder } from './graph.ts';
import { Complaint, type Path, type Problems, type Remedy } from './problem.ts';
import { optional, readCall, readObject, required } from './signature.ts';
import type { DataSpec, Shape, TrainingSpec } from './spec.ts';
import { readTraining } from './training.ts';
import { type Argument, describe, elements, isTagged, orNull, positiveInteger, type Reader, text } from './values.ts';

export interface ModelOptions {
  readonly name: string;
  /** `null` where it is missing or wrong. */
  readonly input: Shape | null;
  /** The place of the input's shape in the source. */
  readonly inputPlace: { readonly call: number; readonly path: Path };
  readonly graph: Graph | null;
  readonly data: { readonly call: number; readonly spec: DataSpec } | null;
  readonly training: TrainingSpec | null;
}

/** Reads the options of the call of `model`; every mistake becomes a problem. */
export function readModelOptions(
  calls: readonly Call[],
  model: number,
  defaultName: string,
  problems: Problems,
): ModelOptions {
  const options: Argument = {
    raw: argument(calls, model),
    path: [0],
    label: () => l10n.t('The argument of {0}', 'model'),
  };
  const { values, complaints } = readObject('model', fields(calls, defaultName), options);
  for (const complaint of complaints) problems.add(model, complaint);

  const data = values.data ?? null;
  const dataSpec = data === null ? null : readData(calls, data, problems);
  const training = entry(options, 'training');
  const common = {
    name: values.name ?? defaultName,
    data: data === null || dataSpec === null ? null : { call: data, spec: dataSpec },
    training: training === null ? null : readTraining(calls, model, training, problems),
  };

  /** Whether a complaint suggests this name already. */
  const isMisspelt = (name: string) =>
    complaints.some(({ remedies }) => remedies.some((remedy) => remedy.kind === 'rename' && remedy.text === name));

  const layers = entry(options, 'layers');
  const { input = null, inputs = null, outputs = null } = values;
  const builder = new GraphBuilder(calls, problems);
  if (inputs !== null && outputs !== null && layers === null) {
    return { ...common, ...readGraph(calls, builder, inputs, outputs, model, problems) };
  }
  const inputPlace = { call: model, path: [0, 'input'] };
  if (layers === null) {
    // A graph with a wrong or missing output has been reported already.
    const started = ['inputs', 'outputs'].filter((key) => entry(options, key) !== null);
    if (started.length !== 1 && complaints.length > 0) return { ...common, input: null, inputPlace, graph: null };
    const missing = started[0] === 'inputs' ? 'outputs' : started[0] === 'outputs' ? 'inputs' : null;
    const message = missing
      ? l10n.t('{0} is missing: a graph needs inputs and outputs.', missing)
      : l10n.t('The model has no layers. Give it input: [channels, height, width] and layers: [ … ].');
    if (missing === null || !isMisspelt(missing)) problems.add(model, new Complaint('no-layers', [0], message));
    return { ...common, input, inputPlace, graph: null };
  }
  if (inputs !== null || outputs !== null) {
    const message = l10n.t('Give either input and layers, for a chain, or inputs and outputs, for a graph; not both.');
    problems.add(model, new Complaint('chain-and-graph', [0, inputs === null ? 'outputs' : 'inputs'], message));
  }
  if (entry(options, 'input') === null) {
    const message = l10n.t('input is missing: the shape of one image, input: [channels, height, width].');
    if (!isMisspelt('input')) problems.add(model, new Complaint('missing-argument', [0], message));
  }
  const list = readLayers(calls, layers);
  for (const complaint of list.complaints) problems.add(model, complaint);
  const graph = builder.chain(list.layers, list.complaints.length === 0);
  if (graph.output === 0) {
    const message = l10n.t(
      'The model has no layers yet. Add some: layers: [conv2d(6, 5), relu(), flatten(), dense(10)].',
    );
    problems.add(model, new Complaint('no-layers', layers.path, message));
  }
  return { ...common, input, inputPlace, graph };
}

function fields(calls: readonly Call[], defaultName: string) {
  return {
    name: optional(text, defaultName),
    input: optional(orNull(imageShape), null),
    layers: optional(elsewhere, null),
    inputs: optional(orNull(graphInput(calls)), null),
    outputs: optional(orNull(built('tensor', calls)), null),
    data: optional(orNull(built('data', calls)), null),
    training: optional(elsewhere, null),
  };
}

function readGraph(
  calls: readonly Call[],
  builder: GraphBuilder,
  inputs: number,
  outputs: number,
  model: number,
  problems: Problems,
): Pick<ModelOptions, 'input' | 'inputPlace' | 'graph'> {
  const inputPlace = { call: inputs, path: [0] };
  if (calls[inputs]?.builder !== 'input') {
    const message = l10n.t(
      'inputs must be what input([channels, height, width]) returns; this is the output of a layer.',
    );
    problems.add(model, new Complaint('not-an-input', [0, 'inputs'], message));
    return { input: null, inputPlace, graph: null };
  }
  const { values, complaints } = readCall(
    'input',
    { positional: { shape: required(imageShape) }, options: {} },
    calls[inputs].args,
  );
  for (const complaint of complaints) problems.add(inputs, complaint);
  const graph = builder.between(inputs, outputs);
  if (graph.output === 0) {
    const message = l10n.t(
      'The outputs are the input itself: the model has no layers. Apply some: {0}.',
      'dense(10)(flatten()(x))',
    );
    problems.add(model, new Complaint('no-layers', [0, 'outputs'], message));
  }
  return { input: values.shape ?? null, inputPlace, graph };
}

/** The tensor of a graph; a shape in its place is that of a chain. */
const graphInput =
  (calls: readonly Call[]): Reader<number> =>
  (argument) => {
    const { raw, path } = argument;
    if (!isTagged(raw, 'array')) return built('tensor', calls)(argument);
    const message = l10n.t(
      'inputs takes the tensor of a graph: input({0}). The shape of a chain is {1}.',
      ...[describe(raw), `input: ${describe(raw)}`],
    );
    throw new Complaint('not-tensor', path, message, [renaming(path, 'input')]);
  };

const renaming = (path: Path, text: string): Remedy => ({
  kind: 'rename',
  title: l10n.t('Change to {0}', text),
  path,
  text,
});

/** `[channels, height, width]`. */
const imageShape: Reader<readonly number[]> = (argument) => {
  const items = elements(argument);
  if (items?.length === 3) return items.map(positiveInteger);
  const { raw, path, label } = argument;
  if (isTagged(raw, 'call') && path.at(-1) === 'input') {
    const message = l10n.t('input takes a shape, [channels, height, width]. The tensor of a graph is given as inputs.');
    throw new Complaint('invalid-size', path, message, [renaming(path, 'inputs')]);
  }
  const message = l10n.t(
    '{0} must be [channels, height, width], such as [1, 28, 28]; it is {1}.',
    label(),
    describe(raw),
  );
  throw new Complaint('invalid-size', path, message, items ? withChannels(items, path) : []);
};

/** A shape without channels, for grey images, or with the batch. */
function withChannels(items: readonly Argument[], path: Path): readonly Remedy[] {
  const sizes = items.flatMap(({ raw }) => (typeof raw === 'number' ? [raw] : []));
  const shape = sizes.length === 2 ? [1, ...sizes] : sizes.slice(1);
  if (sizes.length !== items.length || shape.length !== 3) return [];
  const text = `[${shape.join(', ')}]`;
  return [{ kind: 'set', title: l10n.t('Change to {0}', text), path, text }];
}

/** For a field that is read elsewhere, so that it can have several complaints. */
const elsewhere: Reader<null> = () => null;

/** One option, if it is given. */
function entry({ raw, path }: Argument, key: string): Argument | null {
  if (!isTagged(raw, 'object')) return null;
  const found = raw.entries.find(([name]) => name === key)?.[1];
  if (found === undefined || found === null || isTagged(found, 'undefined')) return null;
  return { raw: found, path: [...path, key], label: () => l10n.t('{0} of {1}', key, 'model') };
}

const argument = (calls: readonly Call[], call: number): Raw => calls[call]?.args[0] ?? { type: 'undefined' };
