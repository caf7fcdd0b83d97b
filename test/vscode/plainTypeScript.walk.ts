/** TypeScript files that are no models, in a window where nothing of ours has been started yet. */
import assert from 'node:assert/strict';
import { startVSCode, type VSCode } from '../../scripts/vscode/startVSCode.ts';

/** Wrong as a model: a file like this one has something to say as soon as it is taken for one. */
const net = `import { conv2d, model } from 'cnn-lab';

export default model({ input: [1, 28, 28], layers: [conv2d(6, 99)] });
`;

/** Where the test and the extension host's own events keep what they saw, between two calls of `evaluate`. */
interface Seen {
  programs?: string[];
}

describe('walk past other TypeScript files', () => {
  let code: VSCode;

  const isActive = (): Promise<boolean | undefined> =>
    code.evaluate((vscode) => vscode.extensions.getExtension('cnn-lab.cnn-lab')?.isActive);

  /** Programs of ours that the extension host has started since `watchPrograms`. */
  const ourPrograms = async (): Promise<string[]> => {
    const programs = await code.evaluate(() => (globalThis as Seen).programs ?? []);
    return programs.flatMap((program) => /(?<=[/\\]dist[/\\])\w+\.cjs/.exec(program) ?? []);
  };
  const watchPrograms = (): Promise<void> =>
    code.evaluate(() => {
      const programs: string[] = [];
      (globalThis as Seen).programs = programs;
      const { subscribe } = process.getBuiltinModule('node:diagnostics_channel');
      subscribe('child_process', (message) => {
        // The process gets its arguments after it is told of.
        setImmediate(() => {
          const started = (message as { process: { spawnargs?: string[] } }).process;
          programs.push((started.spawnargs ?? []).join(' '));
        });
      });
    });

  const problems = (): Promise<string[]> =>
    code.evaluate((vscode) =>
      vscode.languages
        .getDiagnostics()
        .flatMap(([, found]) => found)
        .filter(({ source }) => source === 'CNN Lab')
        .map(({ message }) => message),
    );

  /** Types a line at the end of the file in front, a character at a time. */
  const type = (text: string): Promise<void> =>
    code.evaluate(async (vscode, text) => {
      const editor = vscode.window.activeTextEditor!;
      const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
      editor.selection = new vscode.Selection(end, end);
      for (const character of text) await vscode.commands.executeCommand('type', { text: character });
    }, text);

  before(async () => {
    code = await startVSCode({ files: { 'notes.md': '# Notes\n', 'plain.ts': net, 'net.cnn.ts': net } });
    await watchPrograms();
  });
  after(() => code.close());

  it('sleeps while there is no TypeScript file at all', async () => {
    await code.open('notes.md');
    await type('A line.\n');
    assert.equal(await isActive(), false);
  });

  it('starts no process and says nothing when one is opened and edited', async () => {
    await code.open('plain.ts');
    await type('const side: number = 3;\n');
    // TypeScript itself has read the file when it knows what is in there.
    await code.page.locator('.view-line', { hasText: 'side' }).first().waitFor();
    const symbols = async () =>
      code.evaluate((vscode) =>
        vscode.commands
          .executeCommand<{ name: string }[] | undefined>(
            'vscode.executeDocumentSymbolProvider',
            vscode.window.activeTextEditor!.document.uri,
          )
          .then((found) => (found ?? []).map(({ name }) => name)),
      );
    while (!(await symbols()).includes('side')) await code.page.waitForTimeout(200);
    await code.page.waitForTimeout(2000);
    assert.deepEqual(await ourPrograms(), []);
    assert.deepEqual(await problems(), []);
    assert.equal(await code.page.getByText('→ ').count(), 0);
  });

  it('does both for a model file', async () => {
    await code.open('net.cnn.ts');
    while ((await problems()).length === 0) await code.page.waitForTimeout(200);
    assert.match((await problems())[0] ?? '', /99/);
    assert.deepEqual(await ourPrograms(), ['analyser.cjs']);
  });
});
