/** The comparison of accuracy and operations in VS Code: what is published, and runs of the workspace as they come. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { conv2d, dense, flatten, maxPool2d, model } from '../../src/cnn/index.ts';
import { writeModel } from '../../src/training/runFolder.ts';
import { specOf } from '../model/build.ts';
import { generateRun } from '../panels/generatedRun.ts';
import { joinGroups } from './editors.ts';

const themes = { dark: 'Dark 2026', light: 'Light 2026', 'high-contrast': 'Default High Contrast' } as const;
const sizes = { narrow: { width: 652, height: 1500 }, wide: { width: 1652, height: 1500 } } as const;

describe('accuracy against operations', () => {
  let code: VSCode;
  let panel: FrameLocator;

  before(async () => {
    code = await startVSCode({ size: { width: 1600, height: 1500 } });
    panel = code.webview();
    await code.runCommand('workbench.action.closeSidebar');
    await code.runCommand('cnnLab.compareAccuracy');
    await joinGroups(code);
    await panel.getByRole('heading', { name: 'Accuracy and operations' }).waitFor();
  });
  after(() => code?.close());

  const rows = () =>
    panel
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent).join(' ')));

  async function addRun(name: string, channels: number, createdAt?: string): Promise<void> {
    const folder = join(code.workspace, '.cnn-lab', 'runs', `${name}${createdAt ?? ''}`);
    const layers = [conv2d(channels, 5), maxPool2d(2), flatten(), dense(10)];
    const spec = specOf(model({ name, input: [1, 28, 28], layers }));
    await generateRun(folder, {
      name,
      modelFile: join(code.workspace, 'lenet5.cnn.ts'),
      ...(createdAt !== undefined && { createdAt }),
      ...{ steps: 30, stepsPerEpoch: 10, epochs: 3 },
      status: { state: 'done', error: null },
      kernels: [channels, 1, 5, 5],
    });
    await writeModel(folder, { ...spec, data: { kind: 'mnist', options: {} } });
  }

  it('shows what is published, the most accurate first, with the source', async () => {
    const published = await rows();
    assert.equal(published.length, 8);
    assert.match(published[0]!, /^ResNet-50 ImageNet 76\.13% 4,089,184,256 25,557,032 torchvision, ResNet50/);
    assert.match(published[7]!, /^AlexNet of torchvision/);
    await panel.getByText('No run of this workspace has been evaluated yet').waitFor();
    await code.screenshot('accuracy-published');
  });

  it('shows a run as soon as it has come to something, and warns of comparing data sets', async () => {
    await addRun('narrow', 4);
    await addRun('broad', 32);
    await panel.getByRole('button', { name: 'broad', exact: true }).waitFor();
    assert.equal((await rows()).length, 10);
    await panel.getByText(/different data sets cannot be compared/).waitFor();
    await code.screenshot('accuracy-all');
  });

  it('compares on one data set alone', async () => {
    await panel.getByRole('combobox', { name: 'Data set' }).click();
    await panel.getByRole('option', { name: 'MNIST' }).click();
    await panel.getByText(/different data sets/).waitFor({ state: 'detached' });
    assert.deepEqual(
      (await rows()).map((row) => row.split(' ')[1]),
      ['MNIST', 'MNIST'],
    );
    await code.screenshot('accuracy-mnist');
    await panel.getByRole('combobox', { name: 'Data set' }).click();
    await panel.getByRole('option', { name: 'All data sets' }).click();
  });

  for (const [theme, id] of Object.entries(themes)) {
    for (const [size, viewport] of Object.entries(sizes)) {
      it(`is legible in ${theme}, ${size}`, async () => {
        await code.page.setViewportSize(viewport);
        await code.evaluate(
          (vscode, value) => vscode.workspace.getConfiguration('workbench').update('colorTheme', value, true),
          id,
        );
        await panel.locator(`body[data-vscode-theme-id="${id}"]`).waitFor();
        await code.page.waitForTimeout(300);
        await code.screenshot(`accuracy-${theme}-${size}`);
        const overflow = await panel.locator('html').evaluate((page) => page.scrollWidth > page.clientWidth);
        assert.ok(!overflow, 'the panel is wider than its view');
        const hues = await panel
          .locator('.disc[style*="border-color"]')
          .evaluateAll((all) => all.map((one) => getComputedStyle(one).borderColor));
        assert.equal(new Set(hues).size, 8, hues.join());
      });
    }
  }

  it('tells runs of one name apart by when they began', async () => {
    await addRun('broad', 32, '2026-01-05');
    const broad = panel.getByRole('button', { name: /^broad, \w+ \d+, \d+:\d+/ });
    await broad.nth(1).waitFor();
    assert.equal(new Set(await broad.allTextContents()).size, 2);
    await code.screenshot('accuracy-same-name');
  });

  it('leads to the curves of a run', async () => {
    await panel.getByRole('button', { name: 'narrow', exact: true }).click();
    await code.page.getByRole('tab', { name: /^Training: narrow/ }).waitFor();
  });
});
