/**
 * The activation viewer beyond feature maps: nearest training images, held-out images as points, all kernels of
 * a layer, and the images behind the confusion matrix; what is drawn, against what an inspector of our own
 * computes of the same run.
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode } from 'fast-png';
import type { FrameLocator, Locator } from 'playwright-core';
import type { VSCode } from '../../scripts/vscode/startVSCode.ts';
import { lookUp } from '../../src/insight/pictures/colour.ts';
import type { Embedding } from '../../src/insight/results.ts';
import { Inspector } from '../../src/jobs/inspector/inspector.ts';
import type { SplitName, Subject } from '../../src/jobs/inspector/protocol.ts';
import { largest } from '../../webview/image/kernels.ts';
import { classColours } from '../../webview/viewer/embedding/classColours.ts';
import { placeOf, placePoints, pointBeside } from '../../webview/viewer/embedding/scatterPoints.ts';
import { openDigitsViewer } from './digits.ts';
import { joinGroups } from './editors.ts';
import { saveAs } from './saveDialog.ts';
import { background, choose, settled, valueColours } from './viewerSteps.ts';

describe('activation viewer beyond feature maps', () => {
  let code: VSCode;
  let panel: FrameLocator;
  let run: string;
  let inspector: Inspector;

  before(async () => {
    ({ code, panel, run } = await openDigitsViewer());
    inspector = await Inspector.open({ kind: 'run', folder: run });
  });
  after(async () => {
    await inspector?.dispose();
    await code?.close();
  });

  const work = { onProgress: () => undefined };
  const subject = (index: number, split: SplitName = 'validation'): Subject => ({
    epoch: 4,
    image: { kind: 'dataSet', split, index },
    transform: null,
  });

  const pixelsOf = async (index: number, split: SplitName = 'validation') =>
    (await inspector.handlers.look({ ...subject(index, split), nodes: [] }, work)).pixels;

  /** Reds of a canvas: of a grey picture, its values. */
  const reds = (canvas: Locator) =>
    canvas.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const { data } = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      return [...data].filter((_, i) => i % 4 === 0);
    });

  it('shows the six nearest training images beside the image, with class and distance', async () => {
    await panel.getByRole('spinbutton', { name: 'Number of the image' }).fill('5');
    await panel.getByRole('checkbox', { name: 'Compare with all training images' }).click();
    const near = panel.locator('.neighbours .thumbnails:not(.stale) button');
    await near.nth(5).waitFor();
    const { nearest } = await inspector.handlers.neighbours({ ...subject(5), count: 6 }, work);
    assert.equal(await near.count(), 6);
    const pixels = await pixelsOf(5);
    assert.deepEqual(await reds(panel.locator('.neighbours .own canvas')), [...pixels]);
    for (const [i, { image, label, distance }] of nearest.entries()) {
      const name = (await near.nth(i).getAttribute('aria-label')) ?? '';
      const said = /^Training image ([\d,]+), class (\d), at a distance of ([\d.]*\d)/.exec(name) ?? [];
      assert.deepEqual([said[1]?.replace(',', ''), said[2]], [String(image), String(label)], name);
      assert.ok(Math.abs(Number(said[3]) - distance) < 1e-3 * distance, `${name}, not ${distance}`);
      const pixels = await pixelsOf(image, 'train');
      assert.deepEqual(await reds(near.nth(i).locator('canvas')), [...pixels], name);
    }
    await panel.locator('.neighbours').scrollIntoViewIfNeeded();
    await code.screenshot('viewer-neighbours');
  });

  it('opens one of them, which is not its own neighbour, and finds back', async () => {
    const { nearest } = await inspector.handlers.neighbours({ ...subject(5), count: 1 }, work);
    const { image, label } = nearest[0]!;
    // By the keyboard.
    await panel.locator('.neighbours button').first().focus();
    await panel.locator('.neighbours button').first().press('Enter');
    const number = image.toLocaleString('en');
    await panel.getByRole('img', { name: `Training image ${number}, true class ${label}`, exact: true }).waitFor();
    await panel.locator('.neighbours .thumbnails:not(.stale)').waitFor();
    const others = await inspector.handlers.neighbours({ ...subject(image, 'train'), count: 6 }, work);
    const first = panel.locator('.neighbours button').first();
    const next = others.nearest[0]!.image;
    assert.notEqual(next, image);
    await panel.getByRole('button', { name: `Training image ${next.toLocaleString('en')}, class` }).waitFor();
    assert.ok((await first.getAttribute('aria-label'))?.startsWith(`Training image ${next.toLocaleString('en')},`));
    await choose(panel, 'Part of the data', 'Validation images');
    await panel.getByRole('img', { name: /^Image 5, true class/ }).waitFor();
  });

  const mistakes = ({ labels, predicted }: Embedding) =>
    [...labels].filter((label, i) => label !== predicted[i]).length;

  const plane = () => panel.getByRole('img', { name: /validation images of 10 classes as points/ });

  async function laidOut(method: 'pca' | 'umap'): Promise<{ embedding: Embedding; places: Float32Array }> {
    await panel.locator('.scatter:not(.stale)').waitFor();
    await settled(panel);
    const embedding = await inspector.handlers.embedding({ epoch: 4, method, count: 2000, seed: 1 }, work);
    const [width, height] = await plane().evaluate((canvas) => [canvas.clientWidth, canvas.clientHeight]);
    return { embedding, places: placePoints(embedding.points, { width: width!, height: height!, margin: 18 }) };
  }

  /** Where the colour at a point is about that of its class, of the points that nothing else is near. */
  async function assertPoints({ embedding, places }: Awaited<ReturnType<typeof laidOut>>): Promise<void> {
    const colours = classColours(10, await background(panel));
    const alone = [...embedding.labels.keys()].filter((point) => {
      const here = placeOf(places, point);
      return [...embedding.labels.keys()].every((other) => {
        const there = placeOf(places, other);
        return other === point || Math.hypot(here.x - there.x, here.y - there.y) > 7;
      });
    });
    assert.ok(alone.length > 12, `${alone.length} stand alone`);
    const seen = await plane().evaluate(
      (element, at) => {
        const context = (element as HTMLCanvasElement).getContext('2d')!;
        return at.map(([x, y]) => [...context.getImageData(Math.floor(x!), Math.floor(y!), 1, 1).data]);
      },
      alone.map((point) => Object.values(placeOf(places, point))),
    );
    let [matching, names] = [0, 0];
    for (const [i, point] of alone.entries()) {
      const [red, green, blue, alpha] = seen[i]!;
      const wanted = colours[embedding.labels[point]!]!;
      const isIt = [red!, green!, blue!].every((value, k) => Math.abs(value - wanted[k]!) < 8) && alpha! > 150;
      if (isIt) matching++;
      else names++;
    }
    // Names of classes cover a few.
    assert.ok(matching > 0.8 * alone.length, `${matching} of ${alone.length} in their colour, ${names} not`);
  }

  it('lays the held-out images out by their principal components, coloured by class', async () => {
    await panel.getByRole('radio', { name: 'Images as points' }).check({ force: true });
    await plane().waitFor();
    const { embedding, places } = await laidOut('pca');
    await assertPoints({ embedding, places });
    const wrong = mistakes(embedding);
    await panel.getByText(`${wrong} misclassified`, { exact: true }).waitFor();
    const [first] = embedding.explained!;
    await panel.getByText(new RegExp(`^${Math.round(100 * first)}% of the variance is horizontal`)).waitFor();
    await code.screenshot('viewer-points-pca');
  });

  it('lays them out by UMAP, keeps that in the run, and comes back to PCA at once', async () => {
    await choose(panel, 'Layout', /^UMAP/);
    // Some seconds, on a machine that does other things a minute.
    await panel.getByText(/^Laying out the images/).waitFor({ state: 'detached', timeout: 150_000 });
    await assertPoints(await laidOut('umap'));
    await code.screenshot('viewer-points-umap');
    await choose(panel, 'Layout', /^PCA/);
    await assertPoints(await laidOut('pca'));
  });

  it('shows an image where one points, and opens it with a click', async () => {
    const { embedding, places } = await laidOut('pca');
    // The one farthest to the right.
    const point = [...embedding.labels.keys()].reduce((a, b) => (places[2 * b]! > places[2 * a]! ? b : a));
    const { x, y } = placeOf(places, point);
    await plane().hover({ position: { x, y } });
    const image = embedding.images[point]!;
    const card = panel.locator('.scatter .reading canvas');
    await card.waitFor();
    const pixels = await pixelsOf(image);
    assert.deepEqual(await reds(card), [...pixels]);
    await panel
      .locator('.embedding .reading-line')
      .getByText(new RegExp(`^Image ${image}: `))
      .waitFor();
    await code.screenshot('viewer-points-read');
    await plane().click({ position: { x, y } });
    await panel.getByRole('img', { name: new RegExp(`^Image ${image}, true class`) }).waitFor();
    await panel.locator('.scatter .ring.own').waitFor();
  });

  it('is read and opened with the keyboard', async () => {
    const { embedding, places } = await laidOut('pca');
    await code.page.mouse.move(1, 1);
    await plane().focus();
    await plane().press('ArrowLeft');
    const line = panel.locator('.embedding .reading-line');
    const from = [...embedding.labels.keys()].reduce((a, b) => (places[2 * b]! > places[2 * a]! ? b : a));
    await line.getByText(new RegExp(`^Image ${embedding.images[from]}: `)).waitFor();
    await plane().press('ArrowLeft');
    const next = pointBeside(places, from, 'ArrowLeft')!;
    const image = embedding.images[next]!;
    await line.getByText(new RegExp(`^Image ${image}: `)).waitFor();
    await plane().press('Enter');
    await panel.getByRole('img', { name: new RegExp(`^Image ${image}, true class`) }).waitFor();
  });

  it('follows the epochs', async () => {
    const slider = panel.getByRole('slider', { name: 'Epoch', exact: true });
    await slider.fill('0');
    await settled(panel);
    const before = await inspector.handlers.embedding({ epoch: 0, method: 'pca', count: 2000, seed: 1 }, work);
    const wrong = mistakes(before);
    await panel.getByText(`${wrong} misclassified`, { exact: true }).waitFor();
    await slider.fill('4');
    await settled(panel);
  });

  const kernelPicture = () => panel.getByRole('img', { name: /kernels of .*Read them with the arrow keys/ });

  /** Colours at the middles of the weights, as 0xBBGGRR, tile by tile; tiles are as they are laid out. */
  async function kernelColours(columns: number, [height, width]: readonly [number, number], count: number) {
    return kernelPicture().evaluate(
      (element, { columns, height, width, count }) => {
        const canvas = element as HTMLCanvasElement;
        const rows = Math.ceil(count / columns);
        // Both gaps between tiles that there are; the one by which weights are square.
        const gap = [8, 4].find(
          (one) => (canvas.width + one) / columns - one === (((canvas.height + one) / rows - one) / height) * width,
        )!;
        const zoom = ((canvas.width + gap) / columns - gap) / width;
        const context = canvas.getContext('2d')!;
        return Array.from({ length: count * height * width }, (_, i) => {
          const tile = Math.floor(i / (height * width));
          const [row, column] = [Math.floor(i / width) % height, i % width];
          const x = (tile % columns) * (zoom * width + gap) + (column + 0.5) * zoom;
          const y = Math.floor(tile / columns) * (zoom * height + gap) + (row + 0.5) * zoom;
          const [red, green, blue] = context.getImageData(Math.floor(x), Math.floor(y), 1, 1).data;
          return red! | (green! << 8) | (blue! << 16);
        });
      },
      { columns, height, width, count },
    );
  }

  it('shows all kernels of a layer, and follows the epochs', async () => {
    await panel.getByRole('radio', { name: 'Kernels', exact: true }).check({ force: true });
    await kernelPicture().waitFor();
    const slider = panel.getByRole('slider', { name: 'Epoch', exact: true });
    const table = await valueColours(panel);
    for (const epoch of [0, 4]) {
      await slider.fill(String(epoch));
      await settled(panel);
      const { weights } = await inspector.handlers.kernels({ epoch, node: 1 }, work);
      const most = largest(weights);
      assert.deepEqual(
        await kernelColours(6, [5, 5], 6),
        [...weights].map((weight) => lookUp(table, weight, most)),
        `epoch ${epoch}`,
      );
    }
    await kernelPicture().focus();
    await kernelPicture().press('ArrowRight');
    await kernelPicture().press('ArrowDown');
    const { weights } = await inspector.handlers.kernels({ epoch: 4, node: 1 }, work);
    await panel.getByText(`Kernel 0, row 1, column 0: ${weights[5]!.toFixed(3)}`).waitFor();
  });

  it('sorts them as wished, one input channel at a time', async () => {
    await choose(panel, 'Layer', 'conv2d_2');
    await choose(panel, 'What is shown of each kernel', 'One input channel');
    await panel.getByRole('slider', { name: 'Input channel', exact: true }).fill('3');
    await choose(panel, 'Order of the kernels', 'Largest first');
    await settled(panel);
    await panel.getByRole('img', { name: /^16 kernels of conv2d_2/ }).waitFor();
    const { weights } = await inspector.handlers.kernels({ epoch: 4, node: 4 }, work);
    const slices = Array.from({ length: 16 }, (_, kernel) =>
      weights.slice((kernel * 6 + 3) * 25, (kernel * 6 + 4) * 25),
    );
    const lengths = slices.map((slice) => Math.hypot(...slice));
    const order = [...slices.keys()].sort((a, b) => lengths[b]! - lengths[a]!);
    await kernelPicture().focus();
    await kernelPicture().press('ArrowRight');
    const first = slices[order[0]!]!;
    const reading = `Kernel ${order[0]}, input channel 3, row 0, column 0: ${first[0]!.toFixed(3)}`;
    await panel.getByText(reading).waitFor();
    await code.screenshot('viewer-kernels');
    await choose(panel, 'What is shown of each kernel', 'Every input channel');
    await choose(panel, 'Order of the kernels', 'By similarity');
    await code.screenshot('viewer-kernels-pairs');
  });

  it('saves them as a PNG file', async () => {
    await choose(panel, 'Layer', 'conv2d_1');
    await settled(panel);
    const [width, height] = await kernelPicture().evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      return [canvas.width, canvas.height];
    });
    await panel.getByRole('button', { name: 'Save as PNG …' }).click();
    const name = 'conv2d-1-4.png';
    await saveAs(code, name, join(code.workspace, name));
    const picture = decode(await readFile(join(code.workspace, name)));
    assert.deepEqual([picture.width, picture.height], [width, height]);
  });

  const cell = (truth: number, predicted: number) => panel.locator(`[data-cell="${truth},${predicted}"]`);

  it('opens the images of a cell of the confusion matrix, the surest first', async () => {
    await code.runCommand('cnnLab.openPanel', run);
    await joinGroups(code);
    // It leaves the focus, and so the tab, to the viewer.
    await code.runCommand('cnnLab.openPanel', run);
    await code.page.setViewportSize({ width: 1600, height: 1800 });
    await cell(0, 0).waitFor();
    const { labels, predicted, confidence } = await inspector.handlers.predictions({ epoch: 4 }, work);
    const wrong = [...labels.keys()].find((image) => labels[image] !== predicted[image])!;
    const [truth, taken] = [labels[wrong]!, predicted[wrong]!];
    const images = [...labels.keys()]
      .filter((image) => labels[image] === truth && predicted[image] === taken)
      .sort((a, b) => confidence[b]! - confidence[a]!);
    // By the keyboard.
    await cell(truth, taken).focus();
    await cell(truth, taken).press('Enter');
    const pictures = panel.locator('.cell .thumbnails button');
    await pictures.first().waitFor();
    assert.equal(await pictures.count(), images.length);
    for (const [i, image] of images.entries()) {
      const share = `${(100 * confidence[image]!).toFixed(1)}%`;
      const name = `Image ${image}, true class ${truth}, classified as ${taken} with ${share}.`;
      assert.ok((await pictures.nth(i).getAttribute('aria-label'))?.startsWith(name), name);
      const pixels = await pixelsOf(image);
      assert.deepEqual(await reds(pictures.nth(i).locator('canvas')), [...pixels]);
    }
    // A full cell, by the pointer.
    await cell(1, 1).click();
    await panel.getByText(/^1, recognised/).waitFor();
    await pictures.nth(10).waitFor();
    await pictures.first().scrollIntoViewIfNeeded();
    await code.screenshot('training-confusion-images');
  });

  it('opens one of them in the viewer, which goes over to it', async () => {
    const label = (await panel.locator('.cell .thumbnails button').nth(1).getAttribute('aria-label')) ?? '';
    const number = /^Image (\d+),/.exec(label)?.[1];
    await panel.locator('.cell .thumbnails button').nth(1).click();
    await panel.getByRole('img', { name: `Image ${number}, true class 1`, exact: true }).waitFor();
    // Once more, into a viewer that is on the screen, as any other part of the extension may.
    await code.runCommand('cnnLab.openViewer', run, { split: 'train', index: 17 });
    await panel.getByRole('img', { name: /^Training image 17, true class/ }).waitFor();
    await code.page.setViewportSize({ width: 1600, height: 1000 });
  });

  it('shows kernels that see three channels in colour', async () => {
    const source = `import { conv2d, dense, flatten, maxPool2d, model, relu } from 'cnn-lab';

export default model({
  name: 'Colours',
  input: [3, 64, 64],
  layers: [conv2d(96, 11, { stride: 4 }), relu(), maxPool2d(3, { stride: 2 }), conv2d(256, 5), relu(), flatten(), dense(10)],
});
`;
    await writeFile(join(code.workspace, 'colours.cnn.ts'), source);
    await code.open('colours.cnn.ts');
    await code.runCommand('cnnLab.openViewer');
    await joinGroups(code);
    await panel.getByRole('heading', { name: 'Colours', exact: true }).waitFor();
    assert.equal(await panel.getByRole('radio', { name: 'Images as points' }).count(), 0);
    await panel.getByRole('radio', { name: 'Kernels', exact: true }).check({ force: true });
    await panel.getByRole('img', { name: /^96 kernels of conv2d_1, before training/i }).waitFor();
    const pixels = await kernelPicture().evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const { data } = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      return [...data].filter((_, i) => i % 4 === 0 && data[i + 3]! > 250 && data[i] !== data[i + 1]).length;
    });
    assert.ok(pixels > 10_000, `${pixels} are in colour`);
    await code.screenshot('viewer-kernels-colour');
    // 24,576 pairs are too many to be legible: one input channel is shown.
    await choose(panel, 'Layer', 'conv2d_2');
    await panel.getByRole('img', { name: /^256 kernels of conv2d_2/ }).waitFor();
    await code.runCommand('cnnLab.openViewer', run);
    await panel.getByRole('heading', { name: 'Digits', exact: true }).waitFor();
  });

  const themes = { dark: 'Dark 2026', light: 'Light 2026', 'high-contrast': 'Default High Contrast' } as const;
  const sizes = { narrow: { width: 652, height: 1900 }, wide: { width: 1652, height: 1000 } } as const;
  for (const [theme, name] of Object.entries(themes)) {
    for (const [size, viewport] of Object.entries(sizes)) {
      it(`is legible in ${theme}, ${size}`, async () => {
        await code.page.setViewportSize(viewport);
        const view = panel.getByRole('radio', {
          name: size === 'narrow' ? 'Images as points' : 'Kernels',
          exact: true,
        });
        await view.check({ force: true });
        await code.evaluate(
          (vscode, value) => vscode.workspace.getConfiguration('workbench').update('colorTheme', value, true),
          name,
        );
        await panel.locator(`body[data-vscode-theme-id="${name}"]`).waitFor();
        await settled(panel);
        await code.screenshot(`viewer-views-${theme}-${size}`);
        const overflow = await panel.locator('html').evaluate((page) => {
          const wide = [...page.querySelectorAll('main *')].filter(
            (element) => element.getBoundingClientRect().right > page.clientWidth + 1,
          );
          return wide.map((element) => element.outerHTML.slice(0, 80));
        });
        assert.deepEqual(overflow, [], 'stands out at the right');
      });
    }
  }
});
