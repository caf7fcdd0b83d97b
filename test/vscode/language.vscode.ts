/** Language features of model files, through VS Code's own commands. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

const folder = () => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('no folder is open');

async function open(name: string, text?: string): Promise<vscode.TextDocument> {
  const file = path.join(folder(), name);
  if (text !== undefined) await writeFile(file, text);
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  return document;
}

/** Asks until the answer fulfils the condition; mocha's timeout says when it never does, with the last answer. */
async function until<T>(ask: () => T | PromiseLike<T>, fits: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + 50_000;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > deadline) assert.fail(`still ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Our hints by line (from 1), without TypeScript's own. */
async function hints(document: vscode.TextDocument): Promise<string[]> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    all,
  );
  const texts = found.map(({ position, label }) => `${position.line + 1} ${label}`);
  return texts.filter((text) => /^\d+ (→|was )/.test(text));
}

async function hover(document: vscode.TextDocument, text: string): Promise<string> {
  const position = document.positionAt(document.getText().indexOf(text));
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  const texts = found.flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : part.value)));
  return texts.join('\n');
}

async function lenses(document: vscode.TextDocument): Promise<{ line: number; title: string }[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    20,
  );
  return found.map(({ range, command }) => ({ line: range.start.line + 1, title: command?.title ?? '' }));
}

function problems(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'CNN Lab');
}

async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const start = document.getText().indexOf(from);
  assert.ok(start >= 0, `${from} is not in the text`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)),
    to,
  );
  assert.ok(await vscode.workspace.applyEdit(edit));
}

const helpers = `import { conv2d, maxPool2d, relu } from 'cnn-lab';

export const block = (channels: number) => [conv2d(channels, 3, { padding: 1 }), relu(), maxPool2d(2)];
`;

const nested = `import { conv2d, dense, flatten, model, relu } from 'cnn-lab';
import { block } from './block.ts';

const convolutions = [16, 32].flatMap((channels) => [
  conv2d(channels, 5),
  relu(),
]);

export default model({
  input: [3, 32, 32],
  layers: [
    ...convolutions,
    ...block(64),
    flatten(), dense(10),
  ],
});
`;

const residual = `import { add, conv2d, dense, flatten, globalAvgPool2d, input, model, relu, type Tensor } from 'cnn-lab';

const block = (x: Tensor, channels: number) => {
  const y = relu()(conv2d(channels, 3, { padding: 1 })(x));
  return relu()(add(x, y));
};

const image = input([3, 32, 32]);
const stem = conv2d(16, 3, { padding: 1, name: 'stem' })(image);
const features = block(stem, 16);

export default model({
  name: 'residual',
  inputs: image,
  outputs: dense(10)(
    flatten()(
      globalAvgPool2d()(features),
    ),
  ),
});
`;

/** Of our outline; TypeScript's own symbols have no sizes. */
async function ourSymbols(document: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
  const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  return (found ?? []).filter(({ detail }) => /[→×]/.test(detail));
}

const textOf = (documentation: string | vscode.MarkdownString | undefined): string =>
  typeof documentation === 'string' ? documentation : (documentation?.value ?? '');

describe('language features of a model file', () => {
  let lenet: vscode.TextDocument;

  before(async () => {
    lenet = await open('lenet5.cnn.ts');
    await until(
      () => hints(lenet),
      (found) => found.length > 0,
    );
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  /** Those of LeNet-5 as it is on the disk, all 12: what is asked soon after a revert may be of the text before. */
  const lenetHints = () =>
    until(
      () => hints(lenet),
      (found) => found.length === 12 && found.every((text) => text.includes('→')),
    );

  it('shows size and parameters after every layer of LeNet-5', async () => {
    const shown = await lenetHints();
    // By hand: (28 + 2·2 − 5) + 1 = 28, halved, 14 − 5 + 1 = 10, halved; 16·5·5 = 400.
    assert.deepEqual(
      shown.map((text) => text.replace(/^\d+ /, '')),
      [
        '→ 6×28×28 · 156 params',
        '→ 6×28×28',
        '→ 6×14×14',
        '→ 16×10×10 · 2,416 params',
        '→ 16×10×10',
        '→ 16×5×5',
        '→ 400',
        '→ 120 · 48,120 params',
        '→ 120',
        '→ 84 · 10,164 params',
        '→ 84',
        '→ 10 · 850 params',
      ],
    );
    const lines = lenet.getText().split('\n');
    const calls = shown.map((text) => lines[Number.parseInt(text, 10) - 1]?.trim().replace(/\(.*/, ''));
    assert.deepEqual(calls.slice(0, 4), ['conv2d', 'tanh', 'avgPool2d', 'conv2d']);
  });

  it('tells the whole story of a layer in its hover', async () => {
    const text = await hover(lenet, 'conv2d(16, 5)');
    for (const part of ['16×10×10', '[16, 6, 5, 5]', '2,416 (3.9%', '240,000 (57.6%', '14×14', '= 10'])
      assert.ok(text.includes(part), `${part} is missing in:\n${text}`);
  });

  it('shows training and totals over the model', async () => {
    const found = await lenses(lenet);
    assert.ok(
      found.some(({ title }) => title === '$(play) Train model'),
      JSON.stringify(found),
    );
    const totals = found.find(({ title }) => title === '61,706 parameters · 416,520 multiply-adds');
    assert.match(lenet.lineAt((totals?.line ?? 1) - 1).text, /model\(/);
  });

  it('shows channels last where that is set', async () => {
    const configuration = vscode.workspace.getConfiguration('cnnLab');
    await configuration.update('shapeOrder', 'channelsLast', vscode.ConfigurationTarget.Global);
    try {
      await until(
        () => hints(lenet),
        (found) => found.some((text) => text.endsWith('→ 10×10×16 · 2,416 params')),
      );
    } finally {
      await configuration.update('shapeOrder', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('underlines the very argument that is wrong, and mends it with one click', async () => {
    await replace(lenet, 'conv2d(16, 5)', 'conv2d(16, 15)');
    const [problem] = await until(
      () => problems(lenet),
      (found) => found.length > 0,
    );
    assert.ok(problem);
    assert.equal(lenet.getText(problem.range), '15');
    assert.match(problem.message, /15/);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      lenet.uri,
      problem.range,
    );
    const fix = actions.find(({ title }) => title.includes('kernelSize'));
    assert.ok(fix?.edit, JSON.stringify(actions.map(({ title }) => title)));
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    // The largest kernel that fits leaves 1×1, which is too small for the pooling after it.
    const [next] = await until(
      () => problems(lenet),
      (found) => found[0]?.message !== problem.message,
    );
    assert.match(lenet.getText(), /conv2d\(16, 14\)/);
    assert.match(next?.message ?? '', /avgPool2d.*2×2.*1×1/);
  });

  it('mends what is wrong in a file that a model imports, there', async () => {
    const blocks = await open(
      'blocks.ts',
      "import { conv2d, relu } from 'cnn-lab';\nexport const block = () => [conv2d(8, 33), relu()];\n",
    );
    const helped = await open(
      'helped.cnn.ts',
      "import { model } from 'cnn-lab';\nimport { block } from './blocks.ts';\n" +
        'export default model({ input: [1, 28, 28], layers: block() });\n',
    );
    const [problem] = await until(
      () => problems(blocks),
      (found) => found.length > 0,
    );
    const [shown] = problems(helped);
    assert.match(shown?.message ?? '', /^blocks\.ts, line 2: The kernel of conv2d, 33×33/);
    assert.equal(helped.getText(shown?.range), 'block()');
    assert.equal(shown?.relatedInformation?.[0]?.location.uri.fsPath, blocks.fileName);
    const isFix = ({ title }: vscode.CodeAction) => title === "Set padding to 'same'";
    // There are none while the model is analysed again, as when a watcher has seen its new files.
    const actions = await until(
      () =>
        vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          blocks.uri,
          problem!.range,
        ),
      (found) => found.some(isFix),
    );
    assert.ok(await vscode.workspace.applyEdit(actions.find(isFix)?.edit ?? assert.fail()));
    assert.match(blocks.getText(), /conv2d\(8, 33, \{ padding: 'same' \}\)/);
    await until(
      () => [...problems(blocks), ...problems(helped)],
      (found) => found.length === 0,
    );
    await replace(blocks, 'relu()]', 'relu(]');
    const [imported] = await until(
      () => problems(helped),
      (found) => found.length > 0,
    );
    assert.match(imported?.message ?? '', /^blocks\.ts, line 2: This \( is not closed/);
    assert.equal(helped.getText(imported?.range), "'./blocks.ts'");
    assert.equal(imported?.relatedInformation?.[0]?.location.uri.fsPath, blocks.fileName);
    assert.equal(problems(helped).length, 1);
    await replace(blocks, 'relu(]', 'relu()]');
    await until(
      () => [...problems(blocks), ...problems(helped)],
      (found) => found.length === 0,
    );
    await vscode.window.showTextDocument(lenet);
  });

  it('keeps the last good hints beside their layers while the file does not parse', async () => {
    const before = await lenetHints();
    await replace(lenet, 'conv2d(6, 5, { padding: 2 }),', '\n\n    conv2d(6, 5, { padding: 2 ,');
    await until(
      () => problems(lenet),
      (found) => found.length > 0,
    );
    const text = (hint: string) => hint.replace(/^\d+ /, '');
    const later = await hints(lenet);
    assert.deepEqual(later.map(text).slice(1), before.map(text).slice(1));
    assert.equal(Number.parseInt(later[1] ?? '', 10), Number.parseInt(before[1] ?? '', 10) + 2);
  });

  it('keeps the sizes before an error, and says of those behind it that they were so', async () => {
    const before = await lenetHints();
    await replace(lenet, 'conv2d(16, 5)', 'conv2d(16, 55)');
    const later = await until(
      () => hints(lenet),
      (found) => found.some((text) => text.includes('was')),
    );
    assert.deepEqual(later.slice(0, 3), before.slice(0, 3));
    assert.deepEqual(
      later.slice(3),
      before.slice(3).map((text) => text.replace('→', 'was')),
    );
    assert.match(await hover(lenet, 'dense(84)'), /As it was before the error.*10,164 \(16\.5%/s);
    const titles = (await lenses(lenet)).map(({ title }) => title);
    assert.ok(titles.includes('was 61,706 parameters · 416,520 multiply-adds'), titles.join());
    const [model] = await ourSymbols(lenet);
    assert.equal(model?.detail, 'was 1×28×28 → 10 · 61,706 params');
    assert.equal(model.children.length, before.length);
    await replace(lenet, 'conv2d(16, 55)', 'conv2d(16, 5)');
    await until(
      () => hints(lenet),
      (found) => found.join() === before.join(),
    );
  });

  it('shows all instances of a layer made in a loop, what a helper makes, and sizes alone on a full line', async () => {
    await open('block.ts', helpers);
    const document = await open('nested.cnn.ts', nested);
    const shown = await until(
      () => hints(document),
      (found) => found.length > 0,
    );
    assert.deepEqual(shown, [
      // 3·16·25 + 16 and 16·32·25 + 32 parameters.
      '5 → 16×28×28, 32×24×24 · 14,048 params',
      '6 → 16×28×28, 32×24×24',
      // 32·64·9 + 64 parameters; the pooling halves 24.
      '13 → 64×12×12 (3 layers) · 18,496 params',
      '14 → 9216',
      '14 → 10',
    ]);
    assert.match(await hover(document, 'conv2d(channels, 5)'), /\*\*2 layers\*\* come from this call/);
  });

  it('looks again when an imported file is edited, saved or not', async () => {
    const block = await open('block.ts', helpers);
    const document = await open('nested.cnn.ts', nested);
    await until(
      () => hints(document),
      (found) => found.length > 0,
    );
    await replace(block, 'maxPool2d(2)', 'maxPool2d(4)');
    await until(
      () => hints(document),
      (found) => found.some((text) => text.startsWith('13 → 64×6×6')),
    );
    await vscode.window.showTextDocument(block);
  });

  it('looks again when a folder with an imported file is moved into place', async () => {
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    await mkdir(path.join(elsewhere, 'parts', 'deep'), { recursive: true });
    await writeFile(path.join(elsewhere, 'parts', 'deep', 'block.ts'), helpers);
    const document = await open('later.cnn.ts', nested.replace('./block.ts', './parts/deep/block.ts'));
    await until(
      () => problems(document).map(({ message }) => message),
      ([message = '']) => message.includes("Cannot find './parts/deep/block.ts'"),
    );
    await rename(path.join(elsewhere, 'parts'), path.join(folder(), 'parts'));
    await rmdir(elsewhere);
    await until(
      () => hints(document),
      (found) => found.length > 0,
    );
    assert.deepEqual(problems(document), []);
  });

  it('says where a model has nothing to export, and takes it back', async () => {
    const document = await open('empty.cnn.ts', "import { model } from 'cnn-lab';\n\nconst net = 3;\n");
    await until(
      () => problems(document),
      (found) => found.length > 0,
    );
    assert.deepEqual(await hints(document), []);
    await replace(document, 'model }', 'flatten, model }');
    await replace(document, 'const net = 3;', 'export default model({ input: [1, 2, 2], layers: [flatten()] });');
    await until(
      () => problems(document),
      (found) => found.length === 0,
    );
  });

  it('stops a model file that never ends, and goes on', async () => {
    const document = await open('endless.cnn.ts', "import { model } from 'cnn-lab';\nfor (;;) {}\n");
    const [problem] = await until(
      () => problems(document),
      (found) => found.length > 0,
    );
    assert.match(problem?.message ?? '', /loop/);
    await replace(document, 'for (;;) {}', 'const net = 3;');
    await until(
      () => problems(document),
      ([found]) => found !== undefined && found.message !== problem?.message,
    );
  });

  it('outlines the network with its sizes', async () => {
    const document = await open('residual.cnn.ts', residual);
    const symbols = await until(
      () => ourSymbols(document),
      (found) => found.length > 0,
    );
    const lines = (all: readonly vscode.DocumentSymbol[], indent = ''): string[] =>
      all.flatMap(({ name, detail, children }) => [`${indent}${name} ${detail}`, ...lines(children, `${indent}  `)]);
    assert.deepEqual(lines(symbols), [
      'stem → 16×32×32 · 448 params',
      'block → 16×32×32 (4 layers) · 2,320 params',
      '  conv2d_1 → 16×32×32 · 2,320 params',
      '  relu_1 → 16×32×32',
      '  add_1 → 16×32×32',
      '  relu_2 → 16×32×32',
      'residual 3×32×32 → 10 · 2,938 params',
      '  globalAvgPool2d_1 → 16×1×1',
      '  flatten_1 → 16',
      '  dense_1 → 10 · 170 params',
    ]);
  });

  it('goes from a layer to what feeds it, and to what it feeds', async () => {
    const document = await open('residual.cnn.ts', residual);
    await until(
      () => ourSymbols(document),
      (found) => found.length > 0,
    );
    const editor = vscode.window.activeTextEditor ?? assert.fail('no editor');
    const put = (text: string) => {
      const position = document.positionAt(document.getText().indexOf(text));
      editor.selection = new vscode.Selection(position, position);
    };
    const line = () => document.lineAt(editor.selection.active.line).text.trim();
    put('flatten()(');
    await vscode.commands.executeCommand('cnnLab.goToSource');
    await until(line, (found) => found.includes('globalAvgPool2d()('));
    put('conv2d(channels');
    await vscode.commands.executeCommand('cnnLab.goToTarget');
    await until(line, (found) => found.startsWith('const y = relu()'));
  });

  it('goes on from a layer in a file that a model imports', async () => {
    const helper = await open(
      'stem.ts',
      "import { conv2d, relu } from 'cnn-lab';\nexport const stem = () => [\n  conv2d(8, 3),\n  relu(),\n];\n",
    );
    const model = await open(
      'stemmed.cnn.ts',
      "import { flatten, model } from 'cnn-lab';\nimport { stem } from './stem.ts';\n" +
        'export default model({ input: [1, 28, 28], layers: [...stem(), flatten()] });\n',
    );
    await until(
      () => hints(model),
      (found) => found.length > 0,
    );
    const go = async (command: string, from: string): Promise<void> => {
      const editor = await vscode.window.showTextDocument(helper);
      const position = helper.positionAt(helper.getText().indexOf(from));
      editor.selection = new vscode.Selection(position, position);
      await vscode.commands.executeCommand(command);
    };
    const place = () => {
      const { document, selection } = vscode.window.activeTextEditor ?? assert.fail('no editor');
      return `${document.fileName} ${document.getText().slice(document.offsetAt(selection.active))}`;
    };
    await go('cnnLab.goToSource', 'relu(),');
    await until(place, (found) => /stem\.ts conv2d/.test(found));
    await go('cnnLab.goToTarget', 'relu(),');
    await until(place, (found) => /stemmed\.cnn\.ts flatten\(\)/.test(found));
  });

  it('tells what the option means that is being typed', async () => {
    const document = await open('residual.cnn.ts', residual);
    const help = async (text: string) => {
      const position = document.positionAt(document.getText().indexOf(text) + text.length);
      return vscode.commands.executeCommand<vscode.SignatureHelp | undefined>(
        'vscode.executeSignatureHelpProvider',
        document.uri,
        position,
        '(',
      );
    };
    const found = await until(
      () => help('conv2d(16, 3, { padding: '),
      (answer) => answer !== undefined,
    );
    const signature = found?.signatures[found.activeSignature];
    assert.equal(
      signature?.label,
      'conv2d(outChannels, kernelSize, { stride?, padding?, dilation?, groups?, bias?, name? })',
    );
    const active = signature?.parameters[found?.activeParameter ?? 0];
    assert.deepEqual(active?.label, [43, 51]);
    assert.match(textOf(active?.documentation), /Zeros around the input\. Default 0\./);
  });

  it('renames a layer where its name is written, to a name that is free', async () => {
    const document = await open('residual.cnn.ts', residual);
    await until(
      () => ourSymbols(document),
      (found) => found.length > 0,
    );
    const position = document.positionAt(document.getText().indexOf("'stem'") + 2);
    const rename = (name: string) =>
      vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        document.uri,
        position,
        name,
      );
    await assert.rejects(async () => rename('1st layer'), /1st layer/);
    await assert.rejects(async () => rename('relu_1'), /relu_1/);
    assert.ok(await vscode.workspace.applyEdit(await rename('first')));
    assert.match(document.getText(), /\{ padding: 1, name: 'first' \}/);
  });

  it('folds a convolution with what follows it', async () => {
    const first = lenet
      .getText()
      .split('\n')
      .findIndex((line) => line.includes('conv2d(6, 5'));
    // Others fold, too, and may have answered first.
    await until(
      () => vscode.commands.executeCommand<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', lenet.uri),
      (found) => found?.some(({ start, end }) => start === first && end === first + 2) ?? false,
    );
  });

  it('leaves a plain TypeScript file alone', async () => {
    const document = await open('plain.ts', nested);
    assert.deepEqual(await hints(document), []);
    assert.deepEqual(await lenses(document), []);
    assert.deepEqual(problems(document), []);
    assert.doesNotMatch(await hover(document, 'conv2d(channels, 5)'), /come from this call/);
  });
});
