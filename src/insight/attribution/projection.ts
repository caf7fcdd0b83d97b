/**
 * Projections: what in an image a feature map responds to, by propagating one of its values back to pixels
 * (`backwardRules.ts`).
 */
import { gradients } from '../../tensor/differentiate.ts';
import { multiply, sum } from '../../tensor/ops/index.ts';
import type { Program } from '../../tensor/program.ts';
import { input } from '../../tensor/values.ts';
import type { Inspection } from '../inspection.ts';
import { mapsOf } from '../layers.ts';
import { inspectionProgram, type LookedInto } from '../programs.ts';
import type { NotedRule } from '../results.ts';
import { strongestPlace } from '../statistics.ts';
import { backwardRules, notedRules, type ProjectionMethod } from './backwardRules.ts';
import { offsetIn, type PixelPlace } from './pixelOrigin.ts';

export interface ProjectionRequest {
  readonly node: number;
  /** Channel, or index of the feature. */
  readonly map: number;
  /** Pixel of the map; `null` for the strongest. */
  readonly pixel: { readonly row: number; readonly column: number } | null;
  readonly method: ProjectionMethod;
}

export interface Projection {
  /** In the shape of the image, in units of standardised pixels. */
  readonly pixels: Float32Array;
  /** Where in the map it starts, and the value there. */
  readonly row: number;
  readonly column: number;
  readonly value: number;
  /** The layers where the method needed a rule, to be named beside the picture. */
  readonly rules: readonly NotedRule[];
}

export async function project(
  inspection: Inspection,
  image: Uint8Array,
  { node, map, pixel, method }: ProjectionRequest,
): Promise<Projection> {
  const [values] = await inspection.activations(image, [node]);
  const { model } = inspection;
  const place = pixel === null ? strongestIn(inspection, values!, node, map) : { node, map, ...pixel };
  const at = offsetIn(model.nodes[node]!, place);
  const value = values![at]!;
  const seed = new Float32Array(values!.length);
  // The deconvnet starts from the activation itself, with all others set to zero; a derivative starts from 1.
  seed[at] = method === 'deconvnet' ? value : 1;
  const { projection } = await inspection.runFloat(
    `projection ${node} ${method}`,
    (of) => projectionProgram(of, node, method),
    { images: image, seed },
  );
  const { row, column } = place;
  return { pixels: projection!, row, column, value, rules: notedRules(model, node, method) };
}

/** The position of a map's largest value. */
function strongestIn(inspection: Inspection, values: Float32Array, node: number, map: number): PixelPlace {
  const { shape } = inspection.model.nodes[node]!;
  if (shape.length !== 3) return { node, map, row: 0, column: 0 };
  const { height, width } = mapsOf(shape);
  const start = offsetIn(inspection.model.nodes[node]!, { node, map, row: 0, column: 0 });
  const best = strongestPlace(values.subarray(start, start + height * width));
  return { node, map, row: Math.floor(best / width), column: best % width };
}

/**
 * Propagates a signal from a node back to the input. Input `seed`: the signal at the node, in its shape. Output
 * `projection`: in the shape of the input, in units of standardised pixels.
 */
function projectionProgram(of: LookedInto, node: number, method: ProjectionMethod): Program {
  return inspectionProgram(of, 1, (graph) => {
    const value = graph.nodes[node]!;
    const seed = input(value.shape);
    const start = graph.nodes[0]!;
    const [projection] = gradients(sum(multiply(value, seed)), [start], backwardRules(of.model, graph.nodes, method));
    return {
      inputs: [{ name: 'seed', value: seed }],
      outputs: [{ name: 'projection', value: projection! }],
    };
  });
}
