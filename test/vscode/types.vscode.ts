/** Types in a model file from the first keystroke, in a folder without package.json and tsconfig.json. */
import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

/** Opens text as a file of a new folder. */
async function open(name: string, text: string): Promise<vscode.TextDocument> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cnn-types-'));
  const file = path.join(folder, name);
  await writeFile(file, text);
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  return document;
}

/** Asks again until the answer pleases: TypeScript's server takes a few seconds to start. */
async function eventually<Value>(ask: () => Value | PromiseLike<Value>, good: (value: Value) => boolean) {
  for (;;) {
    const value = await ask();
    if (good(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const textOf = (text: vscode.MarkdownString | vscode.MarkedString) => (typeof text === 'string' ? text : text.value);

const problems = (document: vscode.TextDocument) =>
  vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'ts');

describe("types of 'cnn-lab'", () => {
  it('completes what can be imported', async () => {
    const document = await open('new.cnn.ts', "import {  } from 'cnn-lab';\n");
    const list = await eventually(
      () =>
        vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          new vscode.Position(0, 9),
        ),
      ({ items }) => items.some(({ label }) => label === 'conv2d'),
    );
    const labels = list.items.map(({ label }) => label);
    for (const name of ['model', 'dense', 'mnist', 'adam']) assert.ok(labels.includes(name), name);
  });

  it('underlines an argument of the wrong type, and nothing else', async () => {
    const document = await open(
      'wrong.cnn.ts',
      [
        "import { conv2d, dense, flatten, model } from 'cnn-lab';",
        "const first = conv2d('six', 5);",
        'export default model({ name: "x", input: [1, 28, 28], layers: [first, flatten(), dense(10)] });',
      ].join('\n'),
    );
    const found = await eventually(
      () => problems(document),
      (list) => list.length > 0,
    );
    assert.deepEqual(
      found.map(({ code, range }) => [code, document.getText(range)]),
      [[2345, "'six'"]],
    );
  });

  it('reaches helpers that a model file imports', async () => {
    const document = await open('helper.ts', "import { relu } from 'cnn-lab';\nexport const bad = relu(1);\n");
    const found = await eventually(
      () => problems(document),
      (list) => list.length > 0,
    );
    assert.deepEqual(
      found.map(({ range }) => document.getText(range)),
      ['1'],
    );
  });

  it('finds nothing to complain about in the example', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0] ?? assert.fail('no folder');
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'lenet5.cnn.ts'));
    await vscode.window.showTextDocument(document);
    // An answer to a request about this file comes after its diagnostics were asked for.
    const hovers = await eventually(
      () =>
        vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          document.positionAt(document.getText().indexOf('conv2d(6') + 1),
        ),
      (list) => list.some(({ contents }) => contents.some((text) => textOf(text).includes('outChannels'))),
    );
    assert.ok(hovers.length > 0);
    assert.deepEqual(problems(document), []);
  });
});
