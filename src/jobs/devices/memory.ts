/** Refuses a run whose batches do not fit into this machine's memory, before it starts rather than by its sudden end. */
import { UserError } from '../../data/userError.ts';
import type { ImageCounts } from '../../model/findings.ts';
import type { ModelSpec, TrainingSpec } from '../../model/spec.ts';
import { shortageOf } from '../../training/batchMemory.ts';
import { machineMemory } from './machineMemory.ts';

/** Throws a `UserError` that names the largest batch that fits, if training needs more memory than there is. */
export function requireMemory(
  model: ModelSpec,
  training: TrainingSpec,
  counts: ImageCounts,
  memory = machineMemory(),
): void {
  const shortage = shortageOf(model, training, counts, memory);
  if (shortage) throw new UserError('out-of-memory', shortage.message);
}
