/** Every view of the activation viewer as PNG and as numbers, by the clipboard or, where that is refused, by the host. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode } from 'fast-png';
import type { FrameLocator } from 'playwright-core';
import type { VSCode } from '../../scripts/vscode/startVSCode.ts';
import { Inspector } from '../../src/jobs/inspector/inspector.ts';
import { gridText } from '../../webview/table.ts';
import { openDigitsViewer } from './digits.ts';
import { saveAs } from './saveDialog.ts';

describe('copying from the activation viewer', () => {
  let code: VSCode;
  let panel: FrameLocator;
  let inspector: Inspector;
  const subject = { epoch: 4, image: { kind: 'dataSet', split: 'validation', index: 7 }, transform: null } as const;

  before(async () => {
    const opened = await openDigitsViewer(1400);
    ({ code, panel } = opened);
    await code.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    inspector = await Inspector.open({ kind: 'run', folder: opened.run });
    await panel.getByRole('spinbutton', { name: 'Number of the image' }).fill('7');
    await panel.getByRole('img', { name: /^conv2d_1: .*Arrow keys/ }).focus();
    for (const _ of [1, 2]) await panel.getByRole('img', { name: /^conv2d_1: .*Arrow keys/ }).press('ArrowRight');
    await panel.getByRole('heading', { name: 'conv2d_1, map 1' }).waitFor();
    await panel.getByRole('checkbox', { name: 'Search the training images' }).click();
    await panel.locator('.pairs:not(.stale) canvas').first().waitFor();
    await panel.locator('main[aria-busy="false"]').waitFor();
  });
  after(async () => {
    await inspector?.dispose();
    await code?.close();
  });

  const copyIn = (view: string, what: string) =>
    panel.locator(view).getByRole('button', { name: new RegExp(`^${what}`) });

  /** Clicks, and waits until that is done, not for the word of an earlier time. */
  async function copy(view: string, what: string): Promise<void> {
    const said = panel.locator(view).getByText('Copied');
    await said.waitFor({ state: 'hidden' });
    await copyIn(view, what).click();
    await said.waitFor();
  }

  async function copied(type: 'text/plain' | 'image/png'): Promise<Buffer> {
    const base64 = await panel.locator('main').evaluate(async (_, wanted) => {
      const [item] = await navigator.clipboard.read();
      const bytes = new Uint8Array(await (await item!.getType(wanted)).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    }, type);
    return Buffer.from(base64, 'base64');
  }

  it('gives the numbers of a map, of all maps of a layer, and of the prediction', async () => {
    const { maps, guesses } = await inspector.handlers.look({ ...subject, nodes: [1] }, {});
    const [values = new Float32Array()] = maps;
    await copy('.large', 'Copy numbers');
    assert.equal((await copied('text/plain')).toString(), gridText(values.subarray(784, 2 * 784), 28));
    await copy('li[data-node="1"] .layer-maps', 'Copy numbers');
    assert.equal((await copied('text/plain')).toString(), gridText(values, 28, 6));
    await copy('.prediction', 'Copy numbers');
    const [first] = (await copied('text/plain')).toString().split('\n');
    assert.equal(first, `${guesses[0]!.className}\t${guesses[0]!.probability}`);
  });

  it('gives a picture of a layer, its pixels as they are on the screen', async () => {
    const layer = panel.locator('li[data-node="1"] .layer-maps');
    const seen = await layer.locator('canvas').evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const [inner, outer] = [canvas, canvas.closest('[data-view]')!].map((one) => one.getBoundingClientRect());
      const at = (x: number, y: number) => [
        ...data.subarray(4 * (y * canvas.width + x), 4 * (y * canvas.width + x) + 3),
      ];
      const inside = Array.from({ length: 60 }, (_, i) => [(i * 37) % canvas.width, (i * 11) % canvas.height] as const);
      // Frames around tiles let the page shine through.
      const places = inside.filter(([x, y]) => data[4 * (y * canvas.width + x) + 3] === 255);
      return {
        left: inner!.left - outer!.left,
        top: inner!.top - outer!.top,
        places,
        colours: places.map(([x, y]) => at(x, y)),
      };
    });
    await copy('li[data-node="1"] .layer-maps', 'Copy as PNG');
    assert.ok(seen.places.length > 30);
    const { width, channels, data } = decode(await copied('image/png'));
    for (const [i, [x, y]] of seen.places.entries()) {
      const at = channels * ((Math.round(seen.top) + y) * width + Math.round(seen.left) + x);
      assert.deepEqual([...data.slice(at, at + 3)], seen.colours[i], `pixel ${x}, ${y}`);
    }
  });

  it('is there on every view, with a name for each', async () => {
    for (const view of ['.image', '.prediction', '.large', '.histogram', '.kernel', 'div.excitement', '.layer-maps']) {
      await copyIn(view, 'Copy as PNG').first().waitFor();
      await copyIn(view, 'Copy numbers').first().waitFor();
    }
    for (const view of ['.image', '.histogram', '.kernel', 'div.excitement', '.prediction', '.large']) {
      await copy(view, 'Copy as PNG');
      const { width, height } = decode(await copied('image/png'));
      const box = await panel.locator(view).boundingBox();
      assert.ok(
        box && Math.abs(box.width - width) <= 1 && Math.abs(box.height - height) <= 1,
        `${view}: ${width}×${height}`,
      );
    }
    await code.screenshot('viewer-copy');
  });

  it('goes through the host where the webview is refused the clipboard', async () => {
    await panel.locator('main').evaluate(() => {
      const refuse = async () => {
        throw new DOMException('Document is not focused.', 'NotAllowedError');
      };
      Object.assign(navigator.clipboard, { write: refuse, writeText: refuse });
    });
    await copy('.prediction', 'Copy numbers');
    const text = await code.evaluate((vscode) => vscode.env.clipboard.readText());
    assert.match(text, /^\d\t0\.\d+\n/);
    await copyIn('.prediction', 'Copy as PNG').click();
    const file = join(code.workspace, 'nine.png');
    await saveAs(code, 'Prediction.png', file);
    await panel.locator('.prediction').getByText('Saved').waitFor();
    assert.ok(decode(await readFile(file)).width > 100);
  });
});
