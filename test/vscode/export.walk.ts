/** Exporting in VS Code: a model file, a run that was trained here, and a folder that is not empty. */
import assert from 'node:assert/strict';
import { globSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { runLayout } from '../../src/training/layout.ts';
import { readSafetensors } from '../../src/training/safetensors.ts';
import { tinyModelSource, writeTinyData } from '../training/tinyData.ts';
import { notice } from './notice.ts';

describe('export in VS Code', function () {
  this.timeout(240_000);
  let code: VSCode;

  before(async () => {
    code = await startVSCode({ files: { 'corners.cnn.ts': tinyModelSource() } });
    await writeTinyData(code.workspace);
    await code.open('corners.cnn.ts');
    await code.page.getByText('→ 4×8×8').first().waitFor();
  });
  after(() => code.close());

  const row = (text: RegExp) =>
    code.page
      .locator('.quick-input-widget .quick-input-list-row, .quick-input-widget .monaco-list-row')
      .filter({ hasText: text })
      .first();
  const at = (name: string) => join(code.workspace, name);
  /** The command, with answers that are known; what it asks beyond them stays on screen. */
  const exportModel = (subject: string | null, answers: { format?: string; epoch?: number; folder: string }) =>
    code.evaluate(
      async (vscode, { subject, answers }) => {
        const known = { ...answers, folder: vscode.Uri.file(answers.folder) };
        void vscode.commands.executeCommand('cnnLab.export', subject ?? undefined, known);
      },
      { subject, answers },
    );

  it('asks for the format, and gives a model that was not trained its first weights', async () => {
    await exportModel(null, { folder: at('script') });
    await row(/ONNX.*model\.onnx/s).waitFor();
    await code.page.waitForTimeout(300); // it fades in
    await code.screenshot('export-formats');
    await row(/PyTorch.*train\.py/s).click();
    const done = await notice(
      code,
      /Exported corners, weights untrained, from seed 3, to .*script: model\.safetensors/,
    );
    assert.deepEqual(readdirSync(at('script')), ['model.py', 'model.safetensors', 'train.py']);
    await done.getByRole('button', { name: 'Open' }).click();
    await code.page.locator('.view-line', { hasText: /class\sCorners/ }).waitFor();
    await code.open('corners.cnn.ts');
  });

  it('offers the epochs of a run in its panel, and a new folder beside the model', async () => {
    await code.runCommand('cnnLab.train');
    const panel = code.webview();
    await panel.getByText('Finished').waitFor({ timeout: 120_000 });
    await panel.getByRole('button', { name: 'Export model…' }).click();
    await row(/safetensors/).waitFor();
    await row(/^ONNX/).click();
    await row(/Latest weights.*validation accuracy/s).waitFor();
    await row(/Before training/).waitFor();
    assert.equal(await row(/After epoch 4/).count(), 0, 'the last epoch is the latest');
    await code.screenshot('export-epochs');
    await row(/After epoch 2/).click();
    const dialog = code.page.locator('.quick-input-widget', { hasText: 'A New Folder for corners' });
    await dialog.waitFor();
    // It fills in what is proposed when it has read the folder.
    await code.page.waitForFunction(
      (proposed) =>
        document.querySelector<HTMLInputElement>('.quick-input-widget input[type=text]')?.value === proposed,
      at('corners-onnx'),
    );
    await code.screenshot('export-folder');
    await dialog.getByRole('button', { name: 'OK' }).click();
    await notice(code, /Exported corners, weights after epoch 2 of .*, to .*corners-onnx: model\.onnx/);
    const session = await InferenceSession.create(join(at('corners-onnx'), 'model.onnx'));
    assert.equal(session.outputNames.length, 1);
    await session.release();
  });

  it('exports the epoch chosen', async () => {
    const run = dirname(globSync(at('.cnn-lab/runs/*/run.json'))[0] ?? assert.fail('there is no run'));
    await exportModel(run, { format: 'safetensors', epoch: 2, folder: at('weights') });
    await notice(code, /Exported corners, weights after epoch 2 of .*, to .*weights: model\.safetensors/);
    const exported = await readSafetensors(join(at('weights'), 'model.safetensors'));
    const kept = await readSafetensors(join(run, runLayout.checkpoint(2)));
    assert.deepEqual(exported.tensors, kept.tensors);
  });

  it('says that a folder is not empty, and what to do, and leaves it as it is', async () => {
    await code.open('corners.cnn.ts');
    await exportModel(null, { format: 'pytorch', epoch: 1, folder: at('corners-onnx') });
    await notice(code, /corners-onnx is not empty: it contains model\.onnx\. Choose a new or empty folder/);
    await code.screenshot('export-not-empty');
    assert.deepEqual(readdirSync(at('corners-onnx')), ['model.onnx']);
  });
});
