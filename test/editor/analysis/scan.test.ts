import assert from 'node:assert/strict';
import { bracketPairs, builderOf, callAt, stringAt } from '../../../src/editor/analysis/scan.ts';

/** The call at `|` in a text. */
const at = (text: string) => callAt(text.replace('|', ''), text.indexOf('|'));

const calls: readonly (readonly [text: string, callee: string | null, argument?: number, keys?: readonly string[]])[] =
  [
    ['conv2d(|', 'conv2d', 0],
    ['conv2d(6, |', 'conv2d', 1],
    ['conv2d(6, [3, |5]', 'conv2d', 1],
    ['conv2d(6, 5, { |', 'conv2d', 2, ['']],
    ['conv2d(6, 5, { stri|', 'conv2d', 2, ['stri']],
    ['conv2d(6, 5, { stride: |2, padding: 1 })', 'conv2d', 2, ['stride']],
    ['conv2d(6, 5, { stride: [1, |2], padding: 1 })', 'conv2d', 2, ['stride']],
    ['conv2d(6, 5, { stride: 2, |padding: 1 })', 'conv2d', 2, ['']],
    ["conv2d(6, 5, { name: 'a(b, {', bias: |", 'conv2d', 2, ['bias']],
    ['conv2d(6, /* , ( */ |5)', 'conv2d', 1],
    ['conv2d(6, // , (\n |5)', 'conv2d', 1],
    ['model({ training: { epochs: 1, batch|', 'model', 0, ['training', 'batch']],
    ['model({ layers: [conv2d(6, 5), dense(|10)] })', 'dense', 0],
    ['model({ layers: [conv2d(6, 5)|, dense(10)] })', 'model', 0, ['layers']],
    ['cnn.conv2d(6|', 'cnn.conv2d', 0],
    ['relu()(add(x, |', 'add', 1],
    ['conv2d((3 + |4), 5)', 'conv2d', 0],
    ['const x = 3;|', null],
    ['dense(10);|', null],
  ];

describe('the text of a model file as it stands', () => {
  for (const [text, callee, argument = 0, keys = []] of calls) {
    it(`finds the call in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(at(text), callee === null ? null : { callee, argument, keys });
    });
  }

  it('knows a builder by any name that it is imported by, and no function of the user', () => {
    const text =
      "import { conv2d as conv, dense } from 'cnn-lab';\nimport * as cnn from \"cnn-lab\";\nimport { relu } from './x.ts';";
    assert.equal(builderOf(text, 'conv'), 'conv2d');
    assert.equal(builderOf(text, 'dense'), 'dense');
    assert.equal(builderOf(text, 'cnn.relu'), 'relu');
    assert.equal(builderOf(text, 'conv2d'), null);
    assert.equal(builderOf(text, 'relu'), null);
  });

  it('pairs brackets, whatever strings and comments hold, and leaves what is not closed', () => {
    assert.deepEqual(bracketPairs("f([1, ')'], /* ] */ {"), [[2, 9]]);
  });

  it('finds the string around a position', () => {
    const text = "conv2d(6, 5, { name: 'first' });";
    const start = text.indexOf('first');
    for (const offset of [start, start + 3, start + 5])
      assert.deepEqual(stringAt(text, offset), { text: 'first', start });
    assert.equal(stringAt(text, 3), null);
    assert.equal(stringAt("'open", 2), null);
  });
});
