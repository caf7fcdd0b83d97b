/** The network diagram in VS Code: drawn from the model file as it is typed, and followed both ways. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { VSCodeApi } from '../../scripts/vscode/bridgeHost.ts';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { contrast, parseColour } from '../../src/insight/pictures/colour.ts';
import { joinGroups } from './editors.ts';
import { saveAs } from './saveDialog.ts';
import { until } from './until.ts';

const themes = { dark: 'Dark 2026', light: 'Light 2026', 'high-contrast': 'Default High Contrast' } as const;
const sizes = { narrow: { width: 652, height: 1000 }, wide: { width: 1652, height: 1000 } } as const;

describe('network diagram', () => {
  let code: VSCode;
  let panel: FrameLocator;

  before(async () => {
    // A file named at the start would be all that a reload brings back.
    code = await startVSCode({ size: { width: 1600, height: 1000 } });
    panel = code.webview();
    await code.open('lenet5.cnn.ts');
    await code.runCommand('workbench.action.closeSidebar');
    await code.runCommand('cnnLab.openDiagram');
    await panel.getByRole('heading', { name: 'LeNet-5', exact: true }).waitFor();
  });
  after(() => code?.close());

  const volume = (name: string) => panel.getByRole('option', { name: new RegExp(`^${name}\\b`) });

  /** What is selected in the model file, the cursor at its end. */
  const selected = () =>
    code.evaluate((vscode) => {
      const editor = vscode.window.visibleTextEditors.find(({ document }) => document.fileName.endsWith('.cnn.ts'));
      return editor ? editor.document.getText(editor.selection) : null;
    });

  async function putCursor(text: string): Promise<void> {
    await code.evaluate((vscode, wanted) => {
      const editor = vscode.window.visibleTextEditors.find(({ document }) => document.fileName.endsWith('.cnn.ts'))!;
      const at = editor.document.positionAt(editor.document.getText().indexOf(wanted));
      editor.selection = new vscode.Selection(at, at);
    }, text);
  }

  /** Types over `text` in the model file. */
  async function replace(text: string, by: string): Promise<void> {
    await code.evaluate(
      async (vscode, { text, by }) => {
        const editor = vscode.window.visibleTextEditors.find(({ document }) => document.fileName.endsWith('.cnn.ts'))!;
        const start = editor.document.getText().indexOf(text);
        const range = new vscode.Range(
          editor.document.positionAt(start),
          editor.document.positionAt(start + text.length),
        );
        await editor.edit((edit) => edit.replace(range, by));
      },
      { text, by },
    );
  }

  /** The diagram of a model file, in all of the window. */
  async function openAlone(file: string): Promise<void> {
    const openDiagram = async () => {
      const open = async (vscode: VSCodeApi, path: string) => {
        await vscode.commands.executeCommand('cnnLab.openDiagram', vscode.Uri.file(path));
      };
      await code.evaluate(open, join(code.workspace, file));
    };
    await code.open(file);
    await openDiagram();
    await joinGroups(code);
    // It was beside the model file, which has come to the front.
    await openDiagram();
  }

  it('draws every map and vector with its size and what makes it', async () => {
    await volume('conv2d_1').waitFor();
    const labels = await panel.getByRole('option').evaluateAll((all) => all.map((one) => one.ariaLabel));
    assert.equal(labels.length, 8);
    assert.equal(
      labels[1],
      'conv2d_1: convolutions 5×5 · output 6@28×28 · with tanh · 156 parameters · 117,600 multiply-adds · from input',
    );
    await code.screenshot('diagram-lenet5');
  });

  it('follows the cursor', async () => {
    await putCursor('conv2d(16, 5)');
    const lit = panel.locator('.ring.lit');
    await lit.waitFor();
    const [ring, box] = [await lit.boundingBox(), await volume('conv2d_2').boundingBox()];
    const middle = ring!.x + ring!.width / 2;
    assert.ok(box!.x < middle && middle < box!.x + box!.width, 'the ring is around another layer');
  });

  it('shows the call of what is clicked or chosen by keys, and Enter goes there', async () => {
    await volume('dense_2').locator('path').first().click();
    await until(async () => (await selected()) === 'dense(84)', 'the click does not lead to its call');
    await panel.locator('.volumes').press('ArrowLeft');
    await panel.locator('.volumes').press('Enter');
    await until(async () => (await selected()) === 'dense(120)', 'Enter does not lead to the call');
    const focused = () => code.evaluate((vscode) => vscode.window.activeTextEditor?.document.fileName ?? '');
    await until(async () => (await focused()).endsWith('lenet5.cnn.ts'), 'Enter leaves the focus in the diagram');
  });

  it('is drawn anew as one types, and keeps the last valid model', async () => {
    await replace('conv2d(16, 5)', 'conv2d(24, 5)');
    await panel.getByRole('option', { name: /output 24@10×10/ }).waitFor();
    await replace('conv2d(24, 5)', 'conv2d(24, 50)');
    await panel.getByText('The last valid model is shown.').waitFor();
    await panel.getByText(/kernel of conv2d, 50×50/).waitFor();
    assert.equal(await panel.getByRole('option', { name: /output 24@10×10/ }).count(), 1);
    await replace('conv2d(24, 50)', 'conv2d(16, 5)');
    await panel.getByText('The last valid model is shown.').waitFor({ state: 'detached' });
  });

  /** By VS Code's own dialog. */
  async function save(button: string, file: string): Promise<void> {
    await panel.getByRole('button', { name: button }).click();
    await saveAs(code, `lenet5${extname(file)}`, file);
  }

  it('saves an SVG file that stands by itself', async () => {
    const file = join(code.workspace, 'figure.svg');
    await save('Save as SVG', file);
    const text = await readFile(file, 'utf8');
    assert.match(text, /^<svg xmlns=/);
    for (const word of ['conv2d_1', 'convolutions', 'full connection']) assert.ok(text.includes(word), word);
    assert.doesNotMatch(text, /var\(--/);
  });

  it('saves a PNG file with the same picture, twice as fine', async () => {
    const file = join(code.workspace, 'figure.png');
    await save('Save as PNG', file);
    const bytes = await readFile(file);
    const svg = await readFile(join(code.workspace, 'figure.svg'), 'utf8');
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
    const drawn = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    for (const [i, side] of [width, height].entries())
      assert.ok(Math.abs(drawn[i]! - 2 * Number(side)) <= 2, `${drawn}, not twice ${width}×${height}`);
  });

  it('zooms, and comes back as it was when it was hidden and when the window is reloaded', async () => {
    await panel.getByRole('button', { name: 'Zoom in' }).click();
    const drawing = panel.locator('.diagram > g');
    const zoomed = (await drawing.getAttribute('transform')) ?? '';
    // What was set is put back once the view knows its size.
    const asBefore = () => panel.locator(`.diagram > g[transform="${zoomed}"]`).waitFor();
    await joinGroups(code);
    await code.open('lenet5.cnn.ts');
    await panel.getByRole('heading').first().waitFor({ state: 'detached' });
    await code.runCommand('cnnLab.openDiagram');
    await volume('conv2d_1').waitFor();
    await asBefore();
    // Zoomed once more, or what was written before this panel was in front would do.
    await panel.getByRole('button', { name: 'Zoom in' }).click();
    const last = (await drawing.getAttribute('transform')) ?? '';
    await code.reload();
    await panel.locator(`.diagram > g[transform="${last}"]`).waitFor();
    await panel.getByRole('button', { name: 'Fit to the view' }).click();
  }).timeout(240_000);

  it('folds and unfolds the blocks of DenseNet-121', async () => {
    await openAlone('densenet121.cnn.ts');
    await panel.getByRole('heading', { name: 'DenseNet-121' }).waitFor();
    const count = () => panel.getByRole('option').count();
    const folded = await count();
    assert.ok(folded < 30, `${folded} volumes`);
    await panel.getByRole('button', { name: 'Unfold 24 repeated blocks' }).click();
    await until(async () => (await count()) === folded + 3 * 23, 'the third dense block is not unfolded');
    await panel.getByRole('checkbox', { name: 'Fold repeated blocks' }).click();
    await until(async () => (await count()) === 185, 'not all blocks are unfolded');
    await code.screenshot('diagram-densenet121-unfolded');
    await panel.getByRole('checkbox', { name: 'Fold repeated blocks' }).click();
    await until(async () => (await count()) === folded, 'the blocks are not folded again');
  });

  it('scrolls what is too much to be read at once, and shows all of it where that is wished', async () => {
    await code.page.setViewportSize(sizes.narrow);
    await openAlone('googlenet.cnn.ts');
    const [down, across] = [panel.locator('.thumb.down'), panel.locator('.thumb.across')];
    await down.waitFor();
    assert.equal(await across.count(), 0);
    const top = async () => (await volume('input').boundingBox())!.y;
    const before = await top();
    await panel.locator('.diagram').hover();
    await code.page.mouse.wheel(0, 200);
    await until(async () => Math.abs(before - 200 - (await top())) < 2, 'the wheel does not scroll');
    const { x, y, width, height } = (await down.boundingBox())!;
    await code.page.mouse.move(x + width / 2, y + height / 2);
    await code.page.mouse.down();
    await code.page.mouse.move(x + width / 2, y + 2000);
    await code.page.mouse.up();
    const end = panel.locator('.place');
    const bottom = async () => (await volume('dense_1').boundingBox())!;
    const place = (await end.boundingBox())!;
    await until(async () => (await bottom()).y < place.y + place.height, 'the thumb does not lead to the end');
    await code.screenshot('diagram-googlenet-scrolled');
    await panel.getByRole('button', { name: 'Fit to the view' }).click();
    await down.waitFor({ state: 'detached' });
    await code.screenshot('diagram-googlenet-whole');
    await panel.getByRole('button', { name: 'Readable size' }).click();
    await down.waitFor();
    assert.ok(Math.abs((await top()) - before) < 2, 'the picture does not begin at its beginning');
  });

  for (const file of ['alexnet', 'resnet50', 'googlenet', 'densenet121']) {
    for (const [theme, id] of Object.entries(themes)) {
      for (const [size, viewport] of Object.entries(sizes)) {
        it(`of ${file} is legible in ${theme}, ${size}`, async () => {
          await code.page.setViewportSize(viewport);
          await code.evaluate(
            (vscode, value) => vscode.workspace.getConfiguration('workbench').update('colorTheme', value, true),
            id,
          );
          await openAlone(`${file}.cnn.ts`);
          await panel.locator(`body[data-vscode-theme-id="${id}"]`).waitFor();
          await volume('conv2d_1').waitFor();
          await code.page.waitForTimeout(300);
          await code.screenshot(`diagram-${file}-${theme}-${size}`);
          const inks = await panel
            .locator('.diagram text')
            .evaluateAll((all) => all.map((one) => one.getAttribute('fill')));
          const background = await panel.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
          for (const ink of new Set(inks)) {
            const ratio = contrast(parseColour(ink ?? '')!, parseColour(background)!);
            assert.ok(ratio >= 4.5, `text in ${ink} has a contrast of ${ratio.toFixed(2)}`);
          }
          const transform = (await panel.locator('.diagram > g').getAttribute('transform')) ?? '';
          const letters = 12 * Number(/scale\((.*)\)/.exec(transform)?.[1]);
          assert.ok(letters >= 10.99, `words are ${letters} pixels high`);
          const overflow = await panel
            .locator('html')
            .evaluate((page) => page.scrollWidth > page.clientWidth || page.scrollHeight > page.clientHeight);
          assert.ok(!overflow, 'the panel does not fit its view');
        });
      }
    }
  }
});

describe('network diagram in Restricted Mode', () => {
  it('is drawn all the same', async () => {
    const code = await startVSCode({ openFile: 'resnet18.cnn.ts', trust: 'restricted' });
    try {
      await code.runCommand('cnnLab.openDiagram');
      await code.webview().getByRole('heading', { name: 'ResNet-18' }).waitFor();
      await code
        .webview()
        .getByRole('option', { name: /^dense_1: full connection · output 1000/ })
        .waitFor();
    } finally {
      await code.close();
    }
  });
});
