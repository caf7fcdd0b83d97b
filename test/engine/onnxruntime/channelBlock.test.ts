import assert from 'node:assert/strict';
import { blockBy, channelBlock } from '../../../src/engine/onnxruntime/channelBlock.ts';
import { createOnnxRuntimeEngine } from '../../../src/engine/onnxruntime/index.ts';

describe('the channel block of this processor', () => {
  it('is measured, and noted on the device where there is none', async () => {
    const { channels, note } = await channelBlock();
    assert.ok(channels === null || channels === 8 || channels === 16, `${channels}`);
    assert.equal(channels === null, note !== null);
    const { device } = await createOnnxRuntimeEngine({ threads: 1 });
    assert.equal(device.note ?? null, note);
  });

  it('is none where the library has none, or fails, and it is said why', async () => {
    assert.deepEqual(await blockBy(async () => 8), { channels: 8, note: null });
    const none = await blockBy(async () => null);
    assert.equal(none.channels, null);
    assert.match(none.note ?? '', /without channel blocks, which is slower: ONNX Runtime has none for this processor/);
    const failed = await blockBy(() => Promise.reject(new Error('No such op.')));
    assert.deepEqual(failed, {
      channels: null,
      note: 'Convolutions are computed without channel blocks, which is slower: No such op.',
    });
  });
});
