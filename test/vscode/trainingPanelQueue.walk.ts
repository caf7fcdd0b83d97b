/** Panels of runs that wait for another training: they say so, and do not wait on when the job is taken back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { root } from '../../scripts/paths.ts';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { generateRun } from '../panels/generatedRun.ts';

describe('training panel of a run in the queue', () => {
  let code: VSCode;
  let panel: FrameLocator;
  const example = readFileSync(join(root, 'examples', 'lenet5.cnn.ts'), 'utf8');

  before(async () => {
    const long = example.replace(/epochs: \d+/, 'epochs: 500');
    const files = { 'long.cnn.ts': long, 'next.cnn.ts': example, 'stopped.cnn.ts': example };
    code = await startVSCode({ settings: { 'cnnLab.maxConcurrentJobs': 1 }, files, openFile: 'long.cnn.ts' });
    panel = code.webview();
    await code.page.getByText('→ 16×10×10').first().waitFor();
    await code.runCommand('cnnLab.train');
    await panel.getByText('Training', { exact: true }).first().waitFor();
  });
  after(async () => {
    await code.runCommand('workbench.action.focusFirstEditorGroup');
    await code.open('long.cnn.ts');
    await code.runCommand('cnnLab.stop');
    await code.close();
  });

  const button = (name: string) => panel.getByRole('button', { name, exact: true });

  it('says that a job was taken out of the queue, and offers to train', async () => {
    await code.open('next.cnn.ts');
    await code.runCommand('cnnLab.train');
    await panel.getByText('Waiting for training to start').waitFor();
    await code.runCommand('cnnLab.stop');
    await panel.getByText('The training of LeNet-5 was removed from the queue before it started.').waitFor();
    await code.screenshot('training-taken-back');
    await button('Train model').click();
    await panel.getByText('Waiting for training to start').waitFor();
    await button('Cancel').click();
    await panel.getByText('The training of LeNet-5 was removed from the queue before it started.').waitFor();
    await button('Train model').waitFor();
    // A panel opens beside what has the focus, which the click has brought into this one.
    await code.runCommand('workbench.action.focusFirstEditorGroup');
  });

  it('shows a run to be resumed as waiting, and as stopped again once that is taken back', async () => {
    const folder = join(code.workspace, '.cnn-lab', 'runs', 'stopped');
    await generateRun(folder, {
      name: 'Stopped before',
      modelFile: join(code.workspace, 'stopped.cnn.ts'),
      steps: 500,
      stepsPerEpoch: 469,
      epochs: 12,
      status: { state: 'interrupted', error: null },
      kernels: [6, 1, 5, 5],
    });
    await code.runCommand('cnnLab.openPanel', folder);
    await panel.getByRole('heading', { name: 'Stopped before', exact: true }).waitFor();
    await button('Resume').click();
    await panel.getByText('Waiting', { exact: true }).waitFor();
    await button('Cancel').click();
    await panel.getByText('Stopped', { exact: true }).waitFor();
    await button('Resume').waitFor();
  });
});
