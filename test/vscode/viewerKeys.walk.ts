/** The activation viewer without a mouse: through layers, maps, images and epochs, and a list of its keys. */
import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import type { VSCode } from '../../scripts/vscode/startVSCode.ts';
import { openDigitsViewer } from './digits.ts';

describe('keys of the activation viewer', () => {
  let code: VSCode;
  let panel: FrameLocator;
  const press = (key: string) => code.page.keyboard.press(key);
  const focused = () => panel.locator('main').evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

  before(async () => {
    ({ code, panel } = await openDigitsViewer());
    await panel.getByRole('heading', { name: 'Digits', exact: true }).click();
  });
  after(() => code?.close());

  it('leads from anywhere to the maps, and from map to map and layer to layer', async () => {
    await press('ArrowDown');
    assert.match(await focused(), /^input: /);
    await press('ArrowDown');
    await panel.getByRole('heading', { name: 'input, map 0', exact: true }).waitFor();
    await press('ArrowDown');
    await panel.getByRole('heading', { name: 'conv2d_1, map 0', exact: true }).waitFor();
    await panel.getByRole('img', { name: /^Kernel of 1 input channels/ }).waitFor();
    await press('ArrowRight');
    await panel.getByRole('heading', { name: 'conv2d_1, map 1', exact: true }).waitFor();
    await press('PageDown');
    await panel.getByRole('heading', { name: 'relu_1, map 0', exact: true }).waitFor();
    assert.match(await focused(), /^relu_1: /);
  });

  it('leads from image to image and from epoch to epoch, without leaving the map', async () => {
    await press('Shift+ArrowRight');
    await panel.getByRole('img', { name: /^Image 1, true class/ }).waitFor();
    await press('Shift+ArrowLeft');
    await panel.getByRole('img', { name: /^Image 0, true class/ }).waitFor();
    await press('Shift+ArrowDown');
    const slider = panel.getByRole('slider', { name: 'Epoch', exact: true });
    assert.equal(await slider.getAttribute('aria-valuetext'), '3');
    await press('Shift+ArrowUp');
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /^4/);
    assert.match(await focused(), /^relu_1: /);
  });

  it('lists its keys, and lets go of the large map', async () => {
    await press('?');
    const list = panel.getByRole('dialog', { name: 'Keys' });
    await list.getByText('Previous and next image').waitFor();
    await code.screenshot('viewer-keys');
    await press('Escape');
    await list.waitFor({ state: 'hidden' });
    await press('Escape');
    await panel.getByRole('heading', { name: 'relu_1, map 0', exact: true }).waitFor({ state: 'detached' });
  });

  it('has a name for everything that takes the focus', async () => {
    const nameless = await panel.locator('html').evaluate((page) => {
      const focusable = 'button, input, canvas[tabindex], vscode-button, vscode-dropdown, vscode-checkbox, a[href]';
      return [...page.querySelectorAll<HTMLElement>(focusable)]
        .filter((one) => !(one.ariaLabel || one.textContent?.trim() || (one as HTMLInputElement).labels?.length))
        .map((one) => one.outerHTML.slice(0, 100));
    });
    assert.deepEqual(nameless, []);
  });
});
