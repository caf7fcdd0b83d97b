/** The memory that a training would have, for analyses to weigh its batches by. */
import { machineMemory, usesProcessor } from '../../jobs/devices/machineMemory.ts';
import type { MachineMemory } from '../../model/findings.ts';
import { settings } from '../settings.ts';

/** Milliseconds that a measurement counts for: free memory changes all the time, and messages should not. */
const steady = 30_000;

export class TrainingMemory {
  readonly #isTraining: () => boolean;
  #known: MachineMemory | null = null;
  #since = Number.NEGATIVE_INFINITY;

  /** `isTraining`: whether a training of this window takes memory that the next one will have. */
  constructor(isTraining: () => boolean) {
    this.#isTraining = isTraining;
  }

  /** `null` if training takes memory of a device, or has been taking some ever since the window was opened. */
  now(): MachineMemory | null {
    if (!usesProcessor(settings.device())) return null;
    if (performance.now() - this.#since > steady) this.refresh();
    return this.#known;
  }

  /** Measures anew, so that training is not refused for memory that is free again. */
  refresh(): void {
    if (this.#isTraining()) return;
    this.#known = machineMemory();
    this.#since = performance.now();
  }
}
