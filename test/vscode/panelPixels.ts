/** What the pixels of the training panel's canvases say. */
import type { Locator } from 'playwright-core';

/** For each column of a chart that holds a bluish pixel: how high above the bottom the lowest one is. */
export async function blueHeights(canvas: Locator): Promise<{ heights: number[]; width: number }> {
  return canvas.evaluate((element) => {
    const chart = element as HTMLCanvasElement;
    const { width, height } = chart;
    const data = chart.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
    const heights: number[] = [];
    for (let x = 0; x < width; x++) {
      for (let y = height - 1; y >= 0; y--) {
        const [red = 0, , blue = 0, alpha = 0] = data.subarray(4 * (y * width + x));
        if (alpha > 200 && blue > red + 60) {
          heights.push(height - y);
          break;
        }
      }
    }
    return { heights, width };
  });
}

/** The colour at the centre of each weight of `count` kernels of `side` × `side`, kernel by kernel. */
export async function weightColours(
  canvas: Locator,
  count: number,
  side: number,
): Promise<{ red: number; blue: number }[]> {
  return canvas.evaluate(
    (element, { count, side, gap }) => {
      const atlas = element as HTMLCanvasElement;
      const { width, height } = atlas;
      // Columns by which weights come out square.
      const zooms = Array.from({ length: count }, (_, i) => {
        const [columns, rows] = [i + 1, Math.ceil(count / (i + 1))];
        const across = (width + gap) / columns - gap;
        return { columns, zoom: across / side, square: across === (height + gap) / rows - gap };
      });
      const { columns, zoom } = zooms.find(({ square }) => square) ?? { columns: 0, zoom: 0 };
      const context = atlas.getContext('2d');
      return Array.from({ length: count * side * side }, (_, i) => {
        const kernel = Math.floor(i / (side * side));
        const [row, column] = [Math.floor(i / side) % side, i % side];
        const x = (kernel % columns) * (zoom * side + gap) + (column + 0.5) * zoom;
        const y = Math.floor(kernel / columns) * (zoom * side + gap) + (row + 0.5) * zoom;
        const [red = 0, , blue = 0] = context?.getImageData(x, y, 1, 1).data ?? [];
        return { red, blue };
      });
    },
    { count, side, gap: 8 },
  );
}
