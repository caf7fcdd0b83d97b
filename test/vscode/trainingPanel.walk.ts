/** The training panel in VS Code: what it draws, against what the run folder holds, and what it survives. */
import assert from 'node:assert/strict';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { runLayout } from '../../src/training/layout.ts';
import { events, type GeneratedRun, generateRun, lines, lossAt, weightAt } from '../panels/generatedRun.ts';
import { blueHeights, weightColours } from './panelPixels.ts';

const finished: GeneratedRun = {
  name: 'LeNet-5',
  modelFile: '',
  steps: 12 * 469,
  stepsPerEpoch: 469,
  epochs: 12,
  status: { state: 'done', error: null },
  kernels: [6, 1, 5, 5],
};

describe('training panel', () => {
  let code: VSCode;
  let panel: FrameLocator;

  before(async () => {
    // The file is not in the page's address, or a reload would open it alone.
    code = await startVSCode({ size: { width: 1600, height: 1000 } });
    panel = code.webview();
    await code.open('lenet5.cnn.ts');
    await code.runCommand('workbench.action.closeSidebar');
    await openRun('finished', finished);
  });
  after(() => code.close());

  async function openRun(name: string, run: GeneratedRun): Promise<string> {
    const folder = join(code.workspace, '.cnn-lab', 'runs', name);
    await generateRun(folder, { ...run, modelFile: join(code.workspace, 'lenet5.cnn.ts') });
    await code.runCommand('cnnLab.openPanel', folder);
    await panel.getByRole('heading', { name: run.name, exact: true }).waitFor();
    return folder;
  }

  const slider = (name: string) => panel.getByRole('slider', { name, exact: true });
  const kernels = () => panel.getByRole('img', { name: /kernels of conv2d_1/ });

  async function chooseEpoch(epoch: number): Promise<void> {
    await slider('Epoch').fill(String(epoch));
    const when = epoch === 0 ? 'before training' : `epoch ${epoch};`;
    await panel.getByRole('img', { name: new RegExp(`kernels of conv2d_1, ${when}`, 'i') }).waitFor();
  }

  it('says how the run stands', async () => {
    await panel.getByText('Finished').waitFor();
    await panel.getByText('12 of 12').waitFor();
    await panel.getByText('step 5,628 of 5,628').waitFor();
    // The last epoch's: 0.99 − 0.03 / 12.
    await panel.locator('.figure', { hasText: 'Validation accuracy' }).getByText('98.75%', { exact: true }).waitFor();
    await panel.getByText('CPU, 2 threads').waitFor();
    assert.equal(await panel.getByRole('button', { name: /Stop|Resume/ }).count(), 0);
  });

  it('leaves the focus to the editor', async () => {
    const active = await code.evaluate((vscode) => vscode.window.activeTextEditor?.document.fileName);
    assert.match(active ?? '', /lenet5\.cnn\.ts$/);
  });

  for (const [title, falls] of [
    ['Loss by step', true],
    ['Loss by epoch', true],
    ['Accuracy by epoch', false],
  ] as const) {
    it(`draws the curve of ${title.toLowerCase()} across the whole chart`, async () => {
      const canvas = panel.getByRole('img', { name: new RegExp(`^${title}:`) });
      await canvas.waitFor();
      const { heights, width } = await blueHeights(canvas);
      assert.ok(heights.length > 0.7 * width, `${heights.length} of ${width} columns hold a curve`);
      const tenth = Math.floor(heights.length / 10);
      const [first, last] = [mean(heights.slice(0, tenth)), mean(heights.slice(-tenth))];
      assert.ok(falls ? first > last + 20 : last > first + 20, `from ${first} to ${last} pixels above the bottom`);
    });
  }

  it('reads the loss of any step with the keyboard', async () => {
    const chart = panel.getByRole('slider', { name: /^Loss by step/ });
    await chart.focus();
    await chart.press('End');
    const text = (await chart.getAttribute('aria-valuetext')) ?? '';
    assert.match(text, /^Step 5,628, epoch 12, /);
    const batch = Number(/Batch ([\d.]+)/.exec(text)?.[1]);
    assert.ok(Math.abs(batch - lossAt(5628)) < 0.005 * batch, `${batch}, not ${lossAt(5628)}`);
    await chart.press('ArrowLeft');
    assert.match((await chart.getAttribute('aria-valuetext')) ?? '', /^Step 5,572, epoch 12, /);
  });

  it('shows the kernels of the epoch chosen, red where a weight is positive and blue where negative', async () => {
    const pictures: string[] = [];
    for (const epoch of [0, 5, 12]) {
      await chooseEpoch(epoch);
      const colours = await weightColours(kernels(), 6, 5);
      const largest = Math.max(...colours.map((_, i) => Math.abs(weightAt(i, 12))));
      for (const [i, { red, blue }] of colours.entries()) {
        const weight = weightAt(i, epoch);
        if (Math.abs(weight) > 0.1 * largest) {
          assert.equal(Math.sign(red - blue), Math.sign(weight), `epoch ${epoch}, weight ${i} is ${weight}`);
        }
      }
      pictures.push(JSON.stringify(colours));
    }
    assert.equal(new Set(pictures).size, 3);
  });

  it('reads a weight with the keyboard', async () => {
    await chooseEpoch(3);
    await kernels().focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) {
      await kernels().press(key);
    }
    // Of the first kernel.
    const expected = weightAt(6, 3).toFixed(3);
    await panel.getByText(`Kernel 0, row 1, column 1: ${expected}`).waitFor();
  });

  it('has every validation image in its confusion matrix once', async () => {
    const counts = await panel.locator('[data-cell]').allTextContents();
    assert.equal(counts.length, 100);
    const sum = counts.reduce((total, text) => total + (text === '·' ? 0 : Number(text.replace(',', ''))), 0);
    assert.equal(sum, 10_000);
    await panel.getByText(/ of 10,000 validation images right/).waitFor();
  });

  it('is walked cell by cell with the arrow keys', async () => {
    const cell = panel.locator('[data-cell="0,0"]');
    await cell.focus();
    await cell.press('ArrowDown');
    await panel.locator('[data-cell="1,0"]').press('ArrowRight');
    await panel.getByText(/^True 1, predicted 1: [\d,]+ of 1,000 images/).waitFor();
  });

  it('keeps what was set when it is hidden or moved to another column, and comes back when the window is reloaded', async () => {
    await chooseEpoch(4);
    let smoothing = '20';
    await slider('Smoothing').fill(smoothing);
    const unchanged = async () => {
      await panel.getByRole('heading', { name: 'LeNet-5', exact: true }).waitFor();
      await panel.getByRole('img', { name: /^Loss by step: 5,628 steps/ }).waitFor();
      await panel.getByRole('img', { name: /kernels of conv2d_1, epoch 4;/i }).waitFor();
      assert.equal(await slider('Smoothing').inputValue(), smoothing);
    };
    await code.evaluate(
      async (vscode, file) => {
        await vscode.window.showTextDocument(vscode.Uri.file(file), { viewColumn: vscode.ViewColumn.Two });
      },
      join(code.workspace, 'lenet5.cnn.ts'),
    );
    await panel.getByRole('heading').first().waitFor({ state: 'detached' });
    await code.runCommand('workbench.action.closeActiveEditor');
    await unchanged();

    await code.runCommand('workbench.action.focusSecondEditorGroup');
    await code.runCommand('workbench.action.moveEditorToNextGroup');
    await unchanged();
    await code.runCommand('workbench.action.moveEditorToPreviousGroup');
    await unchanged();

    // Set once more: what was written of the columns before may be older than they are.
    smoothing = '25';
    await slider('Smoothing').fill(smoothing);
    await code.reload();
    await unchanged();
  }).timeout(240_000);

  it('shows an interrupted run as it is resumed and grows', async () => {
    const run: GeneratedRun = {
      ...finished,
      name: 'Growing',
      steps: 600,
      status: { state: 'interrupted', error: null },
    };
    const folder = await openRun('growing', run);
    await panel.getByText('Stopped').waitFor();
    await panel.getByRole('button', { name: 'Resume' }).waitFor();
    await panel.getByText('step 600 of 5,628').waitFor();
    await appendFile(join(folder, runLayout.metrics), lines(events(folder, run, 601, 1000)));
    await panel.getByText('step 1,000 of 5,628').waitFor();
    await panel.getByRole('img', { name: /^Loss by epoch: 2 epochs/ }).waitFor();
  });

  it('says that a trainer was killed and offers to resume', async () => {
    await openRun('killed', { ...finished, name: 'Killed', steps: 700, status: { state: 'running', error: null } });
    await panel.getByText('Ended unexpectedly').waitFor();
    await panel
      .getByRole('alert')
      .getByText(/killed, or ran out of memory/)
      .waitFor();
    await panel.getByRole('button', { name: 'Resume' }).waitFor();
  });

  it('gives the message of a run that failed, and its log', async () => {
    const message = 'The loss is not a number at step 700. Try a smaller learning rate.';
    const error = { kind: 'user', code: 'loss-not-finite', message } as const;
    await openRun('failed', { ...finished, name: 'Failed', steps: 700, status: { state: 'failed', error } });
    await panel.getByRole('alert').getByText(message).waitFor();
    await panel.getByRole('button', { name: 'Open log' }).click();
    await code.page.getByText('Training on CPU, 2 threads.').first().waitFor();
  });

  it('says why what was asked for cannot be done', async () => {
    const error = { kind: 'user', code: 'disk-full', message: 'The disk is full.' } as const;
    const folder = await openRun('no-log', { ...finished, name: 'No log', status: { state: 'failed', error } });
    await rm(join(folder, runLayout.log));
    await panel.getByRole('button', { name: 'Open log' }).click();
    await panel
      .getByRole('alert')
      .getByText(/no-log.trainer\.log no longer exists\.$/)
      .waitFor();
    await code.screenshot('training-refused');
  });

  it('draws 100,000 steps', async () => {
    const long: GeneratedRun = { ...finished, name: 'Long', steps: 100_000, stepsPerEpoch: 1000, epochs: 100 };
    await openRun('long', long);
    const canvas = panel.getByRole('img', { name: /^Loss by step: 100,000 steps/ });
    await canvas.waitFor();
    const { heights, width } = await blueHeights(canvas);
    assert.ok(heights.length > 0.8 * width);
  });
});

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
