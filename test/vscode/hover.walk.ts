/** The hover of a layer, as one sees it in every kind of theme. */
import assert from 'node:assert/strict';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';

const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};

describe('hover over a layer, on screen', () => {
  let code: VSCode;

  before(async () => {
    code = await startVSCode({ openFile: 'lenet5.cnn.ts', settings: { 'workbench.reduceMotion': 'on' } });
    await code.page.getByText('→ 6×28×28').first().waitFor();
  });
  after(() => code.close());

  for (const [name, theme] of Object.entries(themes)) {
    it(`draws the kernel on its padded input in ${theme}`, async () => {
      await code.evaluate(
        (vscode, value) => vscode.workspace.getConfiguration('workbench').update('colorTheme', value, true),
        theme,
      );
      const hover = await code.hover('conv2d');
      const picture = hover.getByRole('img', { name: /window of 5×5/ });
      await picture.waitFor();
      const { width, height } = (await picture.boundingBox()) ?? assert.fail('the picture is not on screen');
      assert.ok(width > 200 && height > 100, `${width}×${height}`);
      await code.screenshot(`hover-${name}`);
      await code.page.keyboard.press('Escape');
    });
  }
});
