/**
 * An analysis as it goes from its process to the editor at every keystroke. Of a model of a thousand layers, names of
 * fields and files at every layer were more than half of the message, and the spec, which few ask for, a quarter: so
 * a layer is a row here, a file its number, and the spec a text that is read when it is first asked for.
 */
import type { ModelSpec } from '../../model/spec.ts';
import type { Analysis, LocatedNode, LocatedReport, SourceRange } from '../../sandbox/analysis.ts';

/** `file` counts the texts of `PackedAnalysis.places`. */
type PackedRange = readonly [file: number, line: number, column: number, endLine: number, endColumn: number];

type PackedNode = readonly [
  LocatedNode['node'],
  LocatedNode['name'],
  LocatedNode['kind'],
  LocatedNode['inputs'],
  LocatedNode['sources'],
  LocatedNode['output'],
  LocatedNode['parameters'],
  LocatedNode['params'],
  LocatedNode['macs'],
  LocatedNode['receptiveField'],
  LocatedNode['formula'],
  LocatedNode['window'],
  range: PackedRange,
  callers: readonly PackedRange[],
];

export interface PackedAnalysis extends Omit<Analysis, 'spec' | 'report'> {
  /** JSON. */
  readonly spec: string | null;
  readonly report: (Omit<LocatedReport, 'nodes'> & { readonly nodes: readonly PackedNode[] }) | null;
  /** Files that layers stand in. */
  readonly places: readonly string[];
}

export function pack(analysis: Analysis): PackedAnalysis {
  const { spec, report } = analysis;
  const numbers = new Map<string, number>();
  const packRange = ({ file, line, column, endLine, endColumn }: SourceRange): PackedRange => {
    const number = numbers.get(file) ?? numbers.size;
    numbers.set(file, number);
    return [number, line, column, endLine, endColumn];
  };
  const packNode = (node: LocatedNode): PackedNode => [
    node.node,
    node.name,
    node.kind,
    node.inputs,
    node.sources,
    node.output,
    node.parameters,
    node.params,
    node.macs,
    node.receptiveField,
    node.formula,
    node.window,
    packRange(node.range),
    node.callers.map(packRange),
  ];
  const packed = report && { ...report, nodes: report.nodes.map(packNode) };
  return { ...analysis, spec: spec && JSON.stringify(spec), report: packed, places: [...numbers.keys()] };
}

export function unpack({ places, spec: text, report, ...rest }: PackedAnalysis): Analysis {
  const unpackRange = ([number, line, column, endLine, endColumn]: PackedRange): SourceRange => ({
    file: places[number] ?? '',
    line,
    column,
    endLine,
    endColumn,
  });
  const unpackNode = ([
    node,
    name,
    kind,
    inputs,
    sources,
    output,
    parameters,
    params,
    macs,
    receptiveField,
    formula,
    window,
    range,
    callers,
  ]: PackedNode): LocatedNode => ({
    node,
    name,
    kind,
    inputs,
    sources,
    output,
    parameters,
    params,
    macs,
    receptiveField,
    formula,
    window,
    range: unpackRange(range),
    callers: callers.map(unpackRange),
  });
  let spec: ModelSpec | null = null;
  return {
    ...rest,
    get spec() {
      if (text !== null) spec ??= JSON.parse(text);
      return spec;
    },
    report: report && { ...report, nodes: report.nodes.map(unpackNode) },
  };
}
