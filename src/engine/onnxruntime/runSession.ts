/** Runs of a session: each gives the tensors that hold the results, by name. */
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { onnxNames } from '../../tensor/onnx.ts';

/** Where results are to go; `null`: to a tensor that the session makes. */
export type Fetches = Readonly<Record<string, Tensor | null>>;

export type RunSession = (
  session: InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
  fetches: Fetches,
) => Promise<Fetches>;

export const runSession: RunSession = (session, feeds, fetches) => session.run(feeds, fetches);

/**
 * With all results in buffers of ours, by a program that ends first. The library's Node binding copies every result
 * into new memory, though it has just written it where it was told to: a fifth of a step of a CIFAR net, and as much
 * garbage as there is state. But it hands results over in the model's order, and stops at one that is no tensor, when
 * all have been computed.
 */
export const runInto: RunSession = async (session, feeds, fetches) => {
  try {
    await session.run(feeds, { [onnxNames.end]: null, ...fetches });
  } catch (error) {
    if (!(error instanceof Error) || error.message !== 'Non tensor type is temporarily not supported.') throw error;
  }
  return fetches;
};
