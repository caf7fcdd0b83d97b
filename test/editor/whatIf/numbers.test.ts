import assert from 'node:assert/strict';
import { neighbours, numberAt } from '../../../src/editor/whatIf/numbers.ts';

/** The number at the `|` in a line. */
const at = (line: string): string | null => numberAt(line.replace('|', ''), line.indexOf('|'))?.text ?? null;

describe('numbers', () => {
  it('are found under and beside the cursor', () => {
    assert.equal(at('conv2d(|16, 5)'), '16');
    assert.equal(at('conv2d(1|6, 5)'), '16');
    assert.equal(at('conv2d(16|, 5)'), '16');
    assert.equal(at('conv2d(16, |5)'), '5');
    assert.equal(at('adam({ learningRate: 2e-|3 })'), '2e-3');
    assert.equal(at('dropout(0.|5)'), '0.5');
    assert.equal(at('dense(1_|000)'), '1_000');
  });

  it('are no part of a name, a text or a comment', () => {
    assert.equal(at('conv|2d(16, 5)'), null);
    assert.equal(at("name: 'LeNet-|5',"), null);
    assert.equal(at('dense(10), // |10 classes'), null);
    assert.equal(at(' * Layer |3 of the paper'), null);
    assert.equal(at("conv2d(16, 5, { name: 'c3' }), dense(|84)"), '84');
    assert.equal(at('relu(|)'), null);
  });

  it('have neighbours that one would try', () => {
    assert.deepEqual(neighbours('5'), ['3', '4', '6', '7']);
    assert.deepEqual(neighbours('1'), ['2', '3']);
    assert.deepEqual(neighbours('64'), ['32', '128']);
    assert.deepEqual(neighbours('1_000'), ['500', '2000']);
    assert.deepEqual(neighbours('0.5'), []);
    assert.deepEqual(neighbours('0'), []);
  });
});
