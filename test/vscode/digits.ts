/** A network really trained for a moment, on the first images of MNIST, for walks through what it sees. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FrameLocator } from 'playwright-core';
import { root } from '../../scripts/paths.ts';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';
import { joinGroups } from './editors.ts';

const digitsData = `idx({
    train: { images: 'data/train-images', labels: 'data/train-labels' },
    validation: { images: 'data/t10k-images', labels: 'data/t10k-labels' },
  })`;

/** A model file on those images, beside which `writeDigits` puts them, instead of on all of MNIST. */
export const onDigits = (text: string): string => text.replace('mnist,', 'idx,').replace('mnist()', digitsData);

const digitsModel = `import { adam, conv2d, crossEntropy, dense, flatten, idx, maxPool2d, model, relu } from 'cnn-lab';

export default model({
  name: 'Digits',
  input: [1, 28, 28],
  layers: [
    conv2d(6, 5, { padding: 2 }), relu(), maxPool2d(2),
    conv2d(16, 5), relu(), maxPool2d(2),
    flatten(), dense(120), relu(), dense(84), relu(), dense(10),
  ],
  data: ${digitsData},
  training: { epochs: 4, batchSize: 32, loss: crossEntropy(), optimizer: adam(), seed: 1 },
});
`;

/** The first images of MNIST, as IDX files of their own in the workspace. */
export async function writeDigits(workspace: string): Promise<void> {
  const folder = join(workspace, 'data');
  await mkdir(folder, { recursive: true });
  for (const [split, count] of [
    ['train', 1200],
    ['t10k', 200],
  ] as const) {
    for (const [part, headerSize, each] of [
      ['images', 16, 784],
      ['labels', 8, 1],
    ] as const) {
      const name = `${split}-${part}-idx${part === 'images' ? 3 : 1}-ubyte`;
      const whole = await readFile(join(root, 'dist', 'data', 'mnist', name));
      const cut = Buffer.from(whole.subarray(0, headerSize + count * each));
      cut.writeUInt32BE(count, 4);
      await writeFile(join(folder, `${split}-${part}`), cut);
    }
  }
}

export interface DigitsViewer {
  readonly code: VSCode;
  readonly panel: FrameLocator;
  /** The run's folder. */
  readonly run: string;
}

/** The activation viewer on a run of `digits.cnn.ts`, alone in its window, once it has drawn; `height` of the page. */
export async function openDigitsViewer(height = 1000): Promise<DigitsViewer> {
  const code = await startVSCode({ files: { 'digits.cnn.ts': digitsModel }, size: { width: 1600, height } });
  const panel = code.webview();
  const run = await trainDigits(code.workspace);
  await code.open('digits.cnn.ts');
  await code.runCommand('workbench.action.closeSidebar');
  await code.runCommand('cnnLab.openViewer', run);
  await joinGroups(code);
  await panel.locator('main[aria-busy="false"] .layer canvas').first().waitFor();
  return { code, panel, run };
}

/** Four epochs in a few seconds; the run's folder. */
async function trainDigits(workspace: string): Promise<string> {
  await writeDigits(workspace);
  const run = join(workspace, '.cnn-lab', 'runs', 'digits');
  const train = ['train', join(workspace, 'digits.cnn.ts'), '--out', run, '--device', 'cpu', '--threads', '1'];
  await promisify(execFile)(process.execPath, [join(root, 'dist', 'cli.cjs'), ...train]);
  return run;
}
