/** A model trained to its end from the editor; its picture is the README's (`npm run media` puts it there). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/paths.ts';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';

describe('training to the end', () => {
  let code: VSCode;
  before(async () => {
    const example = await readFile(join(root, 'examples', 'lenet5.cnn.ts'), 'utf8');
    code = await startVSCode({
      files: { 'lenet5.cnn.ts': example.replace('epochs: 12', 'epochs: 3') },
      openFile: 'lenet5.cnn.ts',
      settings: { 'workbench.colorTheme': 'Default Dark Modern', 'editor.minimap.enabled': false },
      size: { width: 1760, height: 1240 },
    });
  });
  after(() => code.close());

  it('shows curves, kernels and the confusion matrix beside the model', async function () {
    this.timeout(300_000);
    await code.runCommand('workbench.action.closeSidebar');
    await code.runCommand('cnnLab.train');
    const panel = code.webview();
    await panel.getByText('Finished').waitFor({ timeout: 280_000 });
    await panel.getByText('Confusion matrix').first().waitFor();
    await code.page.locator('.codelens-decoration a', { hasText: 'last run' }).waitFor();
    await code.runCommand('notifications.clearAll');
    await code.screenshot('readme');
  });
});
