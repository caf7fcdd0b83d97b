/** The block size of the CPU's convolutions in channel blocks (`tensor/onnx/blocks.ts`): 8 or 16 channels. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeModel } from '../../tensor/onnx/encode.ts';
import { blockDomain, OnnxGraph } from '../../tensor/onnx/graph.ts';

/** The largest block size. */
const channels = 16;
let found: Promise<number | null> | null = null;

/** `null` if the library has no such convolutions for this CPU. Measured once, in a few milliseconds. */
export function channelBlock(): Promise<number | null> {
  found ??= measure().catch(() => null);
  return found;
}

/** Two pixels of 16 channels are put in blocks: between those of the first channel lie the others of its block. */
async function measure(): Promise<number | null> {
  const graph = new OnnxGraph({ channelBlock: channels });
  const shape = [1, channels, 1, 2];
  const name = graph.node('ReorderInput', ['images'], {}, { domain: blockDomain });
  const image = (name: string) => ({ name, shape, dtype: 'float32' }) as const;
  const session = await InferenceSession.create(encodeModel(graph, [image('images')], [image(name)]), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  const pixels = Float32Array.from({ length: channels * 2 }, (_, index) => index);
  const results = await session.run({ images: new Tensor('float32', pixels, shape) });
  await session.release();
  const data = results[name]?.data;
  const place = data instanceof Float32Array ? data.indexOf(1) : -1;
  return place > 1 ? place : null;
}
