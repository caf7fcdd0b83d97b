import assert from 'node:assert/strict';
import { probabilities, topGuesses } from '../../src/insight/prediction.ts';
import { histogram, mapStatistics, strongestPlace } from '../../src/insight/statistics.ts';

describe('figures of maps', () => {
  it('are those of each map by itself', () => {
    const { min, max, mean, dead, notFinite } = mapStatistics(Float32Array.of(-1, 0, 2, 3, 4, 5, 6, 9), 2);
    assert.deepEqual([...min], [-1, 4]);
    assert.deepEqual([...max], [3, 9]);
    assert.deepEqual([...mean], [1, 6]);
    assert.deepEqual([...dead], [0.5, 0]);
    assert.deepEqual([...notFinite], [0, 0]);
  });

  it('leave out what is no number, and count it', () => {
    const { min, mean, notFinite } = mapStatistics(Float32Array.of(Number.NaN, 1, Number.POSITIVE_INFINITY, 3), 1);
    assert.deepEqual([min[0], mean[0], notFinite[0]], [1, 2, 2]);
    const none = mapStatistics(Float32Array.of(Number.NaN), 1);
    assert.deepEqual([none.max[0], none.mean[0]], [Number.NaN, Number.NaN]);
  });
});

describe('a histogram', () => {
  it('counts in equal steps, the largest value in the last', () => {
    const { min, max, counts } = histogram(Float32Array.of(0, 0.9, 1, 2, 3.9, 4), 4);
    assert.deepEqual([min, max, [...counts]], [0, 4, [2, 1, 1, 2]]);
  });

  it('puts equal values into one step, and none where there are none', () => {
    assert.deepEqual([...histogram(Float32Array.of(2, 2, 2), 3).counts], [3, 0, 0]);
    assert.deepEqual([...histogram(Float32Array.of(Number.NaN), 2).counts], [0, 0]);
  });
});

describe('the strongest place', () => {
  it('is the first of equals, and never NaN', () => {
    assert.equal(strongestPlace(Float32Array.of(Number.NaN, -2, 5, 5)), 2);
  });
});

describe('the likeliest classes', () => {
  it('come with the probabilities of the softmax', () => {
    // e⁰ : e^ln2 : e^ln5 = 1 : 2 : 5
    const guesses = topGuesses(Float32Array.of(0, Math.log(2), Math.log(5)), 'crossEntropy', ['cat', 'dog'], 2);
    assert.deepEqual(
      guesses.map(({ label, className, probability }) => [label, className, Math.round(1e6 * probability) / 1e6]),
      [
        [2, '2', 0.625],
        [1, 'dog', 0.25],
      ],
    );
  });

  it('are the lower of equal ones, also where logits are large', () => {
    const [first, second] = topGuesses(Float32Array.of(900, 900), 'crossEntropy', []);
    assert.deepEqual([first?.label, first?.probability, second?.probability], [0, 0.5, 0.5]);
  });

  it('follow from a single output, and from other losses', () => {
    const byLabel = (outputs: number[], loss: 'binaryCrossEntropy' | 'meanSquaredError') =>
      [...probabilities(Float32Array.from(outputs), loss)].map((probability) => Math.round(1e6 * probability) / 1e6);
    // σ(ln 3) = 3/4
    assert.deepEqual(byLabel([Math.log(3)], 'binaryCrossEntropy'), [0.25, 0.75]);
    assert.deepEqual(byLabel([Math.log(3), 0], 'binaryCrossEntropy'), [0.75, 0.5]);
    assert.deepEqual(byLabel([0.25], 'meanSquaredError'), [0.75, 0.25]);
    assert.deepEqual(byLabel([0.25, 1.5], 'meanSquaredError'), [0.25, 1.5]);
  });
});
