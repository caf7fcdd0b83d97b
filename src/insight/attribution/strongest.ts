/** The training images that excite the maps of a layer most, over the whole training split. */
import type { Split } from '../../data/dataSet.ts';
import { pixelField, type Rectangle } from '../../model/pixelField.ts';
import { argmax, max, reshape } from '../../tensor/ops/index.ts';
import type { Program } from '../../tensor/program.ts';
import { imageAt } from '../images/splitImage.ts';
import type { Inspection } from '../inspection.ts';
import { mapsOf } from '../layers.ts';
import { inspectionProgram, type LookedInto } from '../programs.ts';
import type { Crop, Excitement, StrongestImages, StrongImage } from '../results.ts';
import { passOver, type Work } from '../splitPass.ts';
import type { ProjectionMethod } from './backwardRules.ts';
import { project } from './projection.ts';

/** The number that Zeiler & Fergus show. */
const strongestCount = 9;

/** On ties the earlier image comes first; NaN is never included. */
export async function findStrongest(
  inspection: Inspection,
  split: Split,
  node: number,
  work: Work = {},
): Promise<StrongestImages> {
  const { shape } = inspection.model.nodes[node]!;
  const { width } = mapsOf(shape.length === 3 ? shape : [1]);
  const maps = Array.from({ length: shape[0] ?? 1 }, (): StrongImage[] => []);
  await passOver(
    inspection,
    split,
    `peaks ${node}`,
    (of, batchSize) => peakProgram(of, batchSize, node),
    ({ peak, place }, { size, labels }, first) => {
      for (let i = 0; i < size; i++) {
        for (const [map, strongest] of maps.entries()) {
          const value = peak![i * maps.length + map]!;
          const weakest = strongest.length === strongestCount ? strongest.at(-1)!.value : Number.NEGATIVE_INFINITY;
          if (!(value > weakest)) continue;
          const at = place![i * maps.length + map]!;
          const found = { image: first + i, label: labels[i]!, value, row: Math.floor(at / width), column: at % width };
          let rank = strongest.length;
          while (rank > 0 && strongest[rank - 1]!.value < value) rank--;
          strongest.splice(rank, 0, found);
          if (strongest.length > strongestCount) strongest.pop();
        }
      }
    },
    work,
  );
  return { maps, images: split.count };
}

/** The strongest images of a map as pictures: the part that the map saw of each, and what in it excited the map. */
export async function exciteMap(
  inspection: Inspection,
  split: Split,
  strongest: readonly StrongImage[],
  { node, map, method }: { readonly node: number; readonly map: number; readonly method: ProjectionMethod },
  { signal }: Work = {},
): Promise<Excitement[]> {
  const { shape } = inspection.programs.images;
  const isVector = inspection.model.nodes[node]!.shape.length !== 3;
  const pictures: Excitement[] = [];
  for (const each of strongest) {
    signal?.throwIfAborted();
    const { row, column } = each;
    const image = imageAt(split, each.image);
    const { pixels, rules } = await project(inspection, image, { node, map, pixel: { row, column }, method });
    const field = isVector ? null : pixelField(inspection.model, node, row, column);
    const at = field?.clipped ?? { top: 0, left: 0, height: shape[1], width: shape[2] };
    const crop: Crop = { at, pixels: cropped(image, shape, at) };
    pictures.push({ ...each, crop, projection: cropped(pixels, shape, at), rules });
  }
  return pictures;
}

/** Crops a rectangle that lies within an image `[channels, height, width]`. */
function cropped<T extends Uint8Array | Float32Array>(
  image: T,
  [channels, height, width]: readonly [number, number, number],
  at: Rectangle,
): T {
  const part = image.slice(0, channels * at.height * at.width) as T;
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < at.height; row++) {
      const from = (channel * height + at.top + row) * width + at.left;
      part.set(image.subarray(from, from + at.width), (channel * at.height + row) * at.width);
    }
  }
  return part;
}

/** Outputs: `peak`, the largest value of each map of a node, `[batch, maps]`, and `place`, its pixel (the first of equals), int32. */
function peakProgram(of: LookedInto, batchSize: number, node: number): Program {
  return inspectionProgram(of, batchSize, (graph) => {
    const value = graph.nodes[node]!;
    const [batch = 1, maps = 1] = value.shape;
    const pixels = reshape(value, [batch, maps, value.shape.slice(2).reduce((size, side) => size * side, 1)]);
    return {
      outputs: [
        { name: 'peak', value: max(pixels, [2]) },
        { name: 'place', value: argmax(pixels, 2) },
      ],
    };
  });
}
