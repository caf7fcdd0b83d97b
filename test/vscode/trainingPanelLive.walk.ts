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

  it('follows the newest kernels', async () => {
    await kernels(/kernels of conv2d_1, epoch 1;/i).waitFor({ timeout: patience });
    await panel.getByRole('img', { name: /^Accuracy by epoch: 1 epochs/ }).waitFor();
  });

  it('plays the epochs while it goes on', async () => {
    await panel.getByRole('button', { name: 'Play the epochs' }).click();
    await kernels(/kernels of conv2d_1, before training;/i).waitFor();
    await kernels(/kernels of conv2d_1, epoch 1;/i).waitFor();
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
