import assert from 'node:assert/strict';
import type { Size2d } from '../../src/model/spec.ts';
import { analyse } from '../../src/sandbox/analyse.ts';
import type { Rewrite } from '../../src/sandbox/analysis.ts';
import { apply } from './applyFix.ts';
import { chain, testSandbox } from './sandbox.ts';

const [net, blocks] = ['/models/net.cnn.ts', '/models/blocks.ts'];

/** The rewrites of the call at a piece of the text of a file. */
async function rewritesIn(
  overlay: Readonly<Record<string, string>>,
  file: string,
  at: string,
  size: Size2d | null = null,
): Promise<readonly Rewrite[]> {
  const text = overlay[file] ?? '';
  const before = text.slice(0, text.indexOf(at)).split('\n');
  const resize = { file, line: before.length, column: before.at(-1)!.length + 1, size };
  return (await analyse(await testSandbox(), net, { overlay, resize })).rewrites;
}

const rewritesAt = (text: string, ...rest: [at: string, size?: Size2d]): Promise<readonly Rewrite[]> =>
  rewritesIn({ [net]: text }, net, ...rest);

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

  it('changes a call in an imported file, there', async () => {
    const overlay = {
      [net]:
        "import { model } from 'cnn-lab';\nimport { stem } from './blocks.ts';\nexport default model({ input: [1, 28, 28], layers: stem(6) });\n",
      [blocks]: "import { conv2d } from 'cnn-lab';\nexport const stem = (channels: number) => [conv2d(channels, 5)];\n",
    };
    const [keeps] = await rewritesIn(overlay, blocks, 'conv2d(channels');
    assert.equal(keeps?.title, 'Keep 28×28: padding 2');
    assert.deepEqual([...new Set(keeps.edits.map(({ range }) => range.file))], [blocks]);
    assert.match(apply(overlay[blocks]!, keeps), /conv2d\(channels, 5, \{ padding: 2 \}\)/);
    assert.deepEqual(await rewritesIn(overlay, net, 'stem(6)'), []);
  });

  it('knows nothing to do elsewhere', async () => {
    assert.deepEqual(await rewritten(chain('conv2d(6, 5), relu()'), 'relu()'), []);
    assert.deepEqual(await rewritten(chain('conv2d(6, 5)'), 'input'), []);
  });
});
