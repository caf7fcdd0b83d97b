/** Maps and projections against PyTorch (`pytorchCases.py`), and numbers worked out by definition. */
import assert from 'node:assert/strict';
import { conv2d, model, relu } from '../../src/cnn/index.ts';
import { pixelOrigin } from '../../src/insight/attribution/pixelOrigin.ts';
import { project } from '../../src/insight/attribution/projection.ts';
import type { Inspection } from '../../src/insight/inspection.ts';
import { earlyNode, inspectedLayers } from '../../src/insight/layers.ts';
import { specOf } from '../model/build.ts';
import { difference, networks, openCase, pytorchCases } from './networks.ts';

for (const each of pytorchCases) {
  describe(`looking into ${each.name}`, () => {
    let opened: Awaited<ReturnType<typeof openCase>>;
    let inspection: Inspection;

    before(async () => {
      opened = await openCase(each);
      inspection = opened.inspection;
    });
    after(() => opened.dispose());

    it('gives every feature map as PyTorch does', async () => {
      const values = await inspection.activations(opened.image(0));
      assert.equal(values.length, each.nodes.length);
      for (const [node, expected] of each.nodes.entries()) {
        assert.ok(difference(values[node]!, expected) < 1e-5, `node ${node}`);
      }
    });

    it('gives the maps of some layers alone', async () => {
      const [last, first] = await inspection.activations(opened.image(0), [each.nodes.length - 1, 0]);
      assert.ok(difference(last!, each.nodes.at(-1)!) < 1e-5);
      assert.ok(difference(first!, each.nodes[0]!) < 1e-6);
    });

    for (const { node, map, method, place, value, pixels } of each.projections) {
      it(`leads map ${map} of node ${node} back by ${method} as PyTorch does`, async () => {
        const projection = await project(inspection, opened.image(0), { node, map, pixel: null, method });
        const width = inspection.model.nodes[node]!.shape[2] ?? 1;
        assert.deepEqual([projection.row, projection.column], [Math.floor(place / width), place % width]);
        assert.ok(difference([projection.value], [value]) < 1e-5);
        assert.ok(
          pixels.some((pixel) => pixel !== 0),
          'the case shows nothing',
        );
        assert.ok(difference(projection.pixels, pixels) < 1e-5);
      });
    }

    it('leads the strongest pixel back when it is named, too', async () => {
      const { node, map, place } = each.projections[0]!;
      const width = inspection.model.nodes[node]!.shape[2] ?? 1;
      const pixel = { row: Math.floor(place / width), column: place % width };
      const request = { node, map, method: 'gradient' } as const;
      const named = await project(inspection, opened.image(0), { ...request, pixel });
      assert.deepEqual(named, await project(inspection, opened.image(0), { ...request, pixel: null }));
    });

    it('makes every value of a convolution, dense layer and pooling of its patch', async () => {
      const values = await inspection.activations(opened.image(0));
      for (const { node, kind, shape } of inspectedLayers(inspection.model)) {
        if (!/^(conv2d|dense|.*Pool2d)$/.test(kind)) continue;
        const [maps = 1, height = 1, width = 1] = shape;
        for (let i = 0; i < maps * height * width; i++) {
          const place = {
            node,
            map: Math.floor(i / (height * width)),
            row: Math.floor(i / width) % height,
            column: i % width,
          };
          const origin = await pixelOrigin(inspection, values, place);
          assert.equal(origin.value, values[node]![i]);
          const made =
            origin.kind === 'dotProduct'
              ? origin.patch.reduce((sum, value, k) => sum + value * origin.kernel[k]!, origin.bias)
              : origin.kind === 'window' && kind === 'maxPool2d'
                ? Math.max(...origin.patch.filter((_, k) => origin.padding[k] === 0))
                : origin.kind === 'window'
                  ? origin.patch.reduce((sum, value) => sum + value, 0) / origin.patch.length
                  : Number.NaN;
          assert.ok(Math.abs(made - origin.value) < 1e-4, `${kind} ${JSON.stringify(place)}: ${made}, ${origin.value}`);
          if (origin.kind === 'dotProduct') assert.ok(Math.abs(origin.sum + origin.bias - made) < 1e-4);
        }
      }
    });

    it('refuses an image of another size and a pixel that is not there, with the numbers', async () => {
      await assert.rejects(inspection.activations(new Uint8Array(5)), /5 values; the model takes .* = \d+/);
      const request = { node: 1, map: 99, pixel: null, method: 'gradient' } as const;
      await assert.rejects(project(inspection, opened.image(0), request), /Node 1 is .*no map 99/);
    });
  });
}

describe('rules of projections', () => {
  const rulesIn = async (index: number, node: number, method: 'gradient' | 'guided' | 'deconvnet') => {
    const opened = await openCase(pytorchCases[index]!);
    const request = { node, map: 0, pixel: null, method };
    const { rules } = await project(opened.inspection, opened.image(0), request);
    await opened.dispose();
    return rules.map(({ layer, rule }) => `${layer}: ${rule}`);
  };

  it('are noted where the method was given one, on the way to the layer only', async () => {
    assert.deepEqual(await rulesIn(0, 3, 'deconvnet'), []);
    assert.deepEqual(await rulesIn(0, 7, 'deconvnet'), [
      'batchNorm2d_1: scaled',
      'tanh_1: passed through',
      'avgPool2d_1: spread evenly',
    ]);
    assert.deepEqual(await rulesIn(1, 8, 'deconvnet'), [
      'localResponseNorm_1: derivative',
      'add_1: copied to branches',
      'concat_1: split among branches',
    ]);
  });

  it('are derivatives for activations other than ReLU in guided backpropagation, and none for the gradient', async () => {
    assert.deepEqual(await rulesIn(0, 7, 'guided'), ['tanh_1: derivative']);
    assert.deepEqual(await rulesIn(0, 7, 'gradient'), []);
  });
});

describe('layers to look at', () => {
  it('say where zeros are dead pixels', () => {
    const rectified = inspectedLayers(networks.chain).filter((layer) => layer.rectified);
    assert.deepEqual(
      rectified.map(({ name }) => name),
      ['conv2d_1', 'relu_1', 'maxPool2d_1', 'dense_1', 'relu_2'],
    );
  });

  it('have the shapes of their weights', () => {
    const weights = inspectedLayers(networks.chain).flatMap(({ name, weight }) => (weight ? [[name, weight]] : []));
    assert.deepEqual(weights, [
      ['conv2d_1', [4, 2, 3, 3]],
      ['conv2d_2', [6, 2, 3, 2]],
      ['batchNorm2d_1', [6]],
      ['dense_1', [5, 24]],
      ['dense_2', [3, 5]],
    ]);
  });

  it('are few enough in a small model to come all at once, and of a large one end where a quarter of its work does', () => {
    assert.equal(earlyNode(networks.chain), null);
    // Multiply-adds: 1.8, 29.5, 118 and 118 million.
    const layers = [16, 32, 64, 64].flatMap((channels) => [conv2d(channels, 3, { padding: 1 }), relu()]);
    const large = specOf(model({ name: 'large', input: [3, 64, 64], layers }));
    assert.equal(earlyNode(large), 4);
  });
});
