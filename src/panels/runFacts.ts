/** The facts about a run in its folder, in the panel's terms. Needs no editor. */
import { isResumable, type TrackedState } from '../jobs/runs/trackedRun.ts';
import { listCheckpoints, type Run, readModel } from '../training/runReader.ts';
import { readKernelLayers } from './kernelLayers.ts';
import type { RunHistory } from './runHistory.ts';
import type { KernelLayer, RunFacts } from './trainingProtocol.ts';

type Told = Pick<RunHistory, 'start' | 'reading' | 'length'>;

/** The facts of one run folder, re-read as it changes; what cannot change is read only once. */
export class RunFactsReader {
  readonly #folder: string;
  #kernelLayers: readonly KernelLayer[] | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `tracked`: the run's state, which its folder alone may not tell; `history`: its events so far. */
  async read({ manifest }: Run, tracked: TrackedState, { start, reading, length }: Told): Promise<RunFacts> {
    const { state, error } = tracked;
    const checkpoints = await listCheckpoints(this.#folder);
    return {
      folder: this.#folder,
      name: manifest.name,
      state: state === 'running' && length === 0 ? 'starting' : state,
      reading: state === 'running' && reading ? { done: reading.done, total: reading.total } : null,
      message: error?.message ?? null,
      resumable: isResumable(tracked),
      device: start?.deviceLabel ?? manifest.device.label,
      deviceReason: start?.deviceReason ?? manifest.deviceReason ?? null,
      deviceWarning: start?.deviceWarning ?? null,
      epochs: start?.epochs ?? manifest.epochs,
      batchSize: manifest.batchSize,
      stepsPerEpoch: manifest.stepsPerEpoch,
      trainImages: start?.trainImages ?? 0,
      validationImages: start?.validationImages ?? 0,
      kernelLayers: await this.kernelLayers(checkpoints[0]),
      checkpoints,
    };
  }

  /** Empty before the first weights are stored. */
  async kernelLayers(checkpoint: number | undefined): Promise<readonly KernelLayer[]> {
    if (this.#kernelLayers === null && checkpoint !== undefined) {
      this.#kernelLayers = await readKernelLayers(this.#folder, await readModel(this.#folder), checkpoint);
    }
    return this.#kernelLayers ?? [];
  }
}
