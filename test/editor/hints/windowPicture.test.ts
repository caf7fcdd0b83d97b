import assert from 'node:assert/strict';
import { palettes, type WindowSubject, windowPicture } from '../../../src/editor/hints/windowPicture.ts';

const still = { palette: palettes.dark, moves: false };

function subject(overrides: Partial<WindowSubject['window']>, input = 28, output = 28): WindowSubject {
  const window = { size: [5, 5], stride: [1, 1], dilation: [1, 1], padding: [2, 2, 2, 2], transposed: false } as const;
  return { input: [1, input, input], output: [6, output, output], window: { ...window, ...overrides } };
}

const count = (text: string, part: RegExp): number => [...text.matchAll(part)].length;

describe('picture of a window', () => {
  it('names the sizes of both feature maps, in the order of the flow', () => {
    const captions = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
    assert.deepEqual(captions(windowPicture(subject({ padding: [0, 0, 0, 0] }, 14, 10), still)), ['14×14', '10×10']);
    const up = subject({ size: [2, 2], stride: [2, 2], padding: [0, 0, 0, 0], transposed: true }, 7, 14);
    assert.deepEqual(captions(windowPicture(up, still)), ['7×7', '14×14']);
  });

  it('draws the padding where there is some', () => {
    assert.match(windowPicture(subject({}), still), /<rect class="outside"/);
    assert.doesNotMatch(windowPicture(subject({ padding: [0, 0, 0, 0] }), still), /<rect class="outside"/);
  });

  it('draws each tap of a dilated window apart', () => {
    const svg = windowPicture(subject({ size: [3, 3], dilation: [2, 2] }, 9, 9), still);
    assert.equal(count(/<path class="tap" d="([^"]*)"/.exec(svg)?.[1] ?? '', /M/g), 9);
  });

  it('moves from place to place by the stride, and stands where motion is unwanted', () => {
    const pooling = subject({ size: [2, 2], stride: [2, 2], padding: [0, 0, 0, 0] }, 4, 2);
    const frames = /@keyframes window\{(.*?)\}\}/.exec(windowPicture(pooling, { ...still, moves: true }))?.[1] ?? '';
    const places = [...frames.matchAll(/translate\(([\d.]+)px,([\d.]+)px\)/g)].map(([, x, y]) => `${x} ${y}`);
    // Cells of 15 pixels: two windows in each of two rows.
    assert.deepEqual(places, ['0 0', '30 0', '0 30', '30 30']);
    assert.doesNotMatch(windowPicture(pooling, still), /animation/);
  });

  it('stays small enough for a hover, whatever the sizes', () => {
    for (const [size, stride, input] of [
      [1, 1, 1],
      [2, 2, 28],
      [11, 4, 224],
      [31, 1, 512],
      [512, 512, 512],
      [7, 1, 9],
    ] as const) {
      for (const dilation of [1, 2, 3] as const) {
        const svg = windowPicture(
          subject({ size: [size, size], stride: [stride, stride], dilation: [dilation, dilation] }, input, 3),
          { palette: palettes.light, moves: true },
        );
        assert.ok(svg.length < 60_000, `${size}, ${stride}, ${dilation}: ${svg.length} characters`);
        const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
        assert.ok(Number(width) <= 420 && Number(height) <= 190, `${size}, ${stride}, ${dilation}: ${width}×${height}`);
        assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
      }
    }
  });
});
