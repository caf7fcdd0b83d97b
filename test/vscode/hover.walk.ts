/** The hover of a layer and the outline of a network, as one sees them in every kind of theme. */
import assert from 'node:assert/strict';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { palettes } from '../../src/editor/hints/windowPicture.ts';
import { luminance, parseColour } from '../../src/insight/pictures/colour.ts';
import { hideHover } from './editors.ts';
import { putOn } from './putOn.ts';

const themes = {
  dark: { theme: 'Dark Modern', palette: palettes.dark },
  light: { theme: 'Light Modern', palette: palettes.light },
  'high-contrast': { theme: 'Default High Contrast', palette: palettes.highContrast },
  'high-contrast-light': { theme: 'Default High Contrast Light', palette: palettes.highContrastLight },
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

  for (const [name, { theme, palette }] of Object.entries(themes)) {
    it(`has a picture of its window in ${theme}`, async () => {
      await putOn(code, theme);
      const hover = await code.hover('maxPool2d');
      const picture = hover.getByRole('img', { name: 'A window of 2×2 slides over the input' });
      await picture.waitFor();
      const { width, height } = (await picture.boundingBox()) ?? assert.fail('the picture is not on screen');
      assert.ok(width > 200 && height > 100, `${width}×${height}`);
      const background = await hover.evaluate((element) => getComputedStyle(element).backgroundColor);
      const isDark = luminance(parseColour(background) ?? assert.fail(background)) < 0.5;
      assert.equal(isDark, ['dark', 'high-contrast'].includes(name), background);
      const [, drawn = ''] = (await picture.getAttribute('src'))?.split('base64,') ?? [];
      assert.ok(Buffer.from(drawn, 'base64').toString().includes(palette.text), 'the picture has other colours');
      await code.screenshot(`hover-${name}`);
      await hideHover(code);
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

describe('a layer in Restricted Mode', () => {
  let code: VSCode;

  before(async () => {
    code = await startVSCode({ files: { 'net.cnn.ts': net }, openFile: 'net.cnn.ts', trust: 'restricted' });
    await code.page.getByText('→ 16×16×16').first().waitFor();
  });
  after(() => code.close());

  it('has its hover, and so has an option', async () => {
    const hover = await code.hover('maxPool2d');
    await hover.getByRole('img', { name: 'A window of 2×2 slides over the input' }).waitFor();
    await hideHover(code);
    await (await code.hover('padding')).getByText('Zeros around the input.').waitFor();
    await code.screenshot('hover-restricted');
    await hideHover(code);
  });

  it('has outline, folding and help while a call is typed', async () => {
    const found = await code.evaluate(async (vscode) => {
      const document = vscode.window.activeTextEditor?.document;
      if (!document) return null;
      const ask = <T>(provider: string, ...more: unknown[]) =>
        vscode.commands.executeCommand<T>(`vscode.execute${provider}`, document.uri, ...more);
      const position = document.positionAt(document.getText().indexOf('3, { padding'));
      const [symbols, ranges, help] = await Promise.all([
        ask<{ name: string }[]>('DocumentSymbolProvider'),
        ask<{ start: number; end: number }[]>('FoldingRangeProvider'),
        ask<{ activeParameter: number; signatures: { label: string }[] }>('SignatureHelpProvider', position, '('),
      ]);
      return {
        symbols: symbols.map(({ name }) => name),
        folds: ranges.map(({ start, end }) => [start + 1, end + 1]),
        help: [help.signatures[0]?.label.slice(0, 30), help.activeParameter],
      };
    });
    assert.deepEqual(found?.symbols, ['blocks']);
    // The helper's list, and the call of `model`, by their brackets; the layers of the helper as a block.
    for (const fold of [
      [3, 6],
      [4, 6],
      [9, 20],
    ])
      assert.ok(
        found?.folds.some((each) => each.join() === fold.join()),
        `${fold} is not in ${JSON.stringify(found?.folds)}`,
      );
    assert.deepEqual(found?.help, ['conv2d(outChannels, kernelSize', 1]);
  });
});
