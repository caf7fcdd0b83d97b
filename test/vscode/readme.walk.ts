/**
 * A model trained to its end from the editor; its pictures are those of the README and of the walkthrough
 * (`npm run media` puts them there).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { out, root } from '../../scripts/paths.ts';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { joinGroups } from './editors.ts';
import { forMedia } from './forMedia.ts';

/** As the walkthrough in package.json names its pictures; `page` and `webview` are what VS Code calls their kind. */
const themes = {
  dark: { id: 'Default Dark Modern', page: 'vs-dark', webview: 'vscode-dark' },
  light: { id: 'Default Light Modern', page: 'vs', webview: 'vscode-light' },
  hc: { id: 'Default High Contrast', page: 'hc-black', webview: 'vscode-high-contrast' },
  'hc-light': { id: 'Default High Contrast Light', page: 'hc-light', webview: 'vscode-high-contrast-light' },
} as const;
type Theme = (typeof themes)[keyof typeof themes];

describe('training to the end', () => {
  let code: VSCode;
  before(async () => {
    const example = await readFile(join(root, 'examples', 'lenet5.cnn.ts'), 'utf8');
    code = await startVSCode({
      files: { 'lenet5.cnn.ts': example.replace('epochs: 12', forMedia ? 'epochs: 3' : 'epochs: 1') },
      openFile: 'lenet5.cnn.ts',
      settings: { 'workbench.colorTheme': themes.dark.id, 'editor.minimap.enabled': false },
      size: { width: 1760, height: 1640 },
    });
  });
  after(() => code.close());

  /** Resolves when the page, and whatever webview is in it, have the theme. */
  async function putOn({ id, page, webview }: Theme): Promise<void> {
    await code.evaluate(
      (vscode, value) => vscode.workspace.getConfiguration('workbench').update('colorTheme', value, true),
      id,
    );
    await code.page.locator(`.monaco-workbench.${page}`).waitFor();
    for (const frame of await code.page.locator('iframe.webview.ready:visible').all()) {
      const inside = frame.contentFrame().locator('iframe#active-frame').contentFrame();
      await inside.locator(`body[data-vscode-theme-kind="${webview}"]`).waitFor();
    }
    await code.page.waitForTimeout(300); // its canvases are drawn anew
  }

  it('shows curves, kernels and the confusion matrix beside the model', async function () {
    this.timeout(300_000);
    await code.page.getByText('→ 6×28×28').first().waitFor();
    await code.runCommand('workbench.action.closeSidebar');
    await code.runCommand('cnnLab.train');
    const panel = code.webview();
    await panel.getByText('Finished').waitFor({ timeout: 280_000 });
    await panel.getByText('Confusion matrix').first().waitFor();
    await code.page.locator('.codelens-decoration a', { hasText: 'last run' }).waitFor();
    await code.runCommand('notifications.clearAll');
    await code.screenshot('readme');
  });

  describe('for the walkthrough', () => {
    /** A picture of a part of the page in a theme of each kind. */
    async function pictures(name: string, part: Locator): Promise<void> {
      for (const [kind, theme] of Object.entries(themes)) {
        await putOn(theme);
        await part.screenshot({ path: join(out, 'screenshots', 'walkthrough', `${name}-${kind}.png`) });
      }
    }
    const editor = () => code.page.locator('.editor-group-container:visible').first();
    const workbench = () => code.page.locator('.monaco-workbench');

    it('shows training', async () => {
      await code.page.setViewportSize({ width: 1040, height: 1180 });
      await joinGroups(code);
      await code.runCommand('cnnLab.openPanel');
      await code.webview().getByText('Finished').waitFor();
      await pictures('train', editor());
    });

    it('shows the activation viewer', async () => {
      await code.page.setViewportSize({ width: 1040, height: 800 });
      await code.runCommand('cnnLab.openViewer');
      await joinGroups(code);
      const maps = code.webview().getByRole('img', { name: /^conv2d_1: .*Arrow keys/ });
      await maps.waitFor();
      await maps.evaluate((element) => element.scrollIntoView({ block: 'center' }));
      await pictures('viewer', editor());
    });

    it('shows shapes', async () => {
      await code.page.setViewportSize({ width: 860, height: 640 });
      await code.open('lenet5.cnn.ts');
      await code.page.getByText('→ 6×28×28').first().waitFor();
      await pictures('shapes', editor());
    });

    it('shows the zoo and the formats of an export', async () => {
      const widget = code.page.locator('.quick-input-widget');
      for (const [command, name, text] of [
        ['cnnLab.newModel', 'new', 'LeNet-5'],
        ['cnnLab.export', 'export', 'PyTorch'],
      ] as const) {
        await code.evaluate((vscode, id) => void vscode.commands.executeCommand(id), command);
        await widget.getByText(text).first().waitFor();
        await pictures(name, workbench());
        await code.page.keyboard.press('Escape');
        await widget.waitFor({ state: 'hidden' });
      }
    });

    it('is shown there', async () => {
      await code.page.setViewportSize({ width: 1440, height: 900 });
      await code.runCommand('workbench.action.closeAllEditors');
      await code.runCommand('workbench.action.openWalkthrough', 'cnn-lab.cnn-lab#start');
      await code.page.getByText('Read the shapes as you type').waitFor();
      await code.page.getByRole('button', { name: /^Train it/ }).click();
      await code.page.getByText('in a process of its own').waitFor();
      for (const [kind, theme] of Object.entries(themes)) {
        await putOn(theme);
        await code.screenshot(`walkthrough-${kind}`);
      }
    });
  });
});
