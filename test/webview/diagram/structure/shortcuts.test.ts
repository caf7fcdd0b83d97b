import assert from 'node:assert/strict';
import { concat, conv2d, input, model, type Tensor } from '../../../../src/cnn/index.ts';
import { arcLevels, shortcutsOf } from '../../../../webview/diagram/structure/shortcuts.ts';
import { processorTime } from '../../../support/processorTime.ts';
import { draw, networkFrom } from '../networks.ts';

const edges = (...pairs: readonly (readonly [number, number])[]) => pairs.map(([from, to]) => ({ from, to }));

describe('shortcuts of a diagram', () => {
  it('are the edges past another way, as over a residual block', () => {
    const residual = edges([0, 1], [1, 2], [0, 2], [2, 3]);
    assert.deepEqual([...shortcutsOf(residual, 4)], [{ from: 0, to: 2 }]);
  });

  it('are not the branches of an inception block', () => {
    assert.equal(shortcutsOf(edges([0, 1], [0, 2], [0, 3], [1, 4], [2, 4], [3, 4]), 5).size, 0);
  });

  it('are found among more nodes than a word has bits', () => {
    const chain = Array.from({ length: 99 }, (_, i) => [i, i + 1] as const);
    const found = shortcutsOf(edges(...chain, [3, 70], [0, 99]), 100);
    assert.deepEqual([...found].map(({ from }) => from).toSorted(), [0, 3]);
  });

  it('go higher over those that they overlap', () => {
    const span = (start: number, end: number) => ({ start, end });
    assert.deepEqual(arcLevels([span(0, 30), span(0, 10), span(10, 20), span(5, 20)]), [3, 1, 1, 2]);
  });

  it('leave a dense block of 48 layers, where each takes all before, to be drawn at once', async () => {
    const image = input([3, 16, 16]);
    const layers: Tensor[] = [conv2d(4, 1)(image)];
    const joined = () => {
      const [first, second, ...more] = layers;
      return second ? concat(first!, second, ...more) : first!;
    };
    for (let i = 0; i < 48; i++) layers.push(conv2d(4, 3, { padding: 1 })(joined()));
    const network = networkFrom(model({ inputs: image, outputs: joined() }));
    const spent = await processorTime(() => assert.equal(draw(network).volumes.length, 98), 3);
    assert.ok(spent < 1000, `it took ${spent.toFixed(0)} ms`);
  });
});
