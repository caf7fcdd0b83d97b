import assert from 'node:assert/strict';
import { add, conv2d, input, model, relu } from '../../../../src/cnn/index.ts';
import { foldingOf } from '../../../../webview/diagram/structure/folding.ts';
import { repeatsOf, segmentsOf } from '../../../../webview/diagram/structure/segments.ts';
import { volumesOf } from '../../../../webview/diagram/structure/volumes.ts';
import { networkFrom, zooNetwork } from '../networks.ts';

const segmentsIn = async (name: string) => segmentsOf(volumesOf((await zooNetwork(name)).nodes));

describe('segments of a diagram', () => {
  it('end where every path meets', () => {
    const image = input([3, 8, 8]);
    const stem = conv2d(3, 1)(image);
    const sum = add(stem, conv2d(3, 1)(relu()(conv2d(3, 1)(stem))));
    const volumes = volumesOf(networkFrom(model({ inputs: image, outputs: conv2d(2, 1)(sum) })).nodes);
    const segments = segmentsOf(volumes).map(({ inner, junction }) => [inner.length, junction.head.kind]);
    assert.deepEqual(segments, [
      [0, 'input'],
      [0, 'conv2d'],
      [2, 'add'],
      [0, 'conv2d'],
    ]);
  });

  // The numbers of the papers: He 2015, table 1 (the first block of a stage is another); Szegedy 2014, table 1;
  // Huang 2016, table 1; Iandola 2016, table 1; Sandler 2018, table 2.
  const published: readonly (readonly [name: string, counts: readonly number[]])[] = [
    ['resnet50', [2, 3, 5, 2]],
    ['googlenet', [2, 5, 2]],
    ['densenet121', [6, 12, 24, 16]],
    ['vgg16', [3, 3, 3]],
  ];
  for (const [name, counts] of published) {
    it(`of ${name} repeat as often as its paper says`, async () => {
      const repeats = repeatsOf(await segmentsIn(name));
      assert.deepEqual(
        repeats.map(({ count }) => count),
        counts,
      );
    });
  }

  it('are drawn once where they are folded, and stand for all', async () => {
    const segments = await segmentsIn('densenet121');
    const volumes = segments.flatMap(({ inner, junction }) => [...inner, junction]);
    const all = foldingOf(segments, false, new Set());
    assert.deepEqual(all.segments, segments);
    const folded = foldingOf(segments, true, new Set());
    assert.equal(segments.length - folded.segments.length, 5 + 11 + 23 + 15);
    for (const { index, head } of volumes) {
      const like = volumes[folded.shownAs[index]!]!;
      assert.equal(like.head.kind, head.kind);
      assert.deepEqual(like.shape.slice(1), head.shape.slice(1));
    }
    const [first] = folded.repeats;
    const opened = foldingOf(segments, true, new Set([first!.key]));
    assert.equal(opened.segments.length, folded.segments.length + 5);
    assert.deepEqual(
      opened.repeats.map((repeat) => repeat.folded),
      [false, true, true, true],
    );
  });
});
