/**
 * The activation viewer in VS Code, on a network really trained for a moment: what it draws and says, against
 * what an inspector of our own computes of the same run.
 */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import type { VSCode } from '../../scripts/vscode/startVSCode.ts';
import { unchanged } from '../../src/insight/images/imageTransform.ts';
import { lookUp } from '../../src/insight/pictures/colour.ts';
import { atlasPixels, mapGrid } from '../../src/insight/pictures/mapAtlas.ts';
import { Inspector } from '../../src/jobs/inspector/inspector.ts';
import type { Subject } from '../../src/jobs/inspector/protocol.ts';
import { openDigitsViewer } from './digits.ts';
import { joinGroups } from './editors.ts';
import { choose, settled, valueColours } from './viewerSteps.ts';

describe('activation viewer', () => {
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

  const subject = (index: number, epoch = 4): Subject => ({
    epoch,
    image: { kind: 'dataSet', split: 'validation', index },
    transform: null,
  });
  const work = { onProgress: () => undefined };
  const tiles = (layer: string) => panel.getByRole('img', { name: new RegExp(`^${layer}: .*Arrow keys`) });

  async function chooseImage(index: number): Promise<void> {
    const number = panel.getByRole('spinbutton', { name: 'Number of the image' });
    await number.fill(String(index));
    await panel.getByRole('img', { name: new RegExp(`^Image ${index}, true class`) }).waitFor();
    await settled(panel);
  }

  it('shows every layer in the order of execution', async () => {
    await tiles('conv2d_1').waitFor();
    const names = await panel.locator('.strip h3').allTextContents();
    const { layers } = await inspector.facts();
    assert.equal(names.length, layers.length);
    for (const [i, { name }] of layers.entries()) assert.ok(names[i]?.startsWith(name), `${names[i]} is not ${name}`);
  });

  it('says what the image is taken for, with the true class marked', async () => {
    const wanted = await inspector.handlers.look({ ...subject(7), nodes: [] }, work);
    await chooseImage(7);
    const bars = await panel.locator('.prediction li').evaluateAll((all) => all.map((one) => one.ariaLabel));
    const expected = wanted.guesses.map(({ label, className, probability }) => {
      const share = `${(100 * probability).toFixed(1)}%`;
      return label === wanted.label ? `${className} (true class): ${share}` : `${className}: ${share}`;
    });
    assert.deepEqual(bars, expected);
  });

  for (const [layer, node] of [
    ['input', 0],
    ['conv2d_1', 1],
    ['conv2d_2', 4],
  ] as const) {
    it(`draws the maps of ${layer} pixel by pixel as they were computed`, async () => {
      const picture = tiles(layer);
      await picture.scrollIntoViewIfNeeded();
      // What comes into view is asked for a moment later.
      const current = panel.locator(`li[data-node="${node}"] .tiles:not(.stale)`);
      await current.waitFor();
      await settled(panel);
      await assertDrawn(picture, subject(7), node);
    });
  }

  async function assertDrawn(picture: Locator, of: Subject, node: number): Promise<void> {
    const [values = new Float32Array()] = await inspector.handlers.maps({ ...of, nodes: [node] }, work);
    const { layers } = await inspector.facts();
    const [count = 1, height = 1, width = 1] = layers[node]!.shape;
    const seen = await picture.evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const room = canvas.closest('.layer-maps')?.clientWidth ?? 0;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      // As text, for numbers take seconds on their way.
      const text = Array.from({ length: Math.ceil(data.length / 8192) }, (_, i) =>
        String.fromCharCode(...data.subarray(8192 * i, 8192 * (i + 1))),
      ).join('');
      return { room, ratio: devicePixelRatio, pixels: btoa(text) };
    });
    const drawn = Buffer.from(seen.pixels, 'base64');
    assert.equal(seen.ratio, 1);
    const grid = mapGrid({ count, height, width }, seen.room, 84, 4);
    const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    const expected = atlasPixels(values, grid, () => ({ low: -most, high: most }), await valueColours(panel));
    assert.equal(drawn.length, expected.length);
    const wrong = drawn.findIndex((value, i) => value !== expected[i]);
    assert.equal(wrong, -1, `byte ${wrong} is ${drawn[wrong]}, not ${expected[wrong]}`);
  }

  it('chooses a map with the arrow keys and tells its figures', async () => {
    await tiles('conv2d_1').focus();
    for (const _ of [1, 2, 3]) await tiles('conv2d_1').press('ArrowRight');
    await panel.getByRole('heading', { name: 'conv2d_1, map 2' }).waitFor();
    const { statistics } = await inspector.handlers.look({ ...subject(7), nodes: [] }, work);
    const figures = await panel.locator('.map-figures dd').allTextContents();
    const { min, max, mean, dead } = statistics[1]!;
    for (const [i, value] of [min[2]!, max[2]!, mean[2]!].entries()) {
      const shown = Number(figures[i]?.replaceAll(',', '').replace('−', '-'));
      assert.ok(Math.abs(shown - value) <= 1e-3 * Math.abs(value), `${shown}, not ${value}`);
    }
    assert.equal(figures[3], `${Math.round(100 * dead[2]!)}%`);
  });

  it('shows how a pixel came about: the numbers of its dot product, and what of the image it sees', async () => {
    await tiles('conv2d_2').focus();
    await tiles('conv2d_2').press('ArrowRight');
    await panel.getByRole('heading', { name: 'conv2d_2, map 0' }).waitFor();
    const large = panel.getByRole('img', { name: /^conv2d_2, map 0, enlarged/ });
    await large.waitFor();
    const box = await large.boundingBox();
    assert.ok(box);
    // Row 2, column 6 of 10×10.
    await large.hover({ position: { x: 0.65 * box.width, y: 0.25 * box.height } });
    await panel.getByText(/^Row 2, column 6:/).waitFor();
    const report = await inspector.handlers.pixel({ ...subject(7), node: 4, map: 0, row: 2, column: 6 }, work);
    const { origin, field } = report;
    assert.ok(origin.kind === 'dotProduct' && field !== null);
    await panel.locator('.origin:not(.stale) .equation').waitFor();
    const equation = await panel.locator('.equation').textContent();
    const numbers = [...(equation ?? '').matchAll(/-?[\d.]+(?:E-?\d+)?/g)].map(([text]) => Number(text));
    for (const [i, value] of [origin.sum, origin.bias, origin.value].entries())
      assert.ok(Math.abs(numbers[i]! - value) <= 2e-3 * Math.abs(value), `${equation}: ${numbers[i]}, not ${value}`);
    const frame = await panel.locator('.input-image').evaluate((image) => {
      const [whole, part] = [image, image.querySelector('.field')!].map((element) => element.getBoundingClientRect());
      const side = whole!.width / 28;
      return [part!.top - whole!.top, part!.left - whole!.left, part!.height, part!.width].map((size) => size / side);
    });
    const { top, left, height, width } = field.clipped;
    for (const [i, side] of [top, left, height, width].entries()) assert.ok(Math.abs(frame[i]! - side) < 0.01);
    await code.screenshot('viewer-detail');
  });

  it('goes through the epochs, everything with them', async () => {
    const slider = panel.getByRole('slider', { name: 'Epoch', exact: true });
    await slider.fill('0');
    await panel.getByText('Before training').waitFor();
    await settled(panel);
    await assertDrawn(tiles('conv2d_1'), subject(7, 0), 1);
    const [guess] = (await inspector.handlers.look({ ...subject(7, 0), nodes: [] }, work)).guesses;
    const first = await panel.locator('.prediction li').first().getAttribute('aria-label');
    assert.ok(first?.startsWith(guess!.className));
    await slider.fill('4');
    await settled(panel);
    await assertDrawn(tiles('conv2d_1'), subject(7, 4), 1);
  });

  it('leafs through the images that were taken most wrongly', async () => {
    const { probabilityOfLabel } = await inspector.handlers.predictions({ epoch: 4 }, work);
    const order = [...probabilityOfLabel.keys()].sort((a, b) => probabilityOfLabel[a]! - probabilityOfLabel[b]!);
    await choose(panel, 'Order', 'Most wrong first');
    await panel.getByText(/Evaluating all/).waitFor({ state: 'detached' });
    await panel.getByText(new RegExp(`^${order.indexOf(7) + 1} of 200`)).waitFor();
    const number = panel.getByRole('spinbutton', { name: 'Number of the image' });
    await number.fill(String(order[1]));
    await panel.getByText(/^2 of 200/).waitFor();
    await panel.getByRole('button', { name: 'Previous image' }).click();
    await panel.getByRole('img', { name: new RegExp(`^Image ${order[0]}, true class`) }).waitFor();
  });

  it('keeps what was chosen when it is hidden and when the window is reloaded', async () => {
    await chooseImage(12);
    const same = async (image: number) => {
      await panel.getByRole('img', { name: new RegExp(`^Image ${image}, true class`) }).waitFor();
      await panel.getByRole('heading', { name: 'conv2d_2, map 0' }).waitFor();
    };
    await code.open('digits.cnn.ts');
    await panel.getByRole('heading').first().waitFor({ state: 'detached' });
    await code.runCommand('cnnLab.openViewer', run);
    await same(12);
    // Another one, or what was written before this panel was in front would do.
    await chooseImage(11);
    await code.reload();
    await same(11);
  }).timeout(240_000);

  it('follows the sliders that change the image', async () => {
    const wanted = { ...unchanged, shift: [6, 0], angle: 30 } as const;
    await panel.getByRole('slider', { name: 'Right', exact: true }).fill('6');
    await panel.getByRole('slider', { name: 'Rotate', exact: true }).fill('30');
    await settled(panel);
    await assertDrawn(tiles('conv2d_1'), { ...subject(11), transform: wanted }, 1);
    await panel.getByRole('button', { name: 'Reset' }).click();
    await settled(panel);
    await assertDrawn(tiles('conv2d_1'), subject(11), 1);
  });

  it('shows what excites a map: the strongest training images, and what in them does', async () => {
    await panel.getByRole('checkbox', { name: 'Search the training images' }).click();
    const pictures = panel.locator('.pairs:not(.stale) canvas');
    await pictures.first().waitFor();
    const request = { epoch: 4, node: 4, map: 0, method: 'deconvnet' } as const;
    const expected = await inspector.handlers.excitement(request, work);
    const seen = await pictures.evaluateAll((all) =>
      all.map((element) => {
        const { width, height } = element as HTMLCanvasElement;
        const { data } = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
        return { label: element.ariaLabel ?? '', red: [...data].filter((_, i) => i % 4 === 0) };
      }),
    );
    assert.equal(seen.length, 2 * expected.length);
    const table = await valueColours(panel);
    for (const [i, { image, label, crop, projection }] of expected.entries()) {
      const [picture, back] = [seen[2 * i]!, seen[2 * i + 1]!];
      assert.ok(
        picture.label.startsWith(`Training image ${image.toLocaleString('en')}, class ${label}:`),
        picture.label,
      );
      assert.deepEqual(picture.red, [...crop.pixels]);
      const most = projection.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      assert.deepEqual(
        back.red,
        [...projection].map((value) => lookUp(table, value, most) & 255),
      );
    }
    await pictures.last().scrollIntoViewIfNeeded();
    await code.screenshot('viewer-excitement');
  });

  it('lays over the image what speaks for its class', async () => {
    await choose(panel, 'Evidence over the image', 'Grad-CAM');
    const heat = panel.locator('.heat canvas');
    await heat.waitFor();
    const { values, label, size } = await inspector.handlers.gradCam({ ...subject(11), label: null, node: null }, work);
    await panel.getByText(`Evidence for ${label}`).waitFor();
    const seen = await heat.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const { data } = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      return { size: [height, width], alpha: [...data].filter((_, i) => i % 4 === 3) };
    });
    assert.deepEqual(seen.size, [...size]);
    const most = Math.max(...values);
    for (const [i, value] of values.entries())
      assert.ok(Math.abs(seen.alpha[i]! - (215 * Math.max(0, value)) / most) <= 1, `pixel ${i}`);
    await choose(panel, 'Evidence over the image', 'Occlusion');
    await panel.getByText(/^Computing/).waitFor({ state: 'detached' });
    await heat.waitFor();
    await heat.scrollIntoViewIfNeeded();
    await code.screenshot('viewer-evidence');
    await choose(panel, 'Evidence over the image', 'No evidence shown');
    await heat.waitFor({ state: 'detached' });
  });

  it('takes what is drawn by hand', async () => {
    await choose(panel, 'Image source', 'Drawn by hand');
    const pad = panel.getByRole('img', { name: /^Drawing pad/ });
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    assert.ok(box);
    const { mouse } = code.page;
    await mouse.move(box.x + box.width / 2, box.y + 0.2 * box.height);
    await mouse.down();
    await mouse.move(box.x + box.width / 2, box.y + 0.8 * box.height, { steps: 8 });
    await mouse.up();
    await panel.getByRole('img', { name: 'Image drawn by hand' }).waitFor();
    await settled(panel);
    const pixels = await pad.evaluate((element) => {
      const { data } = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, 28, 28);
      return [...data].filter((_, i) => i % 4 === 0);
    });
    assert.ok(pixels[14 * 28 + 14]! > 200 && pixels[14 * 28 + 4] === 0, 'there is no line in the middle');
    const drawn: Subject = { ...subject(0), image: { kind: 'pixels', pixels: Uint8Array.from(pixels) } };
    await assertDrawn(tiles('conv2d_1'), drawn, 1);
    const [guess] = (await inspector.handlers.look({ ...drawn, nodes: [] }, work)).guesses;
    const first = await panel.locator('.prediction li').first().getAttribute('aria-label');
    assert.ok(first?.startsWith(guess!.className), `${first} is not ${guess!.className}`);
    await code.screenshot('viewer-drawing');
    await choose(panel, 'Image source', 'From the data set');
    await panel.getByRole('img', { name: /^Image 11, true class/ }).waitFor();
  });

  for (const width of [652, 1152]) {
    it(`shows the map that is clicked where it is seen at once, ${width} pixels wide`, async () => {
      await code.page.setViewportSize({ width, height: 800 });
      await tiles('conv2d_2').evaluate((picture) => picture.scrollIntoView());
      await tiles('conv2d_2').click({ position: { x: 120, y: 20 } });
      await panel.getByRole('heading', { name: 'conv2d_2, map 1' }).waitFor();
      await settled(panel);
      await code.screenshot(`viewer-clicked-${width}`);
      const isSeen = await panel.locator('.detail').evaluate((element) => {
        const { left, top, width, bottom } = element.getBoundingClientRect();
        const middle = Math.min(bottom, innerHeight) - 100;
        return top < middle && element.contains(document.elementFromPoint(left + width / 2, middle));
      });
      assert.ok(isSeen, 'lies outside of the view, or behind something');
    });
  }

  const themes = { dark: 'Dark 2026', light: 'Light 2026', 'high-contrast': 'Default High Contrast' } as const;
  const sizes = { narrow: { width: 652, height: 1800 }, wide: { width: 1652, height: 1000 } } as const;
  for (const [theme, name] of Object.entries(themes)) {
    for (const [size, viewport] of Object.entries(sizes)) {
      it(`is legible in ${theme}, ${size}`, async () => {
        await code.page.setViewportSize(viewport);
        await code.evaluate(
          (vscode, value) => vscode.workspace.getConfiguration('workbench').update('colorTheme', value, true),
          name,
        );
        await panel.locator(`body[data-vscode-theme-id="${name}"]`).waitFor();
        await settled(panel);
        await code.screenshot(`viewer-${theme}-${size}`);
        const overflow = await panel.locator('html').evaluate((page) => {
          const wide = [...page.querySelectorAll('main *')].filter(
            (element) =>
              element.getBoundingClientRect().right > page.clientWidth + 1 && !element.closest('.number-tables'),
          );
          return wide.map((element) => element.outerHTML.slice(0, 80));
        });
        assert.deepEqual(overflow, [], 'stands out at the right');
      });
    }
  }

  it('shows a model that is not trained, with its branches', async () => {
    await code.page.setViewportSize({ width: 1600, height: 1000 });
    const source = `import { add, conv2d, dense, flatten, globalAvgPool2d, input, model, relu } from 'cnn-lab';

const image = input([3, 16, 16]);
const first = relu()(conv2d(8, 3, { padding: 1 })(image));
const inner = conv2d(8, 3, { padding: 1 })(relu()(conv2d(8, 3, { padding: 1 })(first)));
const joined = relu()(add(first, inner));
export default model({ name: 'Residual', inputs: image, outputs: dense(4)(flatten()(globalAvgPool2d()(joined))) });
`;
    await writeFile(join(code.workspace, 'residual.cnn.ts'), source);
    await code.open('residual.cnn.ts');
    await code.runCommand('cnnLab.openViewer');
    await panel.getByRole('heading', { name: 'Residual', exact: true }).waitFor();
    await panel.getByText(/from relu_1 \+ conv2d_3/).waitFor();
    await panel.getByText('Before training: weights initialised at random').waitFor();
    await panel
      .getByText(/% zeroed by ReLU/)
      .first()
      .waitFor();
    await settled(panel);
    await code.screenshot('viewer-branches');
  });

  it('says what is wrong with a run that is gone, and tries again', async () => {
    await code.runCommand('cnnLab.openViewer', join(code.workspace, '.cnn-lab', 'runs', 'gone'));
    await joinGroups(code);
    await panel.getByRole('alert').getByText(/gone/).waitFor();
    await panel.getByRole('button', { name: 'Try again' }).click();
    await panel.getByRole('alert').getByText(/gone/).waitFor();
  });
});
