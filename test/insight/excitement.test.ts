/** Strongest images, neighbours, Grad-CAM and occlusion against PyTorch (`pytorchCases.py`) and by definition. */
import assert from 'node:assert/strict';
import type { Split } from '../../src/data/dataSet.ts';
import { MemoryImages } from '../../src/data/images.ts';
import { gradCam, gradCamNode } from '../../src/insight/attribution/gradCam.ts';
import { occlude } from '../../src/insight/attribution/occlusion.ts';
import { project } from '../../src/insight/attribution/projection.ts';
import { exciteMap, findStrongest } from '../../src/insight/attribution/strongest.ts';
import { embed } from '../../src/insight/embedding/embedding.ts';
import {
  featureNode,
  imageFeatures,
  nearest,
  predictSplit,
  splitFeatures,
} from '../../src/insight/embedding/features.ts';
import type { Inspection } from '../../src/insight/inspection.ts';
import { probabilities } from '../../src/insight/prediction.ts';
import { difference, networks, openCase, pytorchCases } from './networks.ts';

for (const each of pytorchCases) {
  describe(`what ${each.name} answers to`, () => {
    let opened: Awaited<ReturnType<typeof openCase>>;
    let inspection: Inspection;
    /** Images 1 to 20 of the cases, of classes in turn. */
    let split: Split;

    before(async () => {
      opened = await openCase(each);
      inspection = opened.inspection;
      const images = Buffer.concat(Array.from({ length: 20 }, (_, i) => opened.image(i + 1)));
      const labels = Uint8Array.from({ length: 20 }, (_, i) => i % 3);
      split = { count: 20, images: new MemoryImages(images, 20), labels };
    });
    after(() => opened.dispose());

    it('finds the strongest images of every map, as PyTorch does', async () => {
      const progress: number[] = [];
      const onProgress = (done: number) => progress.push(done);
      const { maps, images } = await findStrongest(inspection, split, each.strongestNode, { onProgress });
      assert.equal(images, 20);
      assert.equal(progress.at(-1), 20);
      for (const [map, expected] of each.strongest.entries()) {
        assert.deepEqual(
          maps[map]!.map(({ image }) => image + 1),
          expected.map(({ image }) => image),
        );
        const values = maps[map]!.map(({ value }) => value);
        assert.ok(
          difference(
            values,
            expected.map(({ value }) => value),
          ) < 1e-5,
        );
        for (const { image, label } of maps[map]!) assert.equal(label, image % 3);
      }
    });

    it('shows what a map saw of them, and the projection of that', async () => {
      const node = each.strongestNode;
      const { maps } = await findStrongest(inspection, split, node);
      const [first] = await exciteMap(inspection, split, maps[0]!.slice(0, 1), { node, map: 0, method: 'deconvnet' });
      const { crop, projection, row, column, image } = first!;
      const [, , width = 1] = inspection.model.nodes[0]!.shape;
      const whole = opened.image(image + 1);
      assert.equal(crop.pixels[0], whole[crop.at.top * width + crop.at.left]);
      assert.equal(crop.pixels.length, projection.length);
      const request = { node, map: 0, pixel: { row, column }, method: 'deconvnet' } as const;
      const { pixels } = await project(inspection, whole, request);
      // Nothing lies outside of what the map saw.
      const total = (values: Float32Array) => values.reduce((sum, value) => sum + Math.abs(value), 0);
      assert.ok(total(pixels) > 0 && Math.abs(total(pixels) - total(projection)) < 1e-4 * total(pixels));
    });

    it('finds the nearest images, as PyTorch does, and leaves out the image itself', async () => {
      const node = featureNode(inspection.model);
      assert.equal(node, each.featureNode);
      const features = await splitFeatures(inspection, split, node);
      const own = await imageFeatures(inspection, opened.image(0), node);
      const found = nearest(features, split.labels, own, 6, null);
      const expected = each.neighbours.slice(0, 6);
      assert.deepEqual(
        found.map(({ image }) => image + 1),
        expected.map(({ image }) => image),
      );
      const distances = found.map(({ distance }) => distance);
      assert.ok(
        difference(
          distances,
          expected.map(({ distance }) => distance),
        ) < 1e-4,
      );
      const size = own.length;
      const [self] = nearest(features, split.labels, features.subarray(3 * size, 4 * size), 1, null);
      assert.deepEqual([self?.image, self?.distance, self?.label], [3, 0, 0]);
      const [other] = nearest(features, split.labels, features.subarray(3 * size, 4 * size), 1, 3);
      assert.notEqual(other?.image, 3);
    });

    it('gives the evidence for each class, as PyTorch does', async () => {
      for (const [label, heat] of each.heats.entries()) {
        const map = await gradCam(inspection, opened.image(0), label, each.camNode);
        assert.deepEqual([map.label, map.node, map.values.length], [label, each.camNode, map.size[0] * map.size[1]]);
        assert.ok(difference(map.values, heat) < 1e-4, `class ${label}`);
      }
    });

    it('says how likely the class is with a part of the image hidden', async () => {
      const { shape, offset, scale } = inspection.programs.images;
      const [channels, height, width] = shape;
      const request = { label: 1, side: 4, step: 3 };
      const map = await occlude(inspection, opened.image(0), 'crossEntropy', request);
      const size = [Math.floor((height - 4) / 3) + 1, Math.floor((width - 4) / 3) + 1] as const;
      assert.deepEqual(map.size, size);
      const likely = async (image: Uint8Array) => {
        const [logits] = await inspection.activations(image, inspection.model.outputs);
        return probabilities(logits!, 'crossEntropy')[1]!;
      };
      assert.ok(Math.abs(map.whole - (await likely(opened.image(0)))) < 1e-6);
      const covered = opened.image(0);
      for (let i = 0; i < covered.length; i++) {
        const [channel, y, x] = [Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width];
        if (y >= 3 && y < 7 && x < 4) covered[i] = Math.round(-offset[channel]! / scale[channel]!);
      }
      assert.equal(channels * height * width, covered.length);
      assert.ok(Math.abs(map.values[size[1]]! - (await likely(covered))) < 1e-6);
      await assert.rejects(
        occlude(inspection, opened.image(0), 'crossEntropy', { ...request, side: 50 }),
        /square of 50 .* image of \d+×\d+/,
      );
    });

    it('takes every image of a split for something', async () => {
      const predictions = await predictSplit(inspection, split, 'crossEntropy');
      const { predicted, confidence, probabilityOfLabel, labels } = predictions;
      assert.deepEqual([...labels], [...split.labels]);
      assert.deepEqual([...predicted], each.predicted);
      assert.ok(difference(confidence, each.confidence) < 1e-5);
      const [logits] = await inspection.activations(opened.image(8), inspection.model.outputs);
      const likely = probabilities(logits!, 'crossEntropy');
      assert.equal(predicted[7], likely.indexOf(Math.max(...likely)));
      assert.ok(Math.abs(probabilityOfLabel[7]! - likely[split.labels[7]!]!) < 1e-5);
    });

    it('lays images out in the plane, the same for the same seed', async () => {
      const layOut = (method: 'pca' | 'umap', seed: number, count = 18) =>
        embed(inspection, split, 'crossEntropy', { method, count, seed });
      const whole = await layOut('pca', 1, 20);
      assert.ok(difference(whole.points, each.principalPoints) < 1e-4);
      assert.ok(difference(whole.explained!, each.explained) < 1e-5);
      assert.deepEqual([...whole.predicted], each.predicted);
      const { points, images, labels, explained } = await layOut('pca', 1);
      assert.deepEqual([points.length, images.length, labels.length], [36, 18, 18]);
      assert.deepEqual(
        [...labels],
        [...images].map((image) => image % 3),
      );
      assert.ok(explained![0] >= explained![1] && explained![0] + explained![1] <= 1 + 1e-9);
      assert.deepEqual(await layOut('umap', 1), await layOut('umap', 1));
      assert.notDeepEqual((await layOut('umap', 1)).points, (await layOut('umap', 2)).points);
      await assert.rejects(
        embed(inspection, split, 'crossEntropy', { method: 'umap', count: 9, seed: 1 }),
        /UMAP needs 16 images .* 9/,
      );
    });

    it('can be ended between two batches', async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      controller.abort(reason);
      const { signal } = controller;
      await assert.rejects(findStrongest(inspection, split, each.strongestNode, { signal }), reason);
      await assert.rejects(
        occlude(inspection, opened.image(0), 'crossEntropy', { label: 0, side: 2, step: 1 }, { signal }),
        reason,
      );
      const later = new AbortController();
      const onProgress = (_done: number, total: number) => {
        // Of the layout, not of the pass over 20 images.
        if (total !== 20) later.abort(reason);
      };
      const request = { method: 'umap', count: 20, seed: 1 } as const;
      const watched = { signal: later.signal, onProgress };
      await assert.rejects(embed(inspection, split, 'crossEntropy', request, watched), reason);
    });

    it('refuses a class and a layer that are not there, with the numbers', async () => {
      await assert.rejects(gradCam(inspection, opened.image(0), 99), /no class 99/);
      const vector = inspection.model.nodes.length - 1;
      await assert.rejects(gradCam(inspection, opened.image(0), 0, vector), /feature maps; \S+ of .* has none/);
    });
  });
}

describe('the layer that Grad-CAM takes', () => {
  it('is the last with maps, before a pooling', () => {
    const nameOf = (name: 'chain' | 'branches') => {
      const { nodes, layers } = networks[name];
      return layers[nodes[gradCamNode(networks[name])!]!.layer!]!.name;
    };
    assert.deepEqual([nameOf('chain'), nameOf('branches')], ['tanh_1', 'concat_1']);
  });
});
