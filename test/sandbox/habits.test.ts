/** Files as students write them who come from Python, PyTorch or Keras: what they are told, and the fix. */
import assert from 'node:assert/strict';
import { apply } from './applyFix.ts';
import { analyseText } from './sandbox.ts';

const names =
  'adam, add, batchNorm2d, conv2d, crossEntropy, dense, dropout, flatten, imageFolder, input, mnist, model, relu';
const file = (body: string) => `import { ${names} } from 'cnn-lab';\n${body}\n`;
const net = (layers: string, more = '') =>
  file(`export default model({ input: [1, 28, 28], layers: [${layers}, flatten(), dense(10)]${more} });`);
const trained = (training: string) => net('relu()', `, data: mnist(), training: { ${training} }`);
const rest = 'batchSize: 8, loss: crossEntropy(), optimizer: adam()';

/** What is written, what is said of it, and what the fix makes of it; `null` where there is none. */
const cases: readonly (readonly [text: string, message: RegExp, mended: RegExp | null])[] = [
  [
    net('conv2d(6, 5, padding=2, bias=0)'),
    /^padding is not .* object: \{ padding: 2, bias: 0 \}\.$/,
    /5, \{ padding: 2, bias: 0 \}\)/,
  ],
  [net('conv2d(6, 5, { bias: False })'), /^False is not defined\. In TypeScript it is false\.$/, /bias: false/],
  [net('relu()', ', data: None'), /In TypeScript it is null/, /data: null/],
  [net('batchnorm2d()'), /Did you mean batchNorm2d\?$/, /\[batchNorm2d\(\), flatten/],
  [net('maxpool2d(2)'), /Did you mean maxPool2d\?$/, /relu, maxPool2d \}.*\[maxPool2d\(2\)/s],
  [net('nn.Conv2d(1, 6, 5)'), /^nn is not defined: PyTorch and Keras cannot be used/, null],
  [net("'relu'"), /it is 'relu'\. Did you mean relu\(\)\?$/, null],
  [net('dropout(50)'), /it is 50\. 50% is 0\.5\.$/, /dropout\(0\.5\)/],
  [net('dropout(-1)'), /it is -1\.$/, null],
  [net("conv2d('6', 5)"), /Write it without quotation marks\.$/, /conv2d\(6, 5\)/],
  [net("conv2d('wide', 5)"), /it is 'wide'\.$/, null],
  [trained(`epochs: '5', ${rest}`), /Write it without quotation marks\.$/, /epochs: 5,/],
  [
    trained(`epochs: 5, ${rest.replace('()', '()').replace('adam()', "adam({ learningRate: '1e-3' })")}`),
    /without quotation marks\.$/,
    /learningRate: 1e-3 /,
  ],
  [
    trained("epochs: 5, batchSize: 8, loss: 'categorical_crossentropy', optimizer: adam()"),
    /Did you mean crossEntropy\(\)\?$/,
    null,
  ],
  [
    trained('epochs: 5, batchSize: 8, optimizer: adam()'),
    /^loss of training is missing\. Use training: \{ epochs: 10,/,
    null,
  ],
  [
    net('relu()', ", data: imageFolder('flowers', { size: 28, channels: 1, validation: 20 })"),
    /20% is 0\.2\.$/,
    /validation: 0\.2 /,
  ],
  [net('relu()').replace('[1, 28, 28]', '[28, 28]'), /must be \[channels, height, width\]/, /input: \[1, 28, 28\]/],
  [
    net('relu()').replace('[1, 28, 28]', '[64, 1, 28, 28]'),
    /must be \[channels, height, width\]/,
    /input: \[1, 28, 28\]/,
  ],
  [net('relu()').replace('[1, 28, 28]', '784'), /must be \[channels, height, width\]/, null],
  [
    net('relu()').replace('input: [', 'inputs: ['),
    /^inputs takes the tensor of a graph/,
    /\{ input: \[1, 28, 28\], layers/,
  ],
  [net('relu()').replace('input: [', 'inputShape: ['), /Did you mean input\?$/, /\{ input: \[1, 28, 28\], layers/],
  [
    file('const x = input([1, 8, 8]);\nexport default model({ input: x, outputs: relu()(x) });'),
    /The tensor of a graph is given as inputs\.$/,
    /\{ inputs: x, outputs/,
  ],
  [
    file('const x = input([1, 8, 8]);\nexport default model({ inputs: x, outputs: x + relu()(x) });'),
    /Tensors are added by add\(x, y\)/,
    null,
  ],
  [
    file('const x = input([1, 8, 8]);\nexport default model({ inputs: x, outputs: relu(relu()) });'),
    /it is a layer\. Apply the layer to a tensor: relu\(…\)\(x\)\.$/,
    null,
  ],
  [
    file('const x = input([1, 8, 8]);\nexport default model({ inputs: x, outputs: x.relu() });'),
    /^x\.relu is not a function\. Layers and tensors have no methods/,
    null,
  ],
  ['import torch.nn as nn\n\nclass Net(nn.Module):\n  def __init__(self):\n    pass\n', /^This is Python\./, null],
  ['from torch import nn\n', /^This is Python\./, null],
];

describe('a file from somebody who knows Python', () => {
  for (const [text, message, mended] of cases) {
    it(`is answered once: ${message.source}`, async () => {
      const { diagnostics } = await analyseText(text);
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      assert.equal(errors.length, 1, errors.map((error) => error.message).join('\n'));
      assert.match(errors[0]!.message, message);
      const fixes = errors[0]!.fixes.map((fix) => apply(text, fix));
      assert.equal(fixes.length > 0, mended !== null, fixes.join('\n'));
      if (mended === null) return;
      assert.match(fixes[0]!, mended);
      const again = await analyseText(fixes[0]!);
      assert.ok(!again.diagnostics.some((left) => left.message === errors[0]!.message), fixes[0]);
    });
  }

  it('is told of what is missing where it is no Python', async () => {
    const { diagnostics } = await analyseText('const define = (x: number) => x;\nconst y = define(2;\n');
    assert.doesNotMatch(diagnostics[0]?.message ?? '', /Python/);
  });
});
