import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { analyse } from '../../src/sandbox/analyse.ts';
import type { Diagnostic } from '../../src/sandbox/analysis.ts';
import { apply } from './applyFix.ts';
import { analyseFiles, analyseText, testSandbox, textAt } from './sandbox.ts';

const imports =
  "import { add, conv2d, dense, flatten, input, model, relu, sequential, tanh, type Tensor } from 'cnn-lab';";

/** A graph of relu() on its input, after these lines. */
const graph = (...lines: readonly string[]) =>
  [
    imports,
    'const x = input([1, 8, 8]);',
    ...lines,
    'export default model({ inputs: x, outputs: relu()(x) });',
    '',
  ].join('\n');

const ofUnused = (diagnostics: readonly Diagnostic[]) => diagnostics.filter(({ code }) => code === 'unused-layer');

/** What is underlined of unused layers, and whether training could go on. */
async function unused(text: string): Promise<string[]> {
  const { spec, diagnostics } = await analyseText(text);
  assert.ok(spec, diagnostics.map(({ message }) => message).join('\n'));
  return ofUnused(diagnostics).map(({ range }) => textAt(text, range));
}

describe('a layer that nothing uses', () => {
  it('is told of, in a graph and beside a chain', async () => {
    assert.deepEqual(await unused(graph('const conv = conv2d(8, 3);', 'tanh();')), ['conv2d(8, 3)', 'tanh()']);
    const chain = `${imports}\nconst extra = tanh();\nexport default model({ input: [1, 8, 8], layers: [relu()] });\n`;
    assert.deepEqual(await unused(chain), ['tanh()']);
  });

  it('is a sequence, not what is in it', async () => {
    assert.deepEqual(await unused(graph('const block = sequential([relu(), tanh()]);')), [
      'sequential([relu(), tanh()])',
    ]);
  });

  it('is one call in a loop or helper, told of once, and only where none of its layers is used', async () => {
    const helper =
      'const block = (y: Tensor, deep: boolean) => {\n  const act = tanh();\n  return deep ? act(y) : relu()(y);\n};';
    const use = (outputs: string) => [
      imports,
      'const x = input([1, 8, 8]);',
      helper,
      `export default model({ inputs: x, outputs: ${outputs} });\n`,
    ];
    assert.deepEqual(await unused(use('block(block(x, false), true)').join('\n')), []);
    assert.deepEqual(await unused(use('block(block(x, false), false)').join('\n')), ['tanh()']);
    assert.deepEqual(await unused(graph('for (let i = 0; i < 3; i++) {', '  const act = tanh();', '}')), ['tanh()']);
  });

  it('is none that stands among others to choose from, nor one that a branch, another model or nobody yet applies', async () => {
    for (const lines of [
      "const act = { relu: relu(), tanh: tanh() }['relu'];",
      'const [act] = [relu(), tanh()];',
      'const act = 1 > 0 ? relu() : tanh();',
      'const layers = [tanh()];',
      'const act = tanh();\nact(x);',
      'const act = tanh();\nconst other = model({ input: [1, 8, 8], layers: [act] });',
      'const make = () => tanh();',
    ])
      assert.deepEqual(await unused(graph(lines)), [], lines);
  });

  it('is none of an imported file, which other models may use', async () => {
    const { spec, diagnostics } = await analyseFiles({
      'net.cnn.ts': graph("import { act } from './act.ts';"),
      'act.ts': "import { tanh, relu } from 'cnn-lab';\nexport const act = relu();\nconst other = tanh();\n",
    });
    assert.ok(spec);
    assert.deepEqual(ofUnused(diagnostics), []);
    assert.deepEqual(await unused(graph('export const act = tanh();')), []);
  });

  it('is not told of while something else is wrong with the layers', async () => {
    const text = `${imports}\nconst act = tanh();\nexport default model({ input: [1, 8, 8], layers: [conv2d(8, 9)] });\n`;
    const { diagnostics } = await analyseText(text);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['kernel-too-large'],
    );
  });

  it('is silenced by a comment', async () => {
    assert.deepEqual(await unused(graph('// cnn-lab-disable-next-line unused-layer', 'const act = tanh();')), []);
  });

  it('is removed with its line, where nothing names it', async () => {
    const removed = async (...lines: readonly string[]) => {
      const text = graph(...lines);
      const { diagnostics } = await analyseText(text);
      return ofUnused(diagnostics)[0]!.fixes.map((fix) => apply(text, fix));
    };
    assert.deepEqual(await removed('const act = tanh();'), [graph()]);
    assert.deepEqual(await removed('if (x) {', '  tanh();', '}'), [graph('if (x) {', '}')]);
    assert.deepEqual(await removed('/* one */ tanh(); // two'), [graph('/* one */  // two')]);
    assert.deepEqual(await removed('const act = tanh();', 'const use = () => act(x);'), []);
    assert.deepEqual(await removed('if (x) tanh();'), []);
  });

  it('is nowhere in the zoo', async () => {
    const examples = path.resolve(import.meta.dirname, '../../examples');
    for (const file of readdirSync(examples).filter((name) => name.endsWith('.cnn.ts'))) {
      const { diagnostics } = await analyse(await testSandbox(), path.join(examples, file));
      assert.deepEqual(ofUnused(diagnostics), [], file);
    }
  });
});
