import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { type PackedAnalysis, pack, unpack } from '../../../src/jobs/analyser/packedAnalysis.ts';
import { analyse } from '../../../src/sandbox/analyse.ts';
import type { Analysis } from '../../../src/sandbox/analysis.ts';
import { analyseText, chain, testSandbox } from '../../sandbox/sandbox.ts';

/** As it crosses the border of a process. */
const crossed = (analysis: Analysis): Analysis => {
  const message: PackedAnalysis = deserialize(serialize(pack(analysis)));
  return unpack(message);
};

describe('an analysis on its way to the editor', () => {
  const examples = path.resolve(import.meta.dirname, '../../../examples');
  for (const name of globSync('*.cnn.ts', { cwd: examples }).sort()) {
    it(`is the same behind it: ${name}`, async () => {
      const analysis = await analyse(await testSandbox(), path.join(examples, name));
      assert.ok(analysis.spec);
      assert.deepEqual(crossed(analysis), analysis);
    });
  }

  it('keeps problems, their fixes and rewrites', async () => {
    const text = chain('conv2d(4, 3), maxPool2d(3), dense(10)');
    const column = text.split('\n')[1]!.indexOf('conv2d') + 1;
    const file = '/models/net.cnn.ts';
    const resize = { file, line: 2, column, size: null };
    const analysis = await analyse(await testSandbox(), file, { overlay: { [file]: text }, resize });
    assert.ok(analysis.rewrites.length > 0);
    assert.ok(analysis.diagnostics.some(({ fixes }) => fixes.length > 0));
    assert.deepEqual(crossed(analysis), analysis);
  });

  it('keeps what JSON has no number for', async () => {
    const analysis = await analyseText(chain('flatten()'));
    const { report } = analysis;
    assert.ok(report);
    const nodes = report.nodes.map((node) => ({ ...node, macs: Number.POSITIVE_INFINITY, params: Number.NaN }));
    const odd = { ...analysis, report: { ...report, nodes } };
    assert.deepEqual(crossed(odd), odd);
  });

  it('has nothing of a file without a model', async () => {
    const analysis = await analyseText('const x = ;');
    assert.equal(crossed(analysis).spec, null);
    assert.deepEqual(crossed(analysis), analysis);
  });

  it('takes half of what it would take as it is', async () => {
    const layers = Array.from({ length: 100 }, () => 'conv2d(8, 3, { padding: 1 }), relu()').join(', ');
    const analysis = await analyseText(chain(`${layers}, flatten(), dense(10)`));
    assert.ok(serialize(pack(analysis)).length < serialize(analysis).length * 0.75);
  });
});
