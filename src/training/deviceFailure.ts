/** What an engine's failure means for a run: not enough memory, or a lost device. */
import * as l10n from '@vscode/l10n';
import { messageOf } from '../data/errorMessage.ts';
import { UserError } from '../data/userError.ts';
import type { DeviceInfo } from '../engine/engine.ts';

/** Messages of the allocators of ONNX Runtime, Dawn, CUDA, DirectML and TensorFlow. */
const memoryWords =
  /bad[_ ]alloc|out of (device )?memory|outofmemory|oom when|failed to allocate|allocation failed|max buffer size|array buffer allocation/i;

export const isOutOfMemory = (error: unknown): boolean => error instanceof Error && memoryWords.test(error.message);

/** The CPU is never lost: its failures are our bugs, and are not reworded. */
export function deviceFailure(error: unknown, device: DeviceInfo): unknown {
  if (device.id === 'cpu' || error instanceof UserError) return error;
  const message = messageOf(error);
  return new UserError(
    'device-lost',
    l10n.t(
      '{0} failed: {1}. Everything up to the last save is kept: resume the run, on the same device, or on the CPU (cnn-lab train --resume RUN --device cpu).',
      device.label,
      message.trim().replace(/\.$/, ''),
    ),
    { cause: error },
  );
}

/**
 * `largest`: the largest batch that fits; 0 if not even a single image does. `asked`: the batch size in the model file,
 * which may exceed the number of images.
 */
export function describeOutOfMemory(batchSize: number, largest: number, where: string, asked = batchSize): string {
  const remedy =
    largest > 0
      ? l10n.t('The largest that fits is {0}: set batchSize: {1} or less', largest, largest)
      : l10n.t('Not even a single image fits: make the model smaller');
  return asked > batchSize
    ? l10n.t(
        'All {0} training images at once (batchSize: {1}) do not fit in the memory of {2}. {3}.',
        ...[batchSize, asked, where, remedy],
      )
    : l10n.t('A batch of {0} images does not fit in the memory of {1}. {2}.', batchSize, where, remedy);
}
