import assert from 'node:assert/strict';
import { analyseText, chain } from './sandbox.ts';

describe('the engine of the sandbox', () => {
  /** What is written to standard error meanwhile. */
  async function standardError(run: () => Promise<unknown>): Promise<string> {
    const { write } = process.stderr;
    let written = '';
    process.stderr.write = (text: string | Uint8Array): boolean => {
      written += text;
      return true;
    };
    try {
      await run();
    } finally {
      process.stderr.write = write;
    }
    return written;
  }

  it('is given up without a word where memory ran out and was not missed', async () => {
    // No job can be queued any more, and the file ends as if all were well: QuickJS has lost objects by then.
    const text = `const again = () => Promise.resolve().then(again);\nagain();\n${chain('flatten()')}`;
    assert.equal(await standardError(() => analyseText(text, { limits: { deadline: 20_000 } })), '');
    const { report, diagnostics } = await analyseText(chain('flatten()'));
    assert.deepEqual([report?.nodes.length, diagnostics], [1, []]);
  });
});
