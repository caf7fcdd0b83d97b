/**
 * From recorded calls to a valid model: reads every argument, infers shapes through the graph, counts parameters and
 * cost, and reports what does not fit. One wrong layer does not hide what is known of the others.
 */
import type { Call } from '../cnn/record.ts';
import { advisedNetwork, adviseNetwork } from './advice/index.ts';
import { complainOfFiles, imageCounts } from './data.ts';
import { type Findings, filesOf, type Weigh } from './findings.ts';
import { inferGraph } from './infer.ts';
import { product } from './initial.ts';
import { layerSpecs, readLayerTable, type TableEntry } from './layerTable.ts';
import { checkLimits, parameterCount } from './limits.ts';
import { readModelOptions } from './modelOptions.ts';
import { type Problem, Problems } from './problem.ts';
import { batchTooLarge, checkInput, checkOutput } from './purpose.ts';
import type { ModelReport, NodeReport } from './report.ts';
import type { DataSpec, ModelSpec, NodeSpec, Size2d } from './spec.ts';

/** Calls behind a node of the report. */
export interface Origin {
  /** The call that built the layer. */
  readonly layer: number;
  /** The call that applied it to a tensor; `null` in a list of layers. */
  readonly application: number | null;
}

export interface Elaboration {
  /** `null` if an error of the model prevents training; a batch too large for this machine is none. */
  readonly spec: ModelSpec | null;
  /** `null` if not even the input is known. */
  readonly report: ModelReport | null;
  /** Parallel to `report.nodes`. */
  readonly origins: readonly Origin[];
  readonly problems: readonly Problem[];
  /** The data, whatever else is wrong. */
  readonly data: DataSpec | null;
  /** Indexed by the call that built each. */
  readonly layers: ReadonlyMap<number, TableEntry>;
}

/**
 * Elaborates the call of `model` among the calls of a model file, given the findings about its data. `weigh` knows the
 * memory of the machine that would train it.
 */
export function elaborate(
  calls: readonly Call[],
  model: number,
  defaultName: string,
  findings: Findings | null = null,
  weigh: Weigh | null = null,
): Elaboration {
  const problems = new Problems();
  const options = readModelOptions(calls, model, defaultName, problems);
  const { name, input, graph } = options;
  const data = options.data?.spec ?? null;
  const found = data && findings?.files === filesOf(data) ? findings : null;
  if (options.data && found?.trouble) complainOfFiles(options.data, found.trouble, problems);
  const nodes = graph?.nodes ?? [];
  const table = readLayerTable(
    calls,
    nodes.map(({ layer }) => layer),
    problems,
  );
  if (!input || !graph) {
    return { spec: null, report: null, origins: [], problems: problems.list, data, layers: table };
  }

  checkInput(options, found, problems);
  const inferred = inferGraph(graph, input, table, problems);
  checkLimits(nodes, inferred, problems);
  const network = advisedNetwork(graph, inferred, table, input, options.training?.loss.kind ?? null);
  const last = network.layers.find(({ id }) => id === graph.output);
  if (last) checkOutput(options, network, last, found, problems);
  adviseNetwork(network, problems);

  const reports: NodeReport[] = [];
  const origins: Origin[] = [];
  const specs: NodeSpec[] = [{ id: 0, layer: null, inputs: [], shape: input }];
  for (const [index, { layer, application, inputs }] of nodes.entries()) {
    const node = inferred[index];
    const entry = table.get(layer);
    if (!node || !entry) continue;
    const id = index + 1;
    specs.push({ id, layer: entry.index, inputs, shape: node.shape });
    origins.push({ layer, application });
    reports.push({
      node: id,
      name: entry.name,
      kind: entry.kind,
      inputs: node.inputs,
      sources: inputs,
      output: node.shape,
      parameters: node.parameters.map(({ name, shape }) => ({ name, shape })),
      params: parameterCount(node),
      macs: node.macs,
      receptiveField: node.field && wholePixels(node.field.size),
      formula: node.formula,
      window: node.window,
    });
  }
  const sum = (count: (node: NodeReport) => number) => reports.reduce((total, node) => total + count(node), 0);
  const totals = {
    params: sum(({ params }) => params),
    macs: sum(({ macs }) => macs),
    activations: sum(({ output }) => product(output)),
  };
  const report = { name, input, nodes: reports, isWhole: network.isWhole, totals };
  const written: ModelSpec = {
    version: 1,
    name,
    nodes: specs,
    outputs: graph.output === null ? [] : [graph.output],
    layers: layerSpecs(table),
    data,
    training: options.training,
  };
  const spec = problems.hasErrors ? null : written;
  const counts = data && imageCounts(data, found);
  const shortage = spec?.training && counts && weigh?.(spec, spec.training, totals, counts);
  if (shortage) problems.add(model, batchTooLarge(shortage));
  return { spec, report, origins, problems: problems.list, data, layers: table };
}

/** After upsampling, neighbours are less than a pixel apart. */
const wholePixels = ([height, width]: Size2d): Size2d => [Math.ceil(height), Math.ceil(width)];
