/** Steps in the activation viewer, and the colours that it draws with. */
import type { FrameLocator } from 'playwright-core';
import { divergingMap, parseColour, type Rgb } from '../../src/insight/pictures/colour.ts';

/** Resolves when nothing in view is of an earlier choice any more. */
export async function settled(panel: FrameLocator): Promise<void> {
  await panel.locator('main[aria-busy="false"]').waitFor();
}

/** Chooses an option of a list of choices by their names. */
export async function choose(panel: FrameLocator, list: string, option: string | RegExp): Promise<void> {
  await panel.getByRole('combobox', { name: list }).click();
  await panel.getByRole('option', { name: option }).click();
}

/** The colour behind what is drawn. */
export async function background(panel: FrameLocator): Promise<Rgb> {
  const [text = ''] = await themeColours(panel, ['--vscode-editor-background']);
  return parseColour(text) ?? [0, 0, 0];
}

/** The colours of values from the lowest to the highest, as 0xBBGGRR. */
export async function valueColours(panel: FrameLocator): Promise<Uint32Array> {
  const middle = await background(panel);
  const texts = await themeColours(panel, ['--vscode-charts-blue', '--vscode-charts-red']);
  const [low = middle, high = middle] = texts.map((text) => parseColour(text, middle) ?? middle);
  return divergingMap(low, middle, high);
}

const themeColours = (panel: FrameLocator, names: readonly string[]): Promise<string[]> =>
  panel.locator('html').evaluate((page, all) => {
    const style = getComputedStyle(page);
    return all.map((name) => style.getPropertyValue(name));
  }, names);
