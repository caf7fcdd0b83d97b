import assert from 'node:assert/strict';
import { shiftRange, shiftRangeBy, type TextEdit } from '../../../src/editor/analysis/edits.ts';
import type { SourceRange } from '../../../src/sandbox/analysis.ts';

const start = ['const a = 1;', 'const layers = [', '  conv2d(6, 5),', '  tanh(),', '];'].join('\n');

/** The oracle: the edit is applied to the text itself, and the call is looked for in what comes out. */
function rangeOf(text: string, call: string): SourceRange {
  const offset = text.indexOf(call);
  assert.ok(offset >= 0, `${call} is not in the text`);
  const place = (at: number) => {
    const before = text.slice(0, at).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
  };
  const end = place(offset + call.length);
  return { file: 'net.cnn.ts', ...place(offset), endLine: end.line, endColumn: end.column };
}

function apply(text: string, edit: TextEdit): string {
  const lines = text.split('\n');
  const head = [...lines.slice(0, edit.line - 1), (lines[edit.line - 1] ?? '').slice(0, edit.column - 1)].join('\n');
  const tail = [(lines[edit.endLine - 1] ?? '').slice(edit.endColumn - 1), ...lines.slice(edit.endLine)].join('\n');
  return head + edit.text + tail;
}

const insert = (line: number, column: number, text: string): TextEdit => ({
  line,
  column,
  endLine: line,
  endColumn: column,
  text,
});

describe('positions moved along with edits', () => {
  const moves: [string, TextEdit, string, string][] = [
    ['a line typed above', insert(2, 1, '// more\n\n'), 'conv2d(6, 5)', 'conv2d(6, 5)'],
    ['letters typed before it on its line', insert(3, 1, '   '), 'conv2d(6, 5)', 'conv2d(6, 5)'],
    ['text typed at its very start', insert(3, 3, 'relu(), '), 'conv2d(6, 5)', 'conv2d(6, 5)'],
    ['text typed at its very end', insert(3, 15, ' /* six maps */'), 'conv2d(6, 5)', 'conv2d(6, 5)'],
    ['an argument typed inside', insert(3, 14, ', { padding: 2 }'), 'conv2d(6, 5)', 'conv2d(6, 5, { padding: 2 })'],
    ['a line break inside', insert(3, 10, '\n    '), 'conv2d(6, 5)', 'conv2d(\n    6, 5)'],
    ['a change below', insert(5, 1, 'x'), 'conv2d(6, 5)', 'conv2d(6, 5)'],
    ['lines above removed', { line: 1, column: 1, endLine: 3, endColumn: 1, text: '' }, 'tanh()', 'tanh()'],
    ['lines above replaced', { line: 1, column: 7, endLine: 3, endColumn: 2, text: 'b\n' }, 'tanh()', 'tanh()'],
    [
      'an argument replaced',
      { line: 3, column: 10, endLine: 3, endColumn: 11, text: '16' },
      'conv2d(6, 5)',
      'conv2d(16, 5)',
    ],
  ];
  for (const [what, edit, before, after] of moves) {
    it(`follows ${what}`, () => {
      assert.deepEqual(shiftRange(rangeOf(start, before), edit), rangeOf(apply(start, edit), after));
    });
  }

  it('forgets a call that was removed', () => {
    const wholeLine = { line: 3, column: 1, endLine: 4, endColumn: 1, text: '' };
    assert.equal(shiftRange(rangeOf(start, 'conv2d(6, 5)'), wholeLine), null);
  });

  it('applies edits of one event, given against the text before it, in any order', () => {
    const edits = [insert(1, 1, '//\n'), insert(3, 3, '/**/')];
    const expected = { ...rangeOf(start, 'tanh()'), line: 5, endLine: 5 };
    assert.deepEqual(shiftRangeBy(rangeOf(start, 'tanh()'), edits), expected);
    assert.deepEqual(shiftRangeBy(rangeOf(start, 'tanh()'), edits.reverse()), expected);
  });
});
