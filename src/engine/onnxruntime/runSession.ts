/** Runs a session and returns the tensors that hold the results, by name. */
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { onnxNames } from '../../tensor/onnx.ts';

/** Where results go; `null` for a tensor that the session makes. */
export type Fetches = Readonly<Record<string, Tensor | null>>;

export type RunSession = (
  session: InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
  fetches: Fetches,
) => Promise<Fetches>;

export const runSession: RunSession = (session, feeds, fetches) => session.run(feeds, fetches);

/**
 * Runs a program with the `end` result, all of whose results go to buffers of ours. The library's Node binding copies
 * every result into new memory even if it was just written where it belongs: a fifth of a step of a CIFAR net, and as
 * much garbage as there is state. But it hands results over in the model's order, after all have been computed, and
 * stops at the first that is no tensor.
 */
export const runInto: RunSession = async (session, feeds, fetches) => {
  try {
    await session.run(feeds, { [onnxNames.end]: null, ...fetches });
  } catch (error) {
    if (!(error instanceof Error) || error.message !== 'Non tensor type is temporarily not supported.') throw error;
  }
  return fetches;
};
