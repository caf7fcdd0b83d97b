/**
 * The graph of a model beside its list of layers, as version control draws branches: a value keeps a lane
 * from the layer that makes it to the last one that takes it.
 */

export interface LaneRow {
  /** Lane of the layer itself. */
  readonly lane: number;
  /** Lanes of its inputs. */
  readonly from: readonly number[];
  /** Lanes that pass by. */
  readonly through: readonly number[];
  /** Whether a later layer uses its value. */
  readonly goesOn: boolean;
}

/** One row per layer; `inputs` are nodes, which come before those that they feed. */
export function lanesOf(layers: readonly { readonly node: number; readonly inputs: readonly number[] }[]): LaneRow[] {
  const lastUse = new Map<number, number>();
  for (const { node, inputs } of layers) for (const input of inputs) lastUse.set(input, node);
  /** By lane, the node whose value it carries. */
  const carried: (number | null)[] = [];
  return layers.map(({ node, inputs }) => {
    const from = inputs
      .map((input) => carried.indexOf(input))
      .filter((lane, i, all) => lane >= 0 && all.indexOf(lane) === i);
    for (const lane of from) if (lastUse.get(carried[lane]!) === node) carried[lane] = null;
    const through = [...carried.keys()].filter((lane) => carried[lane] !== null);
    const free = carried.indexOf(null);
    const freed = from.filter((one) => carried[one] === null);
    const lane = freed.length > 0 ? Math.min(...freed) : free < 0 ? carried.length : free;
    const goesOn = lastUse.has(node);
    carried[lane] = goesOn ? node : null;
    return { lane, from, through, goesOn };
  });
}

export function laneCount(rows: readonly LaneRow[]): number {
  return Math.max(1, ...rows.flatMap(({ lane, through }) => [lane + 1, ...through.map((one) => one + 1)]));
}
