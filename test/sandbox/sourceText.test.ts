import assert from 'node:assert/strict';
import { SourceText } from '../../src/sandbox/sourceText.ts';

describe('source text', () => {
  const lines = ['const a = 1;\r', '/* 𝒜 */ b();', '', 'c();'];
  const source = new SourceText('/net.cnn.ts', lines.join('\n'));
  const offsetOf = (text: string) => source.text.indexOf(text);

  it("finds a position of the sandbox's, where only \\n ends a line and columns count code points", () => {
    assert.equal(source.offsetInSandbox(1, 7), offsetOf('a ='));
    assert.equal(source.offsetInSandbox(2, 9), offsetOf('b()'));
    assert.equal(source.offsetInSandbox(4, 1), offsetOf('c()'));
  });

  it('stays in the last line and in the text, whatever the position', () => {
    assert.equal(source.offsetInSandbox(9, 1), offsetOf('c()'));
    assert.equal(source.offsetInSandbox(4, 99), source.text.length);
  });

  it('counts lines and columns as VS Code does, with a lone \\r ending a line, and without the byte order mark', () => {
    const { line, column } = new SourceText('/net.cnn.ts', '\uFEFFa\rb\r\nc').range(5, 5);
    assert.deepEqual([line, column], [3, 1]);
  });
});
