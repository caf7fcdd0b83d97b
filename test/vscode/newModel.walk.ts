/** The way in: a model file from the zoo and an empty one, and a folder set up for other compilers. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/paths.ts';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { notice } from './notice.ts';
import { until } from './until.ts';

describe('a new model file', () => {
  let code: VSCode;
  before(async () => {
    code = await startVSCode({ files: { 'lenet5.cnn.ts': 'mine', 'tsconfig.json': '{\n    // mine\n}\n' } });
  });
  after(() => code.close());

  const row = (text: string | RegExp) =>
    code.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: text }).first();
  const input = () => code.page.locator('.quick-input-widget input[type=text]');
  /** The list of models before it has an input, too. */
  const isProposed = (name: string) =>
    code.page.waitForFunction(
      (name) => document.querySelector<HTMLInputElement>('.quick-input-widget input[type=text]')?.value === name,
      name,
    );
  const accept = async (proposed: string) => {
    await isProposed(proposed);
    await code.page.keyboard.press('Enter');
  };
  const ask = async (...args: unknown[]) => {
    await code.evaluate((vscode, args) => void vscode.commands.executeCommand('cnnLab.newModel', ...args), args);
    await code.page.locator('.quick-input-widget:visible').waitFor();
  };
  const at = (name: string) => join(code.workspace, name);

  it('is offered by File > New File', async () => {
    await code.evaluate((vscode) => void vscode.commands.executeCommand('welcome.showNewFileEntries'));
    await row('CNN Model File').waitFor();
    await code.screenshot('new-file');
    await row('CNN Model File').click();
    await row(/LeNet-5.*1998 · 61,706 parameters/s).waitFor();
    await code.page.waitForTimeout(300); // it fades in
    await code.screenshot('new-model-zoo');
  });

  it('gets a name that is free, and no other file is overwritten', async () => {
    await row(/LeNet-5.*1998/s).click();
    await isProposed('lenet5-2.cnn.ts');
    await input().fill('lenet5');
    await code.page.getByText('lenet5.cnn.ts already exists. Choose another name.').waitFor();
    await code.screenshot('new-model-name');
    await code.page.keyboard.press('Enter');
    assert.ok(await input().isVisible());
    await input().fill('models/digits');
    await code.page.keyboard.press('Enter');
    await code.page.getByText('→ 6×28×28').first().waitFor();
    await code.screenshot('new-model');
    assert.equal(readFileSync(at('lenet5.cnn.ts'), 'utf8'), 'mine');
    assert.equal(
      readFileSync(at('models/digits.cnn.ts'), 'utf8'),
      readFileSync(join(root, 'examples', 'lenet5.cnn.ts'), 'utf8'),
    );
  });

  it('lies beside the file in front, and says where its images are to come from', async () => {
    await ask('resnet18.cnn.ts');
    await accept('resnet18.cnn.ts');
    await code.page.locator('.tab.active', { hasText: 'resnet18.cnn.ts' }).waitFor();
    await code.page.getByText('→ 64×112×112').first().waitFor();
    await code.runCommand('revealLine', { lineNumber: 70, at: 'bottom' });
    await code.page.locator('.codelens-decoration', { hasText: '11,689,512 parameters' }).waitFor();
    await code.screenshot('new-model-imagenet');
    assert.ok(readFileSync(at('models/resnet18.cnn.ts'), 'utf8').includes('One folder a class in imagenet/train'));
  });

  it('may be empty: a model to fill in from number to number', async () => {
    await ask();
    await row('Empty model').click();
    await accept('model.cnn.ts');
    await code.page.locator('.tab.active', { hasText: 'model.cnn.ts' }).waitFor();
    await code.page.getByText('→ 16×28×28').first().waitFor();
    await code.runCommand('workbench.action.focusActiveEditorGroup');
    await code.page.keyboard.type('first');
    await code.page.getByText("name: 'first'").waitFor();
    await code.screenshot('new-model-empty');
  });

  it('has types elsewhere once its folder is set up', async () => {
    await code.runCommand('cnnLab.setUpFolder');
    const done = await notice(code, /This folder is set up/);
    assert.match(
      readFileSync(at('tsconfig.json'), 'utf8'),
      /\n {4}"compilerOptions": \{\n {8}"paths".*\n {4}\/\/ mine\n\}\n$/s,
    );
    assert.ok(readFileSync(at('.cnn-lab/types/index.d.ts'), 'utf8').includes('convolution'));
    await code.screenshot('set-up-folder');
    await done.getByRole('button', { name: 'Open tsconfig.json' }).click();
    await code.page.locator('.tab.active', { hasText: 'tsconfig.json' }).waitFor();
  });

  it('gets the types of an extension that was updated, with the first model file that is open', async () => {
    const types = at('.cnn-lab/types/index.d.ts');
    const ours = readFileSync(types, 'utf8');
    writeFileSync(types, 'export declare const old: true;\n');
    writeFileSync(at('.cnn-lab/types/gone.d.ts'), '');
    await code.reload();
    await code.open('lenet5.cnn.ts');
    await until(() => readFileSync(types, 'utf8') === ours, 'the types are still old');
    await until(() => !existsSync(at('.cnn-lab/types/gone.d.ts')), 'what is no more is still there');
    await until(async () => /had another version's types/.test(await code.logs('CNN Lab')), 'the log says nothing');
  });

  it('says what is wrong with a tsconfig.json, and changes nothing', async () => {
    const wrong = '{\n  "compilerOptions": [\n';
    await code.evaluate(
      async (vscode, { file, text }) => {
        const document = await vscode.workspace.openTextDocument(file);
        const change = new vscode.WorkspaceEdit();
        change.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
        await vscode.workspace.applyEdit(change);
        await document.save();
      },
      { file: at('tsconfig.json'), text: wrong },
    );
    await code.runCommand('cnnLab.setUpFolder');
    await notice(code, /tsconfig\.json, line 3, is not valid JSON\. Fix it first\./);
    assert.equal(readFileSync(at('tsconfig.json'), 'utf8'), wrong);
  });
});
