/**
 * Fits an image to a size: resized so that it just covers it, then cropped in the centre, as torchvision's `Resize` and
 * `CenterCrop` do with Pillow. Resizing is Pillow's bilinear filter: an antialiasing triangle kernel, columns first, in
 * fixed-point numbers with 22 fractional bits.
 */

const precisionBits = 22;

/** Weights of the source pixels of each position of a resized axis. */
interface Weights {
  /** First source pixel of each position. */
  readonly first: Int32Array;
  readonly counts: Int32Array;
  /** `stride` weights per position, of which `counts` are used. */
  readonly values: Int32Array;
  readonly stride: number;
}

/** Weights of positions `from` to `from + count` of an axis of `size` pixels resized to `resized`. */
function weightsOf(size: number, resized: number, from: number, count: number): Weights {
  const scale = size / resized;
  const support = Math.max(1, scale);
  const stride = 2 * Math.ceil(support) + 1;
  const first = new Int32Array(count);
  const counts = new Int32Array(count);
  const values = new Int32Array(count * stride);
  const exact = new Float64Array(stride);
  for (let position = 0; position < count; position++) {
    const centre = (from + position + 0.5) * scale;
    const low = Math.max(0, Math.trunc(centre - support + 0.5));
    const high = Math.min(size, Math.trunc(centre + support + 0.5));
    let sum = 0;
    for (let i = 0; i < high - low; i++) {
      const distance = Math.abs((low + i - centre + 0.5) / support);
      exact[i] = Math.max(0, 1 - distance);
      sum += exact[i]!;
    }
    first[position] = low;
    counts[position] = high - low;
    for (let i = 0; i < high - low; i++) {
      values[position * stride + i] = Math.trunc((exact[i]! / sum) * 2 ** precisionBits + 0.5);
    }
  }
  return { first, counts, values, stride };
}

/** Python's `round`: half to even. */
function roundToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

export type Fit = (plane: Uint8Array, target: Uint8Array) => void;

/** Prepares fitting planes of `height` × `width` to `size`, to be reused for all images of that size. */
export function fitTo(height: number, width: number, [rows, columns]: readonly [height: number, width: number]): Fit {
  const [resizedHeight, resizedWidth] =
    width * rows <= height * columns
      ? [Math.max(rows, Math.trunc((columns * height) / width)), columns]
      : [rows, Math.max(columns, Math.trunc((rows * width) / height))];
  const across = weightsOf(width, resizedWidth, roundToEven((resizedWidth - columns) / 2), columns);
  const down = weightsOf(height, resizedHeight, roundToEven((resizedHeight - rows) / 2), rows);
  const top = down.first[0]!;
  const bottom = down.first[rows - 1]! + down.counts[rows - 1]!;
  const half = 2 ** (precisionBits - 1);
  const narrowed = new Uint8Array((bottom - top) * columns);
  return (plane, target) => {
    for (let y = top; y < bottom; y++) {
      for (let x = 0; x < columns; x++) {
        const source = y * width + across.first[x]!;
        const weight = x * across.stride;
        let sum = half;
        for (let i = across.counts[x]! - 1; i >= 0; i--) sum += plane[source + i]! * across.values[weight + i]!;
        narrowed[(y - top) * columns + x] = sum >> precisionBits;
      }
    }
    for (let y = 0; y < rows; y++) {
      const source = (down.first[y]! - top) * columns;
      const weight = y * down.stride;
      const count = down.counts[y]!;
      for (let x = 0; x < columns; x++) {
        let sum = half;
        for (let i = 0; i < count; i++) sum += narrowed[source + i * columns + x]! * down.values[weight + i]!;
        target[y * columns + x] = sum >> precisionBits;
      }
    }
  };
}
