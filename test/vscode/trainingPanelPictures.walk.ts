/**
 * Pictures of the training panel for people to look at, in out/screenshots: every kind of theme, from a
 * narrow column to a full screen. What can be said of them without looking is asserted: nothing is cut off,
 * and text and curves stand out from their background.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { contrast, parseColour } from '../../src/insight/pictures/colour.ts';
import { type GeneratedRun, generateRun } from '../panels/generatedRun.ts';

const themes = {
  dark: 'Dark 2026',
  'dark-modern': 'Dark Modern',
  light: 'Light 2026',
  'light-modern': 'Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;

/** Page sizes that leave the panel, alone in the window, 600 pixels and a full screen. */
const sizes = { narrow: { width: 652, height: 2300 }, wide: { width: 1652, height: 1650 } } as const;

const run: GeneratedRun = {
  name: 'LeNet-5',
  modelFile: '',
  steps: 12 * 469,
  stepsPerEpoch: 469,
  epochs: 12,
  status: { state: 'done', error: null },
  kernels: [6, 1, 5, 5],
};

describe('pictures of the training panel', () => {
  let code: VSCode;

  before(async () => {
    code = await startVSCode();
    await code.runCommand('workbench.action.closeSidebar');
    const message = 'The loss is not a number at step 2,310. Try a smaller learning rate: it is 0.5.';
    const error = { kind: 'user', code: 'loss-not-finite', message } as const;
    const modelFile = join(code.workspace, 'lenet5.cnn.ts');
    const runs = {
      failed: { ...run, steps: 2309, status: { state: 'failed', error } },
      colour: { ...run, name: 'AlexNet', kernels: [96, 3, 11, 11] },
      finished: run,
    } as const;
    for (const [name, generated] of Object.entries(runs)) {
      const folder = join(code.workspace, '.cnn-lab', 'runs', name);
      await generateRun(folder, { ...generated, modelFile });
      await code.runCommand('cnnLab.openPanel', folder);
      await code.webview().getByRole('heading', { name: generated.name, exact: true }).waitFor();
    }
  });
  after(() => code.close());

  async function take(theme: keyof typeof themes, size: keyof typeof sizes, name: string): Promise<void> {
    await code.page.setViewportSize(sizes[size]);
    await code.evaluate(
      (vscode, value) => vscode.workspace.getConfiguration('workbench').update('colorTheme', value, true),
      themes[theme],
    );
    await code.webview().locator(`body[data-vscode-theme-id="${themes[theme]}"]`).waitFor();
    // Two frames: one to lay out anew, one to draw.
    await code
      .webview()
      .locator('body')
      .evaluate(() => new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame)));
    await code.screenshot(name);
  }

  for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
    for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
      it(`in ${theme}, ${size}`, async () => {
        await take(theme, size, `training-${theme}-${size}`);
        const overflow = await code
          .webview()
          .locator('html')
          .evaluate((page) => {
            const wide = [...page.querySelectorAll('main *')].filter(
              (element) => element.getBoundingClientRect().right > page.clientWidth + 1 && !element.closest('.reading'),
            );
            return wide.map((element) => element.outerHTML.slice(0, 80));
          });
        assert.deepEqual(overflow, [], 'stands out at the right');
        for (const [text, ratio] of await contrasts()) {
          const least = text.startsWith('curve') ? 2.5 : 4.5;
          assert.ok(ratio >= least, `“${text}” has a contrast of ${ratio.toFixed(2)} to its background`);
        }
      });
    }
  }

  it('of a failure and of kernels in colour', async () => {
    await code.runCommand('cnnLab.openPanel', join(code.workspace, '.cnn-lab', 'runs', 'failed'));
    await code.webview().getByRole('alert').waitFor();
    await take('dark', 'wide', 'training-failed');
    await code.runCommand('cnnLab.openPanel', join(code.workspace, '.cnn-lab', 'runs', 'colour'));
    await code.webview().getByRole('heading', { name: 'AlexNet', exact: true }).waitFor();
    await code
      .webview()
      .getByRole('img', { name: /96 kernels/ })
      .waitFor();
    await take('dark', 'wide', 'training-colour');
  });

  /** WCAG contrast of every piece of text, and of every curve, to what is behind it. */
  async function contrasts(): Promise<[string, number][]> {
    const found = await code
      .webview()
      .locator('main')
      .evaluate((main) => {
        const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
        // Whatever notation a colour is in, one pixel of it tells.
        const paint = (...colours: string[]) => {
          canvas?.clearRect(0, 0, 1, 1);
          for (const colour of colours) {
            if (canvas) canvas.fillStyle = colour;
            canvas?.fillRect(0, 0, 1, 1);
          }
          return [...(canvas?.getImageData(0, 0, 1, 1).data ?? [])];
        };
        const leaves = [...main.querySelectorAll('*')].filter(
          (element) => element.children.length === 0 && element.textContent?.trim() && element.textContent !== '·',
        );
        const measure = (element: Element, text: string, colour: string) => {
          const layers: string[] = [];
          for (let at: Element | null = element; at !== null; at = at.parentElement) {
            layers.unshift(getComputedStyle(at).backgroundColor);
          }
          const background = paint(...layers);
          return { text, colours: [paint(...layers, colour), background] };
        };
        const texts = leaves.map((element) =>
          measure(element, element.textContent ?? '', getComputedStyle(element).color),
        );
        const curves = [...main.querySelectorAll('.legend li:has(.value) .line')].map((line) =>
          measure(line, `curve of ${line.parentElement?.textContent}`, getComputedStyle(line).borderTopColor),
        );
        return [...texts, ...curves];
      });
    return found.map(({ text, colours }) => {
      const [front, back] = colours.map((colour) => parseColour(`rgb(${colour.slice(0, 3).join()})`));
      return [text, front && back ? contrast(front, back) : 0];
    });
  }
});
