/** A picture as pixels. */
import type { Mark, Palette } from './marks.ts';
import { marksOf, type Picture } from './picture.ts';

/** Pixels per unit of the picture, and the largest side that browsers support. */
const density = 2;
const mostPixels = 16_000;

/** A PNG file. */
export async function pngBytes(picture: Picture, palette: Palette, font: string): Promise<Uint8Array> {
  const scale = Math.min(density, mostPixels / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.ceil(picture.width * scale), Math.ceil(picture.height * scale));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The browser gives no canvas to draw on.');
  context.fillStyle = palette.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  context.lineJoin = 'round';
  for (const mark of marksOf(picture)) paint(context, mark, palette, font);
  const file = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await file.arrayBuffer());
}

function paint(context: OffscreenCanvasRenderingContext2D, mark: Mark, palette: Palette, font: string): void {
  if (mark.kind === 'text') {
    context.font = `${mark.bold ? '600 ' : ''}${mark.size}px ${font}`;
    context.textAlign = mark.anchor === 'middle' ? 'center' : mark.anchor;
    context.fillStyle = palette[mark.ink];
    context.fillText(mark.text, mark.x, mark.y);
    return;
  }
  const way = new Path2D(mark.d);
  if (mark.fill) {
    context.fillStyle = palette[mark.fill];
    context.fill(way);
  }
  if (mark.stroke) {
    context.strokeStyle = palette[mark.stroke];
    context.lineWidth = mark.width;
    context.setLineDash(mark.dashed ? dash : []);
    context.stroke(way);
  }
}

const dash = [5, 4];
