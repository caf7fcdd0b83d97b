/**
 * Images of the user's own in the activation viewer, what is said when image, run or model is not what it takes,
 * and how a map was learned.
 */
import assert from 'node:assert/strict';
import { copyFile, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import type { FrameLocator } from 'playwright-core';
import type { VSCode } from '../../scripts/vscode/startVSCode.ts';
import { Inspector } from '../../src/jobs/inspector/inspector.ts';
import { runLayout } from '../../src/training/layout.ts';
import { openDigitsViewer } from './digits.ts';
import { joinGroups } from './editors.ts';
import { until } from './until.ts';

describe('own images and what goes wrong in the activation viewer', () => {
  let code: VSCode;
  let panel: FrameLocator;
  let run: string;

  before(async () => {
    ({ code, panel, run } = await openDigitsViewer());
  });
  after(() => code?.close());

  const picture = () => panel.locator('section.image');
  const alert = (text: RegExp) => panel.locator('header').getByRole('alert').getByText(text);

  /** In the workspace, which is where the dialog begins. */
  async function chooseFile(name: string): Promise<void> {
    const dialog = code.page.locator('.quick-input-widget');
    await dialog.locator('.monaco-list-row', { hasText: name }).waitFor();
    // While it still looks into the folder, a click may go to a row that is drawn anew.
    await until(async () => {
      await dialog
        .locator('.monaco-list-row', { hasText: name })
        .click({ timeout: 2000 })
        .catch(() => {});
      return dialog.waitFor({ state: 'hidden', timeout: 5000 }).then(
        () => true,
        () => false,
      );
    }, `${name} is not taken`);
  }

  it('shows how a map was learned, epoch by epoch', async () => {
    await panel.getByRole('img', { name: /^conv2d_2: .*Arrow keys/ }).focus();
    await panel.getByRole('img', { name: /^conv2d_2: .*Arrow keys/ }).press('ArrowRight');
    await panel.getByRole('checkbox', { name: 'Search epoch by epoch' }).click();
    const stages = panel.locator('.evolution .pairs:not(.stale) li');
    await stages.first().waitFor();
    const shown = await stages.evaluateAll((all) =>
      all.map((one) => [one.firstChild?.textContent, one.getAttribute('title')]),
    );
    const inspector = await Inspector.open({ kind: 'run', folder: run });
    const request = { epochs: [1, 2, 4], node: 4, map: 0, method: 'deconvnet' } as const;
    const expected = await inspector.handlers.evolution(request, {});
    await inspector.dispose();
    assert.equal(shown.length, expected.length);
    for (const [i, { epoch, strongest }] of expected.entries()) {
      assert.equal(shown[i]![0], `Epoch ${epoch}`);
      assert.ok(shown[i]![1]?.startsWith(`Training image ${strongest.image.toLocaleString('en')}, class`));
    }
    await stages.last().scrollIntoViewIfNeeded();
    await code.screenshot('viewer-evolution');
  });

  it('drives curves and all else by one slider, plays the epochs, and follows a new one', async () => {
    const slider = panel.getByRole('slider', { name: 'Epoch', exact: true });
    const at = (epoch: number) =>
      panel.getByRole('img', { name: new RegExp(`^Accuracy by epoch\\. Epoch ${epoch}: training \\d`) });
    await slider.fill('1');
    await at(1).waitFor();
    await panel.locator('.evolution [aria-current]').getByText('Epoch 1', { exact: true }).waitFor();
    await panel.getByRole('button', { name: 'Play the epochs' }).click();
    await at(4).waitFor();
    await panel.getByRole('button', { name: 'Play the epochs' }).waitFor();
    await copyFile(join(run, runLayout.checkpoint(3)), join(run, runLayout.checkpoint(5)));
    await panel.getByText('5 · newest').waitFor();
    await rm(join(run, runLayout.checkpoint(5)));
    await panel.getByText('4 · newest').waitFor();
    await panel.getByRole('img', { name: /^Accuracy by epoch/ }).scrollIntoViewIfNeeded();
    await code.screenshot('viewer-curves');
  });

  it("takes the user's own file, made to fit or refused, and says so", async () => {
    const data = Uint8Array.from({ length: 3 * 40 * 30 }, (_, i) => ((i % 90) + (i % 3) * 40) % 256);
    const file = join(code.workspace, 'own.png');
    await writeFile(file, encode({ width: 30, height: 40, channels: 3, data }));
    await panel.getByRole('combobox', { name: 'Image source' }).click();
    await panel.getByRole('option', { name: 'A file of your own' }).click();
    await chooseFile('own.png');
    await picture().getByText('40×30 → 28×28 · colour → grey').waitFor();
    await panel.getByRole('img', { name: `Image of ${file}` }).waitFor();
    await code.screenshot('viewer-own-file');
    await panel.getByRole('checkbox', { name: /^Resize it/ }).click();
    await alert(/own\.png is 40×30 pixels; the model takes 28×28/).waitFor();
    await panel.getByRole('checkbox', { name: /^Resize it/ }).click();
    await picture().getByText('40×30 → 28×28 · colour → grey').waitFor();
  });

  it('says that a file is no image, and stays with what was there', async () => {
    await writeFile(join(code.workspace, 'notes.png'), 'no image');
    await panel.getByRole('button', { name: 'Choose a file …' }).click();
    await chooseFile('notes.png');
    await alert(/notes\.png cannot be read as an image/).waitFor();
    await code.screenshot('viewer-no-image');
    await panel.getByRole('combobox', { name: 'Image source' }).click();
    await panel.getByRole('option', { name: 'From the data set' }).click();
    await panel.locator('main[aria-busy="false"]').waitFor();
    assert.equal(await panel.getByRole('alert').count(), 0);
  });

  it('says that a checkpoint is cut short', async () => {
    await truncate(join(run, runLayout.checkpoint(2)), 5000);
    await panel.getByRole('slider', { name: 'Epoch', exact: true }).fill('2');
    await alert(/epoch-0002\.safetensors is not a readable/).waitFor();
    await panel.getByRole('slider', { name: 'Epoch', exact: true }).fill('4');
    await panel.locator('main[aria-busy="false"]').waitFor();
  });

  it('says that the run was deleted while it was open, and goes on when it is back', async () => {
    await rename(run, `${run}-moved`);
    await panel.getByRole('spinbutton', { name: 'Number of the image' }).fill('3');
    await alert(/The run folder .*digits no longer exists/).waitFor();
    await code.screenshot('viewer-run-gone');
    await rename(`${run}-moved`, run);
    // Where the viewer has seen it go, it sees it come back, too.
    const retry = panel.getByRole('button', { name: 'Try again' });
    const goesOn = panel.locator('main[aria-busy="false"]');
    await retry.or(goesOn).first().waitFor();
    if (await retry.isVisible()) await retry.click({ timeout: 2000 }).catch(() => undefined);
    await panel.getByRole('img', { name: /^Image 3, true class/ }).waitFor();
    await panel.locator('main[aria-busy="false"]').waitFor();
  });

  it('says that the model file has changed since, and shows the copy of the run', async () => {
    const file = join(code.workspace, 'digits.cnn.ts');
    await writeFile(file, (await readFile(file, 'utf8')).replace('conv2d(6, 5', 'conv2d(7, 5'));
    await code.runCommand('workbench.action.closeActiveEditor');
    await code.runCommand('cnnLab.openViewer', run);
    await panel.getByText('The model file has changed since this run was started').waitFor();
    await panel.getByText('6 maps of 28×28').first().waitFor();
    await code.screenshot('viewer-model-changed');
  });

  it('shows a model without feature maps, and says so', async () => {
    const source = `import { dense, flatten, model, relu } from 'cnn-lab';

export default model({ name: 'Dense', input: [1, 8, 8], layers: [flatten(), dense(12), relu(), dense(4)] });
`;
    await writeFile(join(code.workspace, 'dense.cnn.ts'), source);
    await code.open('dense.cnn.ts');
    await code.runCommand('cnnLab.openViewer');
    await joinGroups(code);
    await panel.getByRole('heading', { name: 'Dense', exact: true }).waitFor();
    await panel.getByText('This model has no feature maps').waitFor();
    await panel.getByRole('img', { name: /^dense_1: 12 features/ }).waitFor();
    await code.screenshot('viewer-no-maps');
  });
});
