import { avgPool2d, multiply } from '../ops/index.ts';
import type { Padding2d, Size2d } from '../ops/window.ts';
import { windowOutput } from '../ops/window.ts';
import type { Value } from '../program.ts';
import { imageShape } from '../shape.ts';
import { constant } from '../values.ts';

export interface AvgPoolOptions {
  readonly stride: Size2d;
  /** Zeros around the image. */
  readonly padding: Padding2d;
  /** Further rows at the bottom and columns at the right that ceil mode reaches into; they never count. */
  readonly overhang: Size2d;
  /** Whether the padding counts in the mean. */
  readonly countPadding: boolean;
}

/** Mean pooling with each window divided by the number of its values that count, as PyTorch's avg_pool2d. */
export function avgPool(x: Value, size: Size2d, options: AvgPoolOptions): Value {
  const { stride, padding, overhang, countPadding } = options;
  const [top, bottom, left, right] = padding;
  const [, , height, width] = imageShape('avgPool', 'the input', x);
  const whole: Padding2d = [top, bottom + overhang[0], left, right + overhang[1]];
  const pooled = avgPool2d(x, size, { stride, padding: whole });
  const window = { size, stride, padding: whole, dilation: [1, 1] } as const;
  const [rows, columns] = windowOutput('avgPool', [height, width], window);
  const counted = (count: number, axis: 0 | 1, first: number, last: number) =>
    Array.from({ length: count }, (_, index) => {
      const start = index * stride[axis];
      return Math.min(start + size[axis], last) - Math.max(start, first);
    });
  const byRow = countPadding ? counted(rows, 0, 0, top + height + bottom) : counted(rows, 0, top, top + height);
  const byColumn = countPadding
    ? counted(columns, 1, 0, left + width + right)
    : counted(columns, 1, left, left + width);
  const area = size[0] * size[1];
  const corrections = byRow.flatMap((inRow) => byColumn.map((inColumn) => area / (inRow * inColumn)));
  return corrections.every((correction) => correction === 1)
    ? pooled
    : multiply(pooled, constant(Float32Array.from(corrections), [rows, columns]));
}
