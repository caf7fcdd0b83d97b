/** The training panel while a real model learns: what it shows is what the trainer wrote. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { root } from '../../scripts/paths.ts';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import type { Evaluation } from '../../src/training/layout.ts';
import { readCheckpointTensor, readEvaluation } from '../../src/training/runReader.ts';
import { weightColours } from './panelPixels.ts';

const epochs = 3;
/** Several epochs on a machine with other things to do. */
const patience = 240_000;

/** Where the panel's page keeps word of what it played. */
interface Played {
  played?: Promise<void>;
}

describe('training panel of a model that learns', function () {
  this.timeout(patience);
  let code: VSCode;
  let panel: FrameLocator;

  before(async () => {
    const example = readFileSync(join(root, 'examples', 'lenet5.cnn.ts'), 'utf8');
    const text = example.replace(/epochs: \d+/, `epochs: ${epochs}`);
    const settings = { 'editor.minimap.enabled': false };
    code = await startVSCode({ settings, files: { 'lenet5.cnn.ts': text }, size: { width: 1720, height: 1200 } });
    panel = code.webview();
    await code.runCommand('workbench.action.closeSidebar');
    await code.open('lenet5.cnn.ts');
    await code.page.getByText('→ 16×10×10').first().waitFor();
  });
  after(() => code.close());

  const stepChart = () => panel.getByRole('img', { name: /^Loss by step: [\d,]+ steps/ });
  const kernels = (when: RegExp) => panel.getByRole('img', { name: when });
  const runFolder = () => dirname(globSync(join(code.workspace, '.cnn-lab/runs/*/run.json'))[0] ?? assert.fail());

  async function stepsShown(): Promise<number> {
    const label = (await stepChart().getAttribute('aria-label')) ?? '';
    return Number(/: ([\d,]+) steps/.exec(label)?.[1]?.replace(',', ''));
  }

  it('opens beside the editor when training starts, and grows', async () => {
    await code.runCommand('cnnLab.train');
    await stepChart().waitFor();
    const before = await stepsShown();
    await panel
      .getByText(/epoch|Training/)
      .first()
      .waitFor();
    const active = await code.evaluate((vscode) => vscode.window.activeTextEditor?.document.fileName);
    assert.match(active ?? '', /lenet5\.cnn\.ts$/, 'the editor keeps the focus');
    while ((await stepsShown()) <= before) await code.page.waitForTimeout(50);
  });

  it('stops and resumes', async () => {
    await panel.getByRole('button', { name: 'Stop' }).click();
    await panel.getByText('Stopped', { exact: true }).waitFor();
    const stopped = await stepsShown();
    await panel.getByRole('button', { name: 'Resume' }).click();
    await panel.getByText('Training', { exact: true }).first().waitFor();
    while ((await stepsShown()) <= stopped) await code.page.waitForTimeout(50);
  });

  it('lets a layer be chosen by keys while it is drawn anew', async () => {
    const box = panel.getByRole('combobox', { name: 'Layer' });
    await box.focus();
    await box.press('Enter');
    await box.press('ArrowDown');
    // Five drawings, unless the run is over already.
    await code.page.waitForTimeout(1000);
    await box.press('Enter');
    await kernels(/kernels of conv2d_2/i).waitFor();
    await box.press('ArrowUp');
    await kernels(/kernels of conv2d_1/i).waitFor();
  });

  it('follows the newest kernels', async () => {
    // The next epoch may be over before this looks.
    await kernels(/kernels of conv2d_1, epoch \d;/i).waitFor({ timeout: patience });
    await panel.getByRole('img', { name: /^Accuracy by epoch: \d epochs/ }).waitFor();
  });

  it('plays the epochs while it goes on', async () => {
    // An epoch is shown for less time than it may take to look twice from here.
    const canvas = kernels(/kernels of conv2d_1/i);
    await canvas.evaluate((element) => {
      const wanted = [/before training;/i, /epoch 1;/i];
      (globalThis as Played).played = new Promise((resolve) => {
        const look = () => {
          if (wanted[0]?.test(element.ariaLabel ?? '')) wanted.shift();
          if (wanted.length === 0) resolve();
        };
        new MutationObserver(look).observe(element, { attributeFilter: ['aria-label'] });
      });
    });
    await panel.getByRole('button', { name: 'Play the epochs' }).click();
    await canvas.evaluate(() => (globalThis as Played).played);
    assert.ok(await panel.getByText('Training', { exact: true }).first().isVisible(), 'the run has ended meanwhile');
  });

  it('shows the confusion matrix that the trainer measured', async () => {
    await panel.getByText('Finished').waitFor({ timeout: patience });
    const counts = await panel.locator('[data-cell]').allTextContents();
    const shown = counts.map((text) => (text === '·' ? 0 : Number(text.replace(',', ''))));
    const evaluation: Evaluation | null = await readEvaluation(runFolder());
    assert.deepEqual(shown, evaluation?.confusion.flat());
    assert.equal(
      shown.reduce((sum, count) => sum + count, 0),
      10_000,
    );
  });

  it('shows the weights of the first layer after each epoch, in red and blue', async () => {
    const pictures = new Set<string>();
    for (let epoch = 0; epoch <= epochs; epoch++) {
      await panel.getByRole('slider', { name: 'Epoch', exact: true }).fill(String(epoch));
      const when = epoch === 0 ? 'before training' : `epoch ${epoch};`;
      const canvas = kernels(new RegExp(`kernels of conv2d_1, ${when}`, 'i'));
      await canvas.waitFor();
      const { shape, data } = await readCheckpointTensor(runFolder(), epoch, 'conv2d_1.weight');
      assert.deepEqual([...shape], [6, 1, 5, 5]);
      const colours = await weightColours(canvas, 6, 5);
      for (const [i, { red, blue }] of colours.entries()) {
        if (Math.abs(data[i]!) > 0.1) {
          assert.equal(Math.sign(red - blue), Math.sign(data[i]!), `epoch ${epoch}, weight ${i} is ${data[i]}`);
        }
      }
      pictures.add(JSON.stringify(colours));
    }
    assert.equal(pictures.size, epochs + 1);
  });

  it('looks well beside the model', async () => {
    await code.evaluate((vscode) =>
      vscode.workspace.getConfiguration('workbench').update('colorTheme', 'Dark 2026', true),
    );
    await panel.locator('body.vscode-dark').waitFor();
    await panel.locator('h1').scrollIntoViewIfNeeded();
    await code.page.getByText('→ 16×10×10').first().waitFor();
    await code.screenshot('training-panel');
  });
});
