/**
 * The part of the input that one output value depends on. A layer that looks at k pixels, s apart from
 * its neighbour's, makes of a field r with jump j (distance on the input of two neighbouring values):
 * r ← r + (k − 1) · j, j ← j · s. Araujo, Norris & Sim, "Computing Receptive Fields", Distill 2019.
 */
import type { Extent } from './layers/definition.ts';
import type { Size2d } from './spec.ts';

export interface ReceptiveField {
  /** Not clipped to the input. */
  readonly size: Size2d;
  readonly jump: Size2d;
}

export const singlePixel: ReceptiveField = { size: [1, 1], jump: [1, 1] };

/**
 * The field after a layer: the largest of its inputs' fields, grown by the layer's own; `null` once positions are lost.
 */
export function growField(
  inputs: readonly (ReceptiveField | null)[],
  extent: Extent | null | undefined,
): ReceptiveField | null {
  const fields = inputs.filter((field) => field !== null);
  if (extent === null || fields.length === 0 || fields.length < inputs.length) return null;
  const { size, stride } = extent ?? { size: [1, 1], stride: [1, 1] };
  const along = (axis: 0 | 1) => {
    const jump = Math.max(...fields.map((field) => field.jump[axis]));
    const widest = Math.max(...fields.map((field) => field.size[axis]));
    return { size: widest + (size[axis] - 1) * jump, jump: jump * stride[axis] };
  };
  const [vertical, horizontal] = [along(0), along(1)];
  return { size: [vertical.size, horizontal.size], jump: [vertical.jump, horizontal.jump] };
}
