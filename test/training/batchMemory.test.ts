/** Which batches fit into memory: what training says of one before it starts, and the editor as it is written. */
import assert from 'node:assert/strict';
import { UserError } from '../../src/data/userError.ts';
import { requireMemory } from '../../src/jobs/devices/memory.ts';
import type { Weigh } from '../../src/model/findings.ts';
import { mostRunBytes, runBytes, weighFor } from '../../src/training/batchMemory.ts';
import { apply } from '../sandbox/applyFix.ts';
import { analyseText, textAt } from '../sandbox/sandbox.ts';
import { processorTime } from '../support/processorTime.ts';
import { tinyModel } from './tinyModel.ts';

const total = 2 ** 34;
const mnist = { trainImages: 60_000, validationImages: 10_000 };

function refusal(act: () => void): UserError {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing is thrown');
}

describe('memory before training', () => {
  it('is too little for a batch, and enough for the one that is named', () => {
    const model = tinyModel({ batchSize: 1024 });
    const data = { trainImages: 4096, validationImages: 512 };
    const needs = (batchSize: number) => runBytes(model, model.training, data, total, batchSize);
    const require = (available: number, training = model.training) =>
      requireMemory(model, training, data, { available, total });
    require(needs(1024));
    const message = /A batch of 1024 images .* The largest that fits is (\d+): set batchSize: \1 or less/;
    const failed = refusal(() => require(needs(1024) - 1));
    assert.equal(failed.code, 'out-of-memory');
    const largest = Number(message.exec(failed.message)?.[1]);
    // Whatever is left at the end of an epoch fits as well, or a batch size below.
    assert.ok(largest > 500 && largest < 1024, `${largest}`);
    for (let size = largest; size > largest - 100; size -= 7) assert.ok(needs(size) < needs(1024), `${size}`);
    assert.throws(
      () => require(needs(1000), { ...model.training, batchSize: 5000 }),
      /All 4096 training images at once \(batchSize: 5000\) do not fit .* The largest that fits is \d+/,
    );
    assert.throws(() => require(1000), /Not even a single image fits/);
  });

  it('holds the batches that are left at the end of an epoch, and images', () => {
    const model = tinyModel();
    const needs = (trainImages: number, validationImages: number) =>
      runBytes(model, model.training, { trainImages, validationImages }, total, 256);
    const pixels = 8 * 8;
    assert.ok(needs(1024 + 128, 256) - needs(1024, 256) > 128 * (pixels + 1000));
    assert.ok(needs(1024, 256 + 128) - needs(1024, 256) > 128 * (pixels + 1000));
    assert.equal(needs(2048, 256) - needs(1024, 256), 1024 * pixels);
    assert.ok(needs(1024, 0) > 0);
  });
});

/** A model file with batches of this size. */
const net = (batchSize: number | string, layers = 'conv2d(8, 5), relu(), flatten(), dense(10)', data = 'mnist()') =>
  "import * as cnn from 'cnn-lab';\nconst { adam, conv2d, crossEntropy, dense, flatten, idx, mnist, relu } = cnn;\n" +
  `export default cnn.model({\n  input: [1, 28, 28],\n  layers: [${layers}],\n  data: ${data},\n` +
  `  training: { epochs: 1, batchSize: ${batchSize}, loss: crossEntropy(), optimizer: adam() },\n});\n`;

/** What an analysis says, and training, on a machine with so much memory. */
async function both(text: string, available: number, images: typeof mnist | null = null) {
  const files = JSON.stringify(['idx', null, { images: 'a', labels: 'b' }, { images: 'c', labels: 'd' }]);
  const findings = images && { files, classes: 10, shape: null, images, trouble: null, places: [] };
  const memory = { available, total };
  const { spec, diagnostics } = await analyseText(text, { weigh: weighFor(memory), findings });
  assert.ok(spec?.training, 'the model itself is valid');
  const { training } = spec;
  const said = diagnostics.filter(({ code }) => code === 'batch-too-large');
  const refuse = () => requireMemory(spec, training, images ?? mnist, memory);
  if (said.length === 0) refuse();
  else assert.equal(refusal(refuse).message, said[0]?.message);
  assert.equal(diagnostics.length, said.length);
  return said[0] ?? null;
}

async function neededBy(batchSize: number, images = mnist): Promise<number> {
  const { spec } = await analyseText(net(batchSize));
  return runBytes(spec!, spec!.training!, images, total, batchSize);
}

describe('a batch in the editor', () => {
  it('fits at a size, and is one image too large at the next, as training says', async () => {
    const available = await neededBy(1000);
    assert.equal(await both(net(1000), available), null);
    const text = net(1001);
    const said = await both(text, available);
    assert.equal(said?.severity, 'error');
    assert.equal(textAt(text, said.range), '1001');
  });

  it('is mended by the size that is named', async () => {
    const available = await neededBy(1000);
    for (const size of [1001, 5000, 70_000]) {
      const text = net(size);
      const said = await both(text, available);
      const [, largest] = /The largest that fits is (\d+)/.exec(said?.message ?? '') ?? [];
      assert.equal(said?.fixes[0]?.title, `Change batchSize to ${largest}`);
      const mended = apply(text, said.fixes[0]!);
      assert.match(mended, new RegExp(`batchSize: ${largest},`));
      assert.equal(await both(mended, available), null);
    }
  });

  it('is the named size at most, whatever the layers', async () => {
    for (const layers of [
      'flatten(), dense(10)',
      'conv2d(20, 3), cnn.hardswish(), cnn.batchNorm2d(), flatten(), dense(10)',
    ]) {
      const text = net(4096, layers);
      const { spec } = await analyseText(text);
      const available = 0.4 * runBytes(spec!, spec!.training!, mnist, total, 4096);
      const largest = Number(/The largest that fits is (\d+)/.exec((await both(text, available))?.message ?? '')?.[1]);
      assert.ok(largest > 0 && largest < 4096, `${largest}`);
      assert.equal(await both(net(largest, layers), available), null);
      // The next might leave another, larger batch at the end of an epoch.
      const more = { trainImages: 2 * largest + 1, validationImages: 10_000 };
      assert.ok(runBytes(spec!, spec!.training!, more, total, largest + 1) < 1.2 * available);
    }
  });

  it('is not mended where not even one image fits, or where the size is not written', async () => {
    const said = await both(net(64), 1000);
    assert.match(said?.message ?? '', /Not even a single image fits/);
    assert.deepEqual(said?.fixes, []);
    const spread = net('64, ...{ batchSize: 8000 }');
    const there = await both(spread, await neededBy(700));
    assert.ok(there);
  });

  it('is compared with what the files hold', async () => {
    const data = "idx({ train: { images: 'a', labels: 'b' }, validation: { images: 'c', labels: 'd' } })";
    const few = { trainImages: 500, validationImages: 100 };
    const available = await neededBy(600, few);
    const text = net(100_000, undefined, data);
    assert.equal(await both(text, available, few), null);
    assert.match(
      (await both(text, available, { ...few, trainImages: 2000 }))?.message ?? '',
      /^All 2000 training images at once \(batchSize: 100000\)/,
    );
    // Until the files have been looked at, nothing is said.
    const { diagnostics } = await analyseText(text, { weigh: weighFor({ available: 1000, total }) });
    assert.deepEqual(diagnostics, []);
  });

  it('is not weighed without the training that would need the memory', async () => {
    const never: Weigh = () => assert.fail('weighed');
    for (const text of [
      net(64).replace(/ {2}training: .*\n/, ''),
      net(64).replace(/ {2}data: .*\n/, ''),
      net(64, 'flatten(), dense(0)'),
    ])
      await analyseText(text, { weigh: never });
  });
});

describe('the quick bound on memory', () => {
  const kinds = [
    ...['relu()', 'gelu()', 'silu()', 'hardswish()', 'elu()', 'tanh()', 'sigmoid()', 'leakyRelu()', 'relu6()'],
    ...['batchNorm2d()', 'layerNorm()', 'groupNorm(4)', 'localResponseNorm(5)', 'dropout(0.5)', 'softmax()'],
    ...['conv2d(32, 3, { padding: 1 })', 'conv2d(32, 3, { groups: 8 })', 'convTranspose2d(32, 3)', 'logSoftmax()'],
    ...['maxPool2d(3, { stride: 1 })', 'avgPool2d(3, { stride: 1 })', 'upsample2d(2)', 'zeroPad2d(3)'],
    ...['selectChannels([0, 1])', 'adaptiveAvgPool2d(9)'],
  ];
  for (const kind of kinds) {
    it(`is never less than what training needs: ${kind}`, async () => {
      const layers = `conv2d(32, 3), ${`cnn.${kind}, `.repeat(kind.startsWith('upsample') ? 2 : 6)}flatten(), dense(10)`;
      const { spec, report } = await analyseText(net(333, layers));
      assert.ok(spec?.training && report);
      // An epoch's end as large as it can be, and hardly any.
      for (const trainImages of [333, 2 * 333 - 1, 60_000]) {
        for (const validationImages of [1, 500, 10_000]) {
          const counts = { trainImages, validationImages };
          const needed = runBytes(spec, spec.training, counts, total, 333);
          const most = mostRunBytes(spec, spec.training, report.totals, counts, total);
          assert.ok(needed <= most, `${trainImages}, ${validationImages}: ${needed} > ${most}`);
        }
      }
    });
  }

  it('costs next to nothing: a thousand layers are weighed a thousand times in a second', async () => {
    const layers = '...Array.from({ length: 998 }, () => relu()), flatten(), dense(10)';
    const { spec, report } = await analyseText(net(64, layers));
    assert.ok(spec?.training && report?.nodes.length === 1000);
    const { training } = spec;
    const weigh = weighFor({ available: 2 ** 40, total });
    const time = await processorTime(() => {
      for (let time = 0; time < 1000; time++) assert.equal(weigh(spec, training, report.totals, mnist), null);
    });
    assert.ok(time < 1000, `${time} ms`);
  });
});
