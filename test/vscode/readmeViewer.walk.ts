/** What excites a feature map of the example for it, and how it was learned: the README's picture of the viewer. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/paths.ts';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { onDigits, writeDigits } from './digits.ts';
import { joinGroups } from './editors.ts';
import { forMedia } from './forMedia.ts';

describe('the viewer in the README', () => {
  let code: VSCode;
  let run: string;
  before(async function () {
    this.timeout(300_000);
    const example = await readFile(join(root, 'examples', 'relunet.cnn.ts'), 'utf8');
    const text = example.replace('epochs: 10', 'epochs: 2');
    code = await startVSCode({
      files: { 'relunet.cnn.ts': forMedia ? text : onDigits(text) },
      settings: { 'workbench.colorTheme': 'Default Dark Modern' },
      size: { width: 1760, height: 1640 },
    });
    if (!forMedia) await writeDigits(code.workspace);
    run = join(code.workspace, '.cnn-lab', 'runs', 'relunet');
    const train = ['train', join(code.workspace, 'relunet.cnn.ts'), '--out', run, '--device', 'cpu'];
    await promisify(execFile)(process.execPath, [join(root, 'dist', 'cli.cjs'), ...train]);
    await code.open('relunet.cnn.ts');
  });
  after(() => code?.close());

  it('shows what excites a map', async function () {
    this.timeout(300_000);
    await code.runCommand('workbench.action.closeSidebar');
    await code.runCommand('cnnLab.openViewer', run);
    await joinGroups(code);
    const panel = code.webview();
    const maps = panel.getByRole('img', { name: /^conv2d_2: .*Arrow keys/ });
    await maps.focus();
    for (const _ of [1, 2, 3]) await maps.press('ArrowRight');
    const map = panel.getByRole('heading', { name: 'conv2d_2, map 2', exact: true });
    await map.waitFor();
    await panel.getByRole('checkbox', { name: 'Search the training images' }).click();
    await panel.locator('.pairs:not(.stale) canvas').last().waitFor({ timeout: 200_000 });
    await panel.locator('main[aria-busy="false"]').waitFor();
    await panel.locator('.excitement').first().scrollIntoViewIfNeeded();
    await code.runCommand('notifications.clearAll');
    await code.screenshot('readme-viewer');
  });
});
