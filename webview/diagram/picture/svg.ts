/** A picture as a self-contained SVG file. */
import type { Mark, Palette } from './marks.ts';
import { marksOf, type Picture } from './picture.ts';

export function svgText(picture: Picture, palette: Palette, title: string, font: string): string {
  const width = Math.ceil(picture.width);
  const height = Math.ceil(picture.height);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="${escaped(font)}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${palette.background}"/>`,
    ...marksOf(picture).map((mark) => element(mark, palette)),
    '</svg>\n',
  ].join('\n');
}

function element(mark: Mark, palette: Palette): string {
  if (mark.kind === 'path') {
    const { d, stroke, fill, width, dashed } = mark;
    const line = stroke && ` stroke="${palette[stroke]}" stroke-width="${width}" stroke-linejoin="round"`;
    const dashes = dashed ? ' stroke-dasharray="5 4"' : '';
    return `<path d="${d}" fill="${fill ? palette[fill] : 'none'}"${line ?? ''}${dashes}/>`;
  }
  const { x, y, text, anchor, ink, size, bold } = mark;
  const weight = bold ? ' font-weight="600"' : '';
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${palette[ink]}" font-size="${size}" text-anchor="${anchor}"${weight}>${escaped(text)}</text>`;
}

const escaped = (content: string): string =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
