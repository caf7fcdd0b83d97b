import assert from 'node:assert/strict';
import { openBracket } from '../../src/sandbox/brackets.ts';
import { analyseText, textAt } from './sandbox.ts';

/** What opens, where, and what comes instead of what would close it. */
function told(text: string): string | null {
  const found = openBracket(text);
  return found && `${found.opening} at ${found.start}, ${found.instead ?? 'end'} instead of ${found.closing}`;
}

describe('the bracket that is missing', () => {
  // A € stands for the dollar of a template.
  const cases: readonly (readonly [text: string, told: string | null])[] = [
    ['', null],
    ['f([1, { a: 2 }])', null],
    ['[f(1, g()]', '( at 2, ] instead of )'],
    ['f({ a: [1, 2 })', '[ at 7, } instead of ]'],
    ['f({ a: 1', '{ at 2, end instead of }'],
    ['f(1))', null],
    ['[\'(\', "[", `{`] // (', null],
    ['/* ( */ f(`a €{g({ b: 1 })} c €{2} d`)', null],
    ['f(`a €{g(1} b`)', '( at 8, } instead of )'],
    ['f(`a €{1', '€{ at 2, end instead of }'],
  ];
  for (const [text, expected] of cases) {
    it(`${text || 'nothing'}: ${expected ?? 'none'}`, () =>
      assert.equal(told(text.replaceAll('€', '$')), expected?.replace('€', '$') ?? null));
  }

  it('is told at its partner, before what the parser says below', async () => {
    const text = [
      "import { conv2d, dense, flatten, model } from 'cnn-lab';",
      'export default model({',
      '  input: [1, 28, 28],',
      '  layers: [',
      '    conv2d(8, 3,',
      '    flatten(),',
      '    dense(10),',
      '  ],',
      '});',
    ].join('\n');
    const [first, second] = (await analyseText(text)).diagnostics;
    assert.deepEqual([first?.code, first?.range.line, textAt(text, first!.range)], ['syntax-error', 5, '(']);
    assert.equal(first?.message, 'This ( is not closed: ) is missing before the ] of line 8.');
    assert.equal(second?.range.line, 8);
  });

  it('may be missing at the end of the file', async () => {
    const [first] = (await analyseText("import { model } from 'cnn-lab';\nexport default model({")).diagnostics;
    assert.equal(first?.message, 'This { is not closed: } is missing before the end of the file.');
  });
});
