/** Shapes in words, and the two kinds that layers ask for. */
import { Complaint } from '../problem.ts';
import type { Shape } from '../spec.ts';

/** `16×10×10`. */
export const formatShape = (shape: Shape): string => shape.map((size) => size.toLocaleString('en')).join('×');

export type FeatureMap = readonly [channels: number, height: number, width: number];

/** The input as channels, height and width. */
export function featureMap(kind: string, input: Shape): FeatureMap {
  const [channels, height, width] = input;
  if (channels !== undefined && height !== undefined && width !== undefined) return [channels, height, width];
  throw new Complaint(
    'needs-feature-map',
    [],
    `${kind} needs a feature map (channels×height×width); its input is a vector of ${formatShape(input)} values. ` +
      `Put it before flatten().`,
  );
}
