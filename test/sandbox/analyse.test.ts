import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { analyse } from '../../src/sandbox/analyse.ts';
import { analyseText, testSandbox, textAt } from './sandbox.ts';

const lenet5 = path.resolve(import.meta.dirname, '../../examples/lenet5.cnn.ts');

describe('analyse', () => {
  it('gives every layer of the LeNet-5 example its place', async () => {
    const analysis = await analyse(await testSandbox(), lenet5);
    const text = await readFile(lenet5, 'utf8');
    assert.deepEqual(analysis.diagnostics, []);
    assert.equal(analysis.report?.totals.params, 61_706);
    assert.equal(analysis.spec?.training?.epochs, 12);
    assert.deepEqual(analysis.files, [lenet5]);
    assert.deepEqual(
      analysis.report?.nodes.map(({ range }) => textAt(text, range)),
      ['conv2d(6, 5, { padding: 2 })', 'tanh()', 'avgPool2d(2)', 'conv2d(16, 5)', 'tanh()', 'avgPool2d(2)'].concat([
        'flatten()',
        'dense(120)',
        'tanh()',
        'dense(84)',
        'tanh()',
        'dense(10)',
      ]),
    );
    assert.match(textAt(text, analysis.modelRange!), /^model\(\{.*\}\)$/s);
  });

  it('takes the unsaved text', async () => {
    const overlay = { [lenet5]: (await readFile(lenet5, 'utf8')).replace('conv2d(16, 5)', 'conv2d(20, 5)') };
    const analysis = await analyse(await testSandbox(), lenet5, { overlay });
    assert.deepEqual(analysis.report?.nodes[3]?.output, [20, 10, 10]);
  });

  it('says when the text does not parse', async () => {
    const { parsed, report, diagnostics } = await analyseText(
      "import { model } from 'cnn-lab';\nexport default model({",
    );
    assert.equal(parsed, false);
    assert.equal(report, null);
    assert.equal(diagnostics[0]?.code, 'syntax-error');
  });

  it('makes the same model at every reading, whatever the file asks of chance or the clock', async () => {
    const text =
      "import { conv2d, model } from 'cnn-lab';\nconst width = () => 1 + Math.floor(1000 * Math.random());\n" +
      'export default model({ input: [1, 28, 28], layers: [conv2d(width(), 3), conv2d(width(), 3)] });';
    const readings = await Promise.all(Array.from({ length: 3 }, () => analyseText(text)));
    const [first, ...others] = readings.map(({ report }) => report?.nodes.map(({ output }) => output[0]));
    assert.ok(first && first[0] !== first[1], `chance gives ${first}`);
    for (const other of others) assert.deepEqual(other, first);
    const { diagnostics } = await analyseText('Date.now();');
    assert.match(diagnostics[0]?.message ?? '', /^Date is not available: .* without .* a clock/);
  });
});
