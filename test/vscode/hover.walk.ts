/** The hover of a layer and the outline of a network, as one sees them in every kind of theme. */
import assert from 'node:assert/strict';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';

const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};

const net = `import * as cnn from 'cnn-lab';

const block = (channels: number) => [
  cnn.conv2d(channels, 3, { padding: 1 }),
  cnn.batchNorm2d(),
  cnn.relu(),
];

export default cnn.model({
  name: 'blocks',
  input: [3, 32, 32],
  layers: [
    ...block(16),
    cnn.maxPool2d(2),
    ...block(32),
    cnn.convTranspose2d(8, 2, { stride: 2 }),
    cnn.globalAvgPool2d(),
    cnn.flatten(),
    cnn.dense(10),
  ],
});
`;

describe('a layer on screen', () => {
  let code: VSCode;

  before(async () => {
    const settings = { 'workbench.reduceMotion': 'on', 'outline.collapseItems': 'alwaysExpand' };
    code = await startVSCode({ files: { 'net.cnn.ts': net }, openFile: 'net.cnn.ts', settings });
    await code.page.getByText('→ 16×16×16').first().waitFor();
  });
  after(() => code.close());

  for (const [name, theme] of Object.entries(themes)) {
    it(`has a picture of its window in ${theme}`, async () => {
      await code.evaluate(
        (vscode, value) => vscode.workspace.getConfiguration('workbench').update('colorTheme', value, true),
        theme,
      );
      const hover = await code.hover('maxPool2d');
      const picture = hover.getByRole('img', { name: 'A window of 2×2 slides over the input' });
      await picture.waitFor();
      const { width, height } = (await picture.boundingBox()) ?? assert.fail('the picture is not on screen');
      assert.ok(width > 200 && height > 100, `${width}×${height}`);
      await code.screenshot(`hover-${name}`);
      await code.page.keyboard.press('Escape');
    });
  }

  it('leads to its page', async () => {
    const hover = await code.hover('maxPool2d');
    await hover.getByRole('link', { name: 'Documentation' }).click();
    await code.webview().getByRole('heading', { name: 'maxPool2d' }).waitFor();
    await code.webview().locator('img').first().waitFor();
    await code.screenshot('docs-page');
    await code.runCommand('workbench.action.closeActiveEditor');
  });

  it('stands in the outline with its block', async () => {
    await code.runCommand('outline.focus');
    await code.page.locator('.outline-tree').getByText('batchNorm2d').first().waitFor();
    await code.screenshot('outline');
  });
});
