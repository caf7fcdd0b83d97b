import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { analyse } from '../../src/sandbox/analyse.ts';
import { analyseFiles, analyseText, chain, temporaryFolder, testSandbox, textAt } from './sandbox.ts';

const blocks = `
import { conv2d, relu, type Layer } from 'cnn-lab';
export const block = (channels: number): Layer[] => [conv2d(channels, 3), relu()];
`;
const net = (specifier: string) => `
import { model } from 'cnn-lab';
import { block } from '${specifier}';
export default model({ input: [1, 28, 28], layers: [...block(8), ...block(16)] });
`;

describe('imports of a model file', () => {
  it('may name .ts files around it, with or without the ending', async () => {
    for (const specifier of ['./blocks.ts', './blocks', './lib/../blocks.ts']) {
      const { report, diagnostics, files, folder } = await analyseFiles({
        'net.cnn.ts': net(specifier),
        'blocks.ts': blocks,
        'lib/empty.ts': '',
      });
      assert.deepEqual(diagnostics, []);
      assert.deepEqual(
        report?.nodes.map(({ output }) => output.join('×')),
        ['8×26×26', '8×26×26', '16×24×24', '16×24×24'],
      );
      assert.deepEqual(files, [path.join(folder, 'net.cnn.ts'), path.join(folder, 'blocks.ts')]);
    }
  });

  it('give layers their place in the imported file and their callers in this one', async () => {
    const { report, folder } = await analyseFiles({ 'net.cnn.ts': net('./blocks.ts'), 'blocks.ts': blocks });
    const third = report?.nodes[2];
    assert.equal(third?.range.file, path.join(folder, 'blocks.ts'));
    assert.equal(textAt(blocks, third.range), 'conv2d(channels, 3)');
    assert.deepEqual(
      third.callers.map((range) => textAt(net('./blocks.ts'), range)),
      ['block(16)'],
    );
  });

  for (const [what, wrong, count] of [
    ['does not parse', `${blocks}const x = (;`, 2],
    ['imports what is not there', `import './nowhere.ts';${blocks}import './nor/here.ts';`, 2],
    ['cannot run', `${blocks}flatten();`, 1],
    [
      'builds a wrong layer by itself',
      `${blocks.replace('=> [conv2d(channels, 3)', '=> [wide')}const wide = conv2d(8, 33);`,
      1,
    ],
  ] as const) {
    it(`lead to a file that ${what}, from the first mistake there`, async () => {
      const text = net('./lib/blocks.ts');
      const { diagnostics, folder } = await analyseFiles({
        'net.cnn.ts': text,
        'lib/blocks.ts': "export * from '../more.ts';",
        'more.ts': wrong,
      });
      assert.equal(diagnostics.length, count);
      assert.deepEqual(
        diagnostics.map(({ range, callers, importedAt }) => [
          range.file,
          callers,
          importedAt && textAt(text, importedAt),
        ]),
        diagnostics.map((_, index) => [
          path.join(folder, 'more.ts'),
          undefined,
          index === 0 ? "'./lib/blocks.ts'" : undefined,
        ]),
      );
    });
  }

  it('name no import where a call of the model file leads to what is wrong', async () => {
    for (const wrong of [blocks.replace('3)', '33)'), blocks.replace('relu()', 'flatten()')]) {
      const text = net('./blocks.ts');
      const { diagnostics } = await analyseFiles({ 'net.cnn.ts': text, 'blocks.ts': wrong });
      assert.deepEqual(
        diagnostics.map(({ callers = [], importedAt }) => [callers.map((range) => textAt(text, range)), importedAt]),
        [[['block(8)'], undefined]],
      );
    }
  });

  it('may go round in circles', async () => {
    const { report } = await analyseFiles({
      'net.cnn.ts': net('./blocks.ts'),
      'blocks.ts': `import './net.cnn.ts';${blocks}`,
    });
    assert.equal(report?.nodes.length, 4);
  });

  it('may bring types, whatever module they come from', async () => {
    const { diagnostics, report } = await analyseFiles({
      'net.cnn.ts':
        "import type { Stats } from 'node:fs';\nimport { model, Layer, relu } from 'cnn-lab';\n" +
        "import { Sizes } from './sizes.ts';\nconst sizes: Sizes & Partial<Stats> = { channels: 1 };\n" +
        'const layers: Layer[] = [relu()];\n' +
        'export default model({ input: [sizes.channels, 28, 28], layers });\n',
      'sizes.ts': 'export interface Sizes { channels: number }\n',
    });
    assert.deepEqual(diagnostics, []);
    assert.equal(report?.nodes.length, 1);
  });

  for (const specifier of ['fs', 'node:fs', 'lodash', '/etc/passwd', 'https://example.org/x.ts', 'runner', 'm0']) {
    it(`may not name '${specifier}'`, async () => {
      const text = `import '${specifier}';\n${chain('relu()')}`;
      const { diagnostics, report } = await analyseText(text);
      assert.equal(report, null);
      assert.deepEqual(
        diagnostics.map(({ code, range }) => [code, textAt(text, range)]),
        [['import-not-allowed', `'${specifier}'`]],
      );
      assert.match(diagnostics[0]!.message, /can only import from 'cnn-lab' and from \.ts files in its workspace/);
    });
  }

  it('may not load anything later', async () => {
    const { diagnostics } = await analyseText("await import('fs');\n");
    assert.match(diagnostics[0]!.message, /import\(\) cannot be used/);
    const { diagnostics: hidden } = await analyseText('await eval("import(\'fs\')");\n');
    assert.match(hidden[0]!.message, /Only an import at the top of a file/);
  });

  it('say which file is not there', async () => {
    const { diagnostics, folder } = await analyseText(net('./blocks.ts'));
    assert.equal(diagnostics[0]?.code, 'import-not-found');
    assert.ok(diagnostics[0].message.includes(path.join(folder, 'blocks.ts')));
  });

  it('must be files, and not endless ones', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'net.cnn.ts');
    await writeFile(file, net('./blocks.ts'));
    await mkdir(path.join(folder, 'blocks.ts'));
    const { diagnostics } = await analyse(await testSandbox(), file);
    assert.equal(diagnostics[0]?.code, 'import-not-found');
    const { diagnostics: long } = await analyseFiles({
      'net.cnn.ts': net('./blocks.ts'),
      'blocks.ts': '/'.repeat(1e6 + 1),
    });
    assert.deepEqual([long[0]?.code, /1,000,001 bytes/.test(long[0]?.message ?? '')], ['import-too-long', true]);
  });

  it('may not leave the workspace by ..', async () => {
    const outside = await temporaryFolder();
    await writeFile(path.join(outside, 'blocks.ts'), blocks);
    await mkdir(path.join(outside, 'work/models'), { recursive: true });
    await writeFile(path.join(outside, 'work/net.cnn.ts'), net('../blocks.ts'));
    await writeFile(path.join(outside, 'work/models/net.cnn.ts'), net('../../blocks.ts'));
    const sandbox = await testSandbox();
    const flat = await analyse(sandbox, path.join(outside, 'work/net.cnn.ts'));
    assert.equal(flat.diagnostics[0]?.code, 'import-outside-workspace');
    assert.match(flat.diagnostics[0].message, /outside the workspace/);
    const deep = await analyse(sandbox, path.join(outside, 'work/models/net.cnn.ts'), {
      root: path.join(outside, 'work'),
    });
    assert.equal(deep.diagnostics[0]?.code, 'import-outside-workspace');
    const wider = await analyse(sandbox, path.join(outside, 'work/models/net.cnn.ts'), { root: outside });
    assert.deepEqual(wider.diagnostics, []);
  });

  it('may not leave the workspace by a link, of a file or of a folder', async () => {
    const outside = await temporaryFolder();
    const work = path.join(outside, 'work');
    await mkdir(path.join(outside, 'lib'));
    await mkdir(work);
    await writeFile(path.join(outside, 'lib/blocks.ts'), blocks);
    await symlink(path.join(outside, 'lib/blocks.ts'), path.join(work, 'blocks.ts'));
    await symlink(path.join(outside, 'lib'), path.join(work, 'lib'));
    for (const specifier of ['./blocks.ts', './lib/blocks.ts']) {
      const file = path.join(work, 'net.cnn.ts');
      await writeFile(file, net(specifier));
      const { diagnostics } = await analyse(await testSandbox(), file);
      assert.equal(diagnostics[0]?.code, 'import-outside-workspace');
      assert.ok(diagnostics[0].message.includes(path.join(outside, 'lib/blocks.ts')));
    }
  });

  it('work in a workspace that is itself behind a link', async () => {
    const folder = await temporaryFolder();
    await mkdir(path.join(folder, 'real'));
    await writeFile(path.join(folder, 'real/net.cnn.ts'), net('./blocks.ts'));
    await writeFile(path.join(folder, 'real/blocks.ts'), blocks);
    await symlink(path.join(folder, 'real'), path.join(folder, 'link'));
    const { diagnostics } = await analyse(await testSandbox(), path.join(folder, 'link/net.cnn.ts'));
    assert.deepEqual(diagnostics, []);
  });
});
