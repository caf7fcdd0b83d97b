import assert from 'node:assert/strict';
import type { Size2d } from '../../src/model/spec.ts';
import type { Rewrite } from '../../src/sandbox/analysis.ts';
import { apply } from './applyFix.ts';
import { analyseText, chain } from './sandbox.ts';

/** The rewrites of the call at a piece of text. */
async function rewritesAt(text: string, at: string, size: Size2d | null = null): Promise<readonly Rewrite[]> {
  const before = text.slice(0, text.indexOf(at)).split('\n');
  const place = { line: before.length, column: before.at(-1)!.length + 1 };
  return (await analyseText(text, { resize: { ...place, size } })).rewrites;
}

/** The texts that they leave. */
const rewritten = async (text: string, ...rest: [at: string, size?: Size2d]): Promise<string[]> =>
  (await rewritesAt(text, ...rest)).map((rewrite) => apply(text, rewrite));

describe('resizing', () => {
  it('writes options that are missing together, and changes those that are there', async () => {
    const [keeps, halves] = await rewritten(chain('conv2d(6, 5)'), 'conv2d(6');
    assert.match(keeps!, /conv2d\(6, 5, \{ padding: 2 \}\)/);
    assert.match(halves!, /conv2d\(6, 5, \{ stride: 2, padding: 2 \}\)/);
    const [, again] = await rewritten(chain('conv2d(6, 5, { bias: false, padding: 1 })'), 'bias');
    assert.match(again!, /conv2d\(6, 5, \{ bias: false, padding: 2, stride: 2 \}\)/);
    const [kernel] = (await rewritten(chain('conv2d(6, 5)'), '5)', [22, 22])).slice(-1);
    assert.match(kernel!, /conv2d\(6, 7\)/);
  });

  it('fits all layers of a loop, or says nothing', async () => {
    const loop = '...[8, 16].flatMap((channels) => [conv2d(channels, 3, { padding: 1 }), maxPool2d(2)])';
    const rewrites = await rewritesAt(chain(loop), 'conv2d(channels');
    assert.deepEqual(
      rewrites.map(({ title, change }) => [title, change]),
      [['Halve to 14×14: stride 2 (changes 2 layers)', 'stride 2 (changes 2 layers)']],
    );
    assert.deepEqual(await rewritten(chain(loop), 'conv2d(channels', [7, 7]), []);
  });

  it('knows nothing to do elsewhere', async () => {
    assert.deepEqual(await rewritten(chain('conv2d(6, 5), relu()'), 'relu()'), []);
    assert.deepEqual(await rewritten(chain('conv2d(6, 5)'), 'input'), []);
  });
});
