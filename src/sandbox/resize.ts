/** Source rewrites that give a call's layer another output size. */
import type { Elaboration } from '../model/elaborate.ts';
import { type SizeSolution, solveSize } from '../model/sizeSolver.ts';
import type { Analysis, LocatedNode, ResizeRequest, Rewrite, SourceRange } from './analysis.ts';
import type { Locations } from './locations.ts';

/** The rewrites that fit all layers made by the innermost call around a place. */
export function resizings(
  { report }: Pick<Analysis, 'report'>,
  { origins, layers }: Elaboration,
  locations: Locations,
  { file, line, column, size }: ResizeRequest,
): readonly Rewrite[] {
  const around = (report?.nodes ?? []).filter(({ range }) => range.file === file && contains(range, line, column));
  const innermost = around.reduce<LocatedNode | null>(
    (best, node) => (best && contains(node.range, best.range.line, best.range.column) ? best : node),
    null,
  );
  if (!report || !innermost) return [];
  const instances = report.nodes.flatMap((node, index) => {
    const origin = origins[index]!;
    const entry = layers.get(origin.layer);
    return isSame(node.range, innermost.range) && entry ? [{ node, entry, call: origin.layer }] : [];
  });
  const [first, ...others] = instances.map(({ node, entry }) =>
    solveSize(node.kind, entry.attributes ?? {}, node.inputs[0] ?? [], size),
  );
  const fits = ({ values }: SizeSolution) =>
    others.every((solutions) => solutions.some((other) => JSON.stringify(other.values) === JSON.stringify(values)));
  const [instance] = instances;
  if (!first || !instance) return [];
  const { call, entry } = instance;
  return first.filter(fits).flatMap(({ goal, values, ...solution }) => {
    const change = locations.forAll(call, solution.change);
    const fix = locations.rewrite(call, entry.signature, `${goal}: ${change}`, values);
    return fix ? [{ ...fix, goal, change }] : [];
  });
}

const isSame = (a: SourceRange, b: SourceRange): boolean =>
  a.file === b.file &&
  a.line === b.line &&
  a.column === b.column &&
  a.endLine === b.endLine &&
  a.endColumn === b.endColumn;

function contains(range: SourceRange, line: number, column: number): boolean {
  const isBehindStart = line > range.line || (line === range.line && column >= range.column);
  const isBeforeEnd = line < range.endLine || (line === range.endLine && column <= range.endColumn);
  return isBehindStart && isBeforeEnd;
}
