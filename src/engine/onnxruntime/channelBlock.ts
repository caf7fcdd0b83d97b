/** The block size of the CPU's convolutions in channel blocks (`tensor/onnx/blocks.ts`): 8 or 16 channels. */
import * as l10n from '@vscode/l10n';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { messageOf } from '../../data/errorMessage.ts';
import { encodeModel } from '../../tensor/onnx/encode.ts';
import { blockDomain, OnnxGraph } from '../../tensor/onnx/graph.ts';

/** The largest block size. */
const channels = 16;
let found: Promise<ChannelBlock> | null = null;

export interface ChannelBlock {
  /** `null` if convolutions have to be computed without blocks. */
  readonly channels: number | null;
  /** Why they have to, for people. */
  readonly note: string | null;
}

/** Measured once, in a few milliseconds. */
export function channelBlock(): Promise<ChannelBlock> {
  found ??= blockBy(measure);
  return found;
}

/** `measure` gives `null` if the library has no such convolutions for this CPU. */
export async function blockBy(measure: () => Promise<number | null>): Promise<ChannelBlock> {
  const without = (why: string) => ({
    channels: null,
    note: l10n.t('Convolutions are computed without channel blocks, which is slower: {0}', why),
  });
  try {
    const channels = await measure();
    return channels === null
      ? without(l10n.t('ONNX Runtime has none for this processor ({0}).', process.arch))
      : { channels, note: null };
  } catch (error) {
    return without(messageOf(error));
  }
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
