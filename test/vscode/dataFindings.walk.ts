/** The walk of somebody with images of their own: the editor counts the classes, and looks again when they change. */
import assert from 'node:assert/strict';
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startVSCode, type VSCode, type VSCodeOptions } from '../../scripts/vscode/startVSCode.ts';
import { plainPng } from '../data/imageFolder/png.ts';
import { hideHover, showHover } from './editors.ts';
import { until } from './until.ts';

const net = (
  folder: string,
) => `import { adam, conv2d, crossEntropy, dense, flatten, imageFolder, maxPool2d, model, relu } from 'cnn-lab';

export default model({
  name: 'Animals',
  input: [3, 32, 32],
  layers: [
    conv2d(8, 3),
    relu(),
    maxPool2d(2),
    flatten(),
    dense(3),
  ],
  data: imageFolder('${folder}', { size: 32 }),
  training: { epochs: 1, batchSize: 4, loss: crossEntropy(), optimizer: adam() },
});
`;

const putClass = async (folder: string, name: string): Promise<void> => {
  await mkdir(path.join(folder, name), { recursive: true });
  for (const i of [0, 1]) await writeFile(path.join(folder, name, `${i}.png`), plainPng(8, 8, 100 * i));
};

let code: VSCode;

async function start(folder: string, options: Pick<VSCodeOptions, 'trust'> = {}): Promise<void> {
  code = await startVSCode({ files: { 'net.cnn.ts': net(folder) }, openFile: 'net.cnn.ts', ...options });
  await code.page.getByText('→ 8×30×30').first().waitFor();
}

const problems = (): Promise<string[]> =>
  code.evaluate((vscode) => {
    const document = vscode.workspace.textDocuments.find(({ fileName }) => fileName.endsWith('net.cnn.ts'));
    if (!document) return [];
    return vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ source }) => source === 'CNN Lab')
      .map(({ code, range }) => `${typeof code === 'object' ? code.value : code} at ${document.getText(range)}`);
  });

async function untilProblemsAre(...expected: readonly string[]): Promise<void> {
  const fits = async () => (await problems()).join() === expected.join();
  await until(fits, async () => `${await problems()}, not ${expected}`);
}

const change = (from: string, to: string): Promise<unknown> =>
  code.evaluate(
    (vscode, { from, to }) => {
      const editor = vscode.window.activeTextEditor!;
      const start = editor.document.getText().indexOf(from);
      const range = new vscode.Range(
        editor.document.positionAt(start),
        editor.document.positionAt(start + from.length),
      );
      return editor.edit((edit) => edit.replace(range, to));
    },
    { from, to },
  );

const goTo = (text: string): Promise<void> =>
  code.evaluate(async (vscode, text) => {
    const editor = vscode.window.activeTextEditor!;
    const position = editor.document.positionAt(editor.document.getText().indexOf(text) + 1);
    editor.selection = new vscode.Selection(position, position);
  }, text);

describe('walk of somebody with folders of images', () => {
  let animals: string;

  before(async () => {
    await start('animals');
    animals = path.join(code.workspace, 'animals');
  });
  after(() => code.close());

  it('is told at its path that a folder is not there', async () => {
    await untilProblemsAre("data-missing at 'animals'");
    await goTo("'animals'");
    await showHover(code, 'there is no such folder');
    await code.screenshot('data-missing');
    await hideHover(code);
  });

  it('is told of more classes than outputs as they come, and takes the fix', async () => {
    for (const name of ['cat', 'dog', 'fox', 'hen', 'owl']) await putClass(animals, name);
    await untilProblemsAre('too-few-classes at dense(3)');
    await goTo('dense(3)');
    await showHover(code, 'its data has 5. End it with dense(5)');
    await code.screenshot('data-classes');
    await hideHover(code);
    await code.runCommand('editor.action.autoFix');
    await untilProblemsAre();
    assert.match(await code.evaluate((vscode) => vscode.window.activeTextEditor!.document.getText()), /dense\(5\)/);
  });

  it('sees a class go and come', async () => {
    await rm(path.join(animals, 'owl'), { recursive: true });
    await untilProblemsAre('too-many-classes at dense(5)');
    await mkdir(path.join(animals, 'owl'));
    await untilProblemsAre("data-unusable at 'animals'");
    await putClass(animals, 'owl');
    await untilProblemsAre();
  });

  it('is told as a path is typed, and of nothing once it is right', async () => {
    await change("'animals'", "'animal'");
    await untilProblemsAre("data-missing at 'animal'");
    await change("'animal'", "'animals'");
    await untilProblemsAre();
  });
});

describe('walk of somebody whose images lie elsewhere', () => {
  let elsewhere: string;

  before(async () => {
    await start('../elsewhere');
    elsewhere = path.join(code.workspace, '../elsewhere');
  });
  after(() => code.close());

  it('trains with what was mended where no watcher sees it', async () => {
    await untilProblemsAre("data-missing at '../elsewhere'");
    for (const name of ['cat', 'dog', 'fox', 'hen']) await putClass(elsewhere, name);
    await code.runCommand('workbench.action.files.save');
    await change('batchSize: 4', 'batchSize: 2');
    await code.runCommand('workbench.action.files.save');
    await untilProblemsAre('too-few-classes at dense(3)');
    await rm(path.join(elsewhere, 'hen'), { recursive: true });
    await code.runCommand('cnnLab.train');
    await untilProblemsAre();
    await code.webview().getByText('Finished').first().waitFor();
  });
});

describe('somebody with folders of images in Restricted Mode', () => {
  let elsewhere: string;

  before(async () => {
    await start('../elsewhere', { trust: 'restricted' });
    elsewhere = path.join(code.workspace, '../elsewhere');
    for (const name of ['cat', 'dog', 'fox', 'hen']) await putClass(elsewhere, name);
  });
  after(() => code.close());

  /** Whether a folder is read while something is done: its time of access moves on. */
  async function isRead(folder: string, during: () => Promise<unknown>): Promise<boolean> {
    const longAgo = new Date('2001-01-01');
    await utimes(folder, longAgo, longAgo);
    await during();
    return (await stat(folder)).atime.getTime() !== longAgo.getTime();
  }

  it('has hints, and nothing is looked at before the folder is trusted', async () => {
    assert.ok(await isRead(elsewhere, () => readdir(elsewhere)), 'this disk keeps no times of access');
    const read = await isRead(elsewhere, async () => {
      await change('conv2d(8, 3)', 'conv2d(9, 3)');
      await code.page.getByText('→ 9×30×30').first().waitFor();
      await code.runCommand('workbench.action.files.save');
      await code.page.waitForTimeout(2000);
    });
    assert.equal(read, false);
    assert.deepEqual(await problems(), []);
    await code.runCommand('workbench.trust.manage');
    await code.page.getByRole('button', { name: 'Trust', exact: true }).first().click();
    await code.runCommand('workbench.action.closeActiveEditor');
    await untilProblemsAre('too-few-classes at dense(3)');
    await code.screenshot('data-trusted');
  });
});
