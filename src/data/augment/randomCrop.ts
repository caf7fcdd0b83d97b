/** Pads the image and cuts out a part of its own size. Draws: top, left. */
import type { AugmentationOptions } from '../../model/augmentation.ts';
import type { ImageShape, Transform } from './transform.ts';

export function randomCrop(
  { padding: [top, bottom, left, right], fill, paddingMode }: AugmentationOptions<'randomCrop'>,
  [channels, height, width]: ImageShape,
): Transform {
  const rows = sources(height, top, bottom, paddingMode);
  const columns = sources(width, left, right, paddingMode);
  return (from, to, draws) => {
    const firstRow = draws.integer(0, top + bottom);
    const firstColumn = draws.integer(0, left + right);
    if (firstRow === top && firstColumn === left) return false;
    // Columns from `inside` to `outside` lie within the image and are copied without the table.
    const shift = firstColumn - left;
    const inside = Math.min(width, Math.max(0, -shift));
    const outside = Math.max(inside, Math.min(width, width - shift));
    for (let plane = 0; plane < channels; plane++) {
      for (let y = 0; y < height; y++) {
        const row = rows[firstRow + y]!;
        const start = (plane * height + row) * width;
        const target = (plane * height + y) * width;
        if (row < 0) {
          to.fill(fill, target, target + width);
          continue;
        }
        for (let x = 0; x < inside; x++) to[target + x] = valueAt(columns[firstColumn + x]!, start);
        for (let x = inside; x < outside; x++) to[target + x] = from[start + shift + x]!;
        for (let x = outside; x < width; x++) to[target + x] = valueAt(columns[firstColumn + x]!, start);
      }
    }
    return true;

    function valueAt(column: number, start: number): number {
      return column < 0 ? fill : from[start + column]!;
    }
  };
}

/** For each position of a padded axis, the position that its value comes from; −1 for `fill`. */
function sources(size: number, before: number, after: number, mode: string): Int32Array {
  const period = Math.max(1, 2 * (size - 1));
  return Int32Array.from({ length: before + size + after }, (_, position) => {
    const index = position - before;
    if (index >= 0 && index < size) return index;
    if (mode === 'constant') return -1;
    if (mode === 'edge') return index < 0 ? 0 : size - 1;
    const phase = ((index % period) + period) % period;
    return phase < size ? phase : period - phase;
  });
}
