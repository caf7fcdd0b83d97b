import assert from 'node:assert/strict';
import path from 'node:path';
import { analyse } from '../../src/sandbox/analyse.ts';
import { analyseText, chain, testSandbox } from './sandbox.ts';

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

  it('is stopped in time, not what is made of an evaluation, which is made again', async () => {
    const file = path.resolve('/models/net.cnn.ts');
    const options = { overlay: { [file]: chain('flatten(), dense(10)') }, limits: { deadline: 100 } };
    const told: (number | undefined)[] = [];
    const slowly = ({ report }: { report: { totals: { params: number } } | null }) => {
      const before = process.cpuUsage();
      told.push(report?.totals.params);
      while (told.length === 1 && process.cpuUsage(before).user < 10_000_000);
    };
    const sandbox = await testSandbox();
    const start = process.cpuUsage();
    const { report, diagnostics } = await analyse(sandbox, file, options, slowly);
    assert.ok(process.cpuUsage(start).user < 6_000_000);
    assert.deepEqual([told, report?.totals.params, diagnostics], [[7850, 7850], 7850, []]);
  });
});
