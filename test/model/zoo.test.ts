/** The model files of the zoo, against the papers and torchvision. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensurePyTorch } from '../../scripts/pytorch.ts';
import { zoo } from '../../src/model/zoo.ts';
import { analyse } from '../../src/sandbox/analyse.ts';
import type { Analysis } from '../../src/sandbox/analysis.ts';
import { testSandbox } from '../sandbox/sandbox.ts';
import { skip } from '../support/skip.ts';

const examples = path.resolve(import.meta.dirname, '../../examples');

const analyses = new Map<string, Promise<Analysis>>();

/** One evaluation of a file serves all tests. */
function analysed(file: string): Promise<Analysis> {
  const analysis = analyses.get(file) ?? testSandbox().then((sandbox) => analyse(sandbox, path.join(examples, file)));
  analyses.set(file, analysis);
  return analysis;
}

/** torchvision's own numbers, of its documentation. */
const parametersOfTorchvision: Readonly<Record<string, number>> = {
  'alexnet-torchvision.cnn.ts': 61_100_840,
  'vgg16.cnn.ts': 138_357_544,
  'googlenet.cnn.ts': 6_624_904,
  'resnet18.cnn.ts': 11_689_512,
  'resnet50.cnn.ts': 25_557_032,
  'squeezenet.cnn.ts': 1_235_496,
  'mobilenetv2.cnn.ts': 3_504_872,
  'densenet121.cnn.ts': 7_978_856,
};

describe('zoo', () => {
  it('names every example', () => {
    const files = zoo().map(({ file }) => file);
    assert.deepEqual(
      files.toSorted(),
      readdirSync(examples)
        .filter((file) => file.endsWith('.ts'))
        .sort(),
    );
  });

  for (const { file, name, params, macs, images } of zoo()) {
    it(`${name} (${file}) is what is said of it, ready to be trained, and nothing about it is wrong`, async () => {
      const { report, spec, diagnostics } = await analysed(file);
      assert.deepEqual(
        diagnostics.filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.deepEqual([report?.name, report?.totals.params, report?.totals.macs], [name, params, macs]);
      assert.deepEqual(report?.nodes.at(-1)?.output, [images === 'imagenet' ? 1000 : 10]);
      assert.equal(spec?.data?.kind, images === 'mnist' ? 'mnist' : 'imageFolder');
      assert.ok(spec?.training);
    });
  }

  it("has torchvision's parameters", () => {
    const found = zoo().filter(({ file }) => file in parametersOfTorchvision);
    assert.deepEqual(Object.fromEntries(found.map(({ file, params }) => [file, params])), parametersOfTorchvision);
  });

  it("has torchvision's parameters and multiply-adds, counted by hooks", async function () {
    const pytorch = ensurePyTorch();
    if ('missing' in pytorch) skip(this, pytorch.missing);
    const script = path.join(import.meta.dirname, 'torchvisionCounts.py');
    const { stdout } = await promisify(execFile)(pytorch.python, ['-B', '-W', 'ignore', script]);
    const counted: Record<string, { params: number; macs: number }> = JSON.parse(stdout);
    const found = zoo().filter(({ file }) => file in parametersOfTorchvision);
    assert.deepEqual(
      Object.fromEntries(found.map(({ file, params, macs }) => [file.replace('.cnn.ts', ''), { params, macs }])),
      counted,
    );
  });

  it("LeNet-5 of 1998 has the paper's trainable parameters in every layer", async () => {
    const { report } = await analysed('lenet5-1998.cnn.ts');
    const learning = report?.nodes.filter(({ params }) => params > 0) ?? [];
    const [c1, s2, ...rest] = learning.map(({ params }) => params);
    const c3 = rest.splice(0, 16).reduce((sum, params) => sum + params, 0);
    // Section II.B: C1, S2, C3, S4, C5, F6.
    assert.deepEqual([c1, s2, c3, ...rest], [156, 12, 1516, 32, 48_120, 10_164]);
  });

  it("AlexNet has the paper's neurons in every layer, but for the first, where the paper misprints them", async () => {
    const { report } = await analysed('alexnet.cnn.ts');
    const neurons = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
    const layers = report?.nodes.filter(({ kind }) => kind === 'conv2d' || kind === 'dense') ?? [];
    assert.deepEqual(
      layers.map(({ output }) => neurons(output)),
      // Section 3.5 prints 253,440 for the first, which 96 kernels every 4 pixels on 227×227 cannot make.
      [55 * 55 * 96, 186_624, 64_896, 64_896, 43_264, 4096, 4096, 1000],
    );
    // Its input of 150,528 numbers is 224×224 pixels; the sizes of all its layers are those of 227×227.
    assert.deepEqual(report?.input, [3, 227, 227]);
    assert.equal(neurons([3, 224, 224]), 150_528);
  });
});
