import assert from 'node:assert/strict';
import { apply } from './applyFix.ts';
import { analyseText, chain } from './sandbox.ts';

/** All fixes of the first diagnostic, applied; each must leave a file without that diagnostic. */
async function fixed(text: string): Promise<string[]> {
  const { diagnostics } = await analyseText(text);
  const [first] = diagnostics;
  const results = first?.fixes.map((fix) => apply(text, fix)) ?? [];
  for (const result of results) {
    const again = await analyseText(result);
    assert.equal(again.parsed, true);
    assert.ok(!again.diagnostics.some(({ code }) => code === first?.code), `still ${first?.code}:\n${result}`);
  }
  return results;
}

describe('fixes', () => {
  it('put flatten() before a dense layer and import it', async () => {
    const [result] = await fixed(chain('conv2d(6, 5), dense(10)'));
    assert.match(result!, /import \{ model, conv2d, dense, flatten \}/);
    assert.match(result!, /conv2d\(6, 5\), flatten\(\), dense\(10\)/);
  });

  it('keep the indentation of a list', async () => {
    const [result] = await fixed(chain('\n    conv2d(6, 5),\n    dense(10),\n  '));
    assert.match(result!, /\n {4}conv2d\(6, 5\),\n {4}flatten\(\),\n {4}dense\(10\),\n/);
  });

  it('put flatten() around the argument in a graph', async () => {
    const [result] = await fixed(
      "import * as cnn from 'cnn-lab';\nconst x = cnn.input([1, 8, 8]);\n" +
        'export default cnn.model({ inputs: x, outputs: cnn.dense(10)(cnn.relu()(x)) });\n',
    );
    assert.match(result!, /cnn\.dense\(10\)\(cnn\.flatten\(\)\(cnn\.relu\(\)\(x\)\)\)/);
  });

  it('call what is imported by its name here', async () => {
    const [result] = await fixed(
      "import { dense, flatten as flat, model } from 'cnn-lab';\nexport default model({ input: [1, 8, 8], layers: [dense(10)] });\n",
    );
    assert.match(result!, /layers: \[flat\(\), dense\(10\)\]/);
  });

  it('shrink a kernel, or pad', async () => {
    const results = await fixed(chain('conv2d(6, [29, 3])'));
    assert.match(results[0]!, /conv2d\(6, \[28, 3\]\)/);
    assert.match(results[1]!, /conv2d\(6, \[29, 3\], \{ padding: 'same' \}\)/);
    const [, padded] = await fixed(chain('conv2d(6, 29, { bias: false })'));
    assert.match(padded!, /\{ bias: false, padding: 'same' \}/);
    const [, again] = await fixed(chain('conv2d(6, 49, { padding: 4, })'));
    assert.match(again!, /\{ padding: 'same', \}/);
  });

  it('correct the name of an option', async () => {
    assert.match((await fixed(chain('conv2d(6, 5, { strid: 2 })')))[0]!, /\{ stride: 2 \}/);
    const shorthand = `const Stride = 2;\n${chain('conv2d(6, 5, { Stride })')}`;
    assert.match((await fixed(shorthand))[0]!, /\{ stride: Stride \}/);
  });

  for (const [call, ...wanted] of [
    ['conv2d(1, 8, 3)', 'conv2d(8, 3)', 'conv2d(1, 8, { stride: 3 })'],
    ['conv2d(1, 8, 5, { bias: false })', 'conv2d(8, 5, { bias: false })', 'conv2d(1, 8, { stride: 5, bias: false })'],
    [
      'conv2d(1, width, 7, 2, 1 + 2)',
      'conv2d(width, 7, { stride: 2, padding: 1 + 2 })',
      'conv2d(1, width, { stride: 7, padding: 2, dilation: 1 + 2 })',
    ],
    ['conv2d(8, 3, 2, 1)', 'conv2d(8, 3, { stride: 2, padding: 1 })', 'conv2d(3, 2, { stride: 1 })'],
    ["conv2d(width, 3, 'same')", "conv2d(width, 3, { padding: 'same' })"],
    ['maxPool2d(3, 2, 1)', 'maxPool2d(3, { stride: 2, padding: 1 })'],
    ['batchNorm2d(1)', 'batchNorm2d()'],
    ['batchNorm2d(1, 1e-3)', 'batchNorm2d({ epsilon: 1e-3 })'],
    ['groupNorm(1, 1)', 'groupNorm(1)'],
    ['conv2d(8, { kernel_size: 3 })', 'conv2d(8, 3)'],
    [
      "conv2d({ filters: width, kernelSize: 3, useBias: false, padding: 'same' })",
      "conv2d(width, 3, { bias: false, padding: 'same' })",
    ],
  ] as const) {
    it(`write as it is meant here: ${call}`, async () => {
      const text = chain(call).replace('export', 'const width = 8;\nexport');
      const results = await fixed(text);
      assert.deepEqual(
        results.map((result) => result.match(/layers: \[(.*)\] \}/)?.[1]),
        wanted,
      );
    });
  }

  it('rewrite no call from which something would be lost', async () => {
    for (const call of [
      'conv2d(...[1, 8, 3])',
      'conv2d({ filters: 8, ...{ kernelSize: 3 } })',
      'conv2d({ filters: 8, kernelSize: 3, ...{ bias: false } })',
      'maxPool2d(3, 2, 1, 1, false, 6, 7, 8)',
    ]) {
      assert.deepEqual(await fixed(chain(call)), [], call);
    }
  });

  it('write a word in small letters', async () => {
    assert.match((await fixed(chain("conv2d(8, 3, { padding: 'SAME' })")))[0]!, /\{ padding: 'same' \}/);
  });

  it('import a builder', async () => {
    const text = "import { model } from 'cnn-lab';\nexport default model({ input: [1, 8, 8], layers: [relu()] });\n";
    assert.match((await fixed(text))[0]!, /import \{ model, relu \} from 'cnn-lab'/);
    assert.match((await fixed('relu();\n'))[0]!, /^import \{ relu \} from 'cnn-lab';\nrelu/);
  });

  it('export the model', async () => {
    const options = '{ input: [1, 8, 8], layers: [] }';
    const [named] = await fixed(`import { model } from 'cnn-lab';\nconst net = model(${options});\n`);
    assert.match(named!, /\nexport default net;\n$/);
    const [bare] = await fixed(`import { model } from 'cnn-lab';\nmodel(${options});\n`);
    assert.match(bare!, /\nexport default model\(/);
  });

  it('take a layer out of a list', async () => {
    const training = 'training: { epochs: 1, batchSize: 8, loss: crossEntropy(), optimizer: adam() }';
    const net = (layers: string) =>
      `import { adam, conv2d, crossEntropy, dense, flatten, model, relu, softmax } from 'cnn-lab';\n` +
      `export default model({ input: [1, 8, 8], layers: [${layers}], ${training} });\n`;
    assert.match((await fixed(net('flatten(), dense(10), softmax()')))[0]!, /\[flatten\(\), dense\(10\)\]/);
    assert.match((await fixed(net('flatten(),\n  dense(10),\n  relu(),\n')))[0]!, /dense\(10\),\n\]/);
    const first = chain('dropout(0.2), conv2d(8, 3), batchNorm2d()');
    assert.match((await fixed(first))[0]!, /layers: \[conv2d\(8, 3\), batchNorm2d\(\)\]/);
  });

  it('take a layer off what it is applied to', async () => {
    const [result] = await fixed(
      "import * as cnn from 'cnn-lab';\nconst x = cnn.input([1, 8, 8]);\nconst y = cnn.dense(10)(cnn.flatten()(x));\n" +
        'export default cnn.model({ inputs: x, outputs: cnn.softmax()(y), training: ' +
        '{ epochs: 1, batchSize: 8, loss: cnn.crossEntropy(), optimizer: cnn.adam() } });\n',
    );
    assert.match(result!, /outputs: y, training/);
  });

  it('bring a shortcut to the shape of its block', async () => {
    const text =
      "import { add, conv2d, input, model } from 'cnn-lab';\nconst x = input([16, 28, 28]);\n" +
      'const y = conv2d(32, 3, { stride: 2, padding: 1 })(x);\nexport default model({ inputs: x, outputs: add(x, y) });\n';
    const [result] = await fixed(text);
    assert.match(result!, /add\(conv2d\(32, 1, \{ stride: 2 \}\)\(x\), y\)/);
    const swapped = await fixed(text.replace('add(x, y)', 'add(y, x)'));
    assert.match(swapped[0]!, /add\(y, conv2d\(32, 1, \{ stride: 2 \}\)\(x\)\)/);
  });

  it('choose groups that divide the channels', async () => {
    assert.match((await fixed(chain('conv2d(6, 3), conv2d(16, 3, { groups: 4 })')))[0]!, /groups: 2/);
  });

  it('reach the border, and close the gaps of a stride', async () => {
    assert.match((await fixed(chain('conv2d(8, 3, { stride: 2 })')))[0]!, /stride: 2, padding: \[0, 1, 0, 1\]/);
    assert.match((await fixed(chain('maxPool2d(3)')))[0]!, /maxPool2d\(3, \{ ceilMode: true \}\)/);
    const [slower, wider] = await fixed(chain('conv2d(8, 3, { stride: 4 })'));
    assert.match(slower!, /conv2d\(8, 3, \{ stride: 3 \}\)/);
    assert.match(wider!, /conv2d\(8, 4, \{ stride: 4 \}\)/);
  });

  it('widen a bottleneck', async () => {
    assert.match((await fixed(chain('flatten(), dense(4), relu(), dense(10)')))[0]!, /dense\(10\), relu\(\)/);
  });

  it('fit the input to the data', async () => {
    const text =
      "import { dense, flatten, mnist, model } from 'cnn-lab';\n" +
      'export default model({ input: [3, 32, 32], layers: [flatten(), dense(10)], data: mnist() });\n';
    assert.match((await fixed(text))[0]!, /input: \[1, 28, 28\]/);
  });
});
