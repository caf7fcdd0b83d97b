/** The epochs of a run under inspection: the weights of a few are kept in memory, and none is dropped while in use. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../data/userError.ts';
import { InsightCache } from '../../insight/cache.ts';
import { Inspection, type InspectionPrograms } from '../../insight/inspection.ts';
import { modelParameters } from '../../model/parameters.ts';
import { sizeOf } from '../../tensor/shape.ts';
import { readWeights, type Weights } from '../../training/checkpoints.ts';
import { firstWeights } from '../../training/initialise.ts';
import { runLayout } from '../../training/layout.ts';
import { listCheckpoints } from '../../training/runReader.ts';
import type { InspectorSource } from './protocol.ts';

/** Bytes of weights to keep in memory; those of the last requested epoch are always kept. */
const mostWeightBytes = 256 * 2 ** 20;

/** An epoch in use by a request. */
export interface EpochInUse {
  readonly inspection: Inspection;
  /** Its cache in the run folder; `null` for an untrained model. */
  readonly cache: InsightCache | null;
  /** Identifies the epoch and its weights. */
  readonly key: string;
}

interface OpenEpoch {
  readonly inspection: Promise<Inspection>;
  users: number;
}

export class InspectedEpochs {
  readonly #source: InspectorSource;
  readonly #programs: InspectionPrograms;
  readonly #dataStamp: string;
  /** An epoch whose weights are in memory. */
  readonly #most: number;
  /** By epoch and stamp of its weights, in order of last use. */
  readonly #open = new Map<string, OpenEpoch>();
  readonly #underWay = new Set<Promise<unknown>>();

  /** `dataStamp` identifies the data. */
  constructor(source: InspectorSource, programs: InspectionPrograms, dataStamp: string) {
    this.#source = source;
    this.#programs = programs;
    this.#dataStamp = dataStamp;
    const bytes = 4 * modelParameters(programs.model).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    this.#most = Math.max(1, Math.floor(mostWeightBytes / Math.max(bytes, 1)));
  }

  /** Epochs whose weights are kept now, ascending. */
  async list(): Promise<readonly number[]> {
    return this.#source.kind === 'run' ? listCheckpoints(this.#source.folder) : [0];
  }

  async use<T>(epoch: number, work: (inUse: EpochInUse) => Promise<T>): Promise<T> {
    const stamp = await this.#stampOf(epoch);
    const key = `${epoch} ${stamp}`;
    const open = this.#open.get(key) ?? { inspection: this.#read(epoch), users: 0 };
    this.#open.delete(key);
    this.#open.set(key, open);
    open.inspection.catch(() => this.#open.delete(key));
    const cache =
      this.#source.kind === 'run' ? new InsightCache(this.#source.folder, epoch, `${stamp} ${this.#dataStamp}`) : null;
    const done = open.inspection.then((inspection) => work({ inspection, cache, key }));
    open.users += 1;
    this.#underWay.add(done);
    try {
      return await done;
    } finally {
      this.#underWay.delete(done);
      open.users -= 1;
      await this.#closeUnused(key);
    }
  }

  /** Waits for requests in progress. */
  async dispose(): Promise<void> {
    await Promise.allSettled(this.#underWay);
    for (const { inspection } of this.#open.values()) await (await inspection).dispose();
    this.#open.clear();
  }

  async #read(epoch: number): Promise<Inspection> {
    return Inspection.create(this.#programs, await this.#weights(epoch));
  }

  async #weights(epoch: number): Promise<Weights> {
    const { model } = this.#programs;
    if (this.#source.kind === 'run') {
      const { folder } = this.#source;
      if (!(await isFolder(folder))) {
        throw new UserError(
          'run-gone',
          l10n.t(
            'The run folder {0} no longer exists: it was deleted or moved while it was open. Restore it and try again, or close the viewer.',
            folder,
          ),
        );
      }
      return readWeights(folder, epoch, model);
    }
    if (epoch !== 0) {
      throw new UserError(
        'no-such-epoch',
        l10n.t('{0} is not trained: it has only its initial weights, epoch 0.', model.name),
      );
    }
    return firstWeights(model, this.#source.seed);
  }

  /** A stamp that changes when an epoch's weights are rewritten. */
  async #stampOf(epoch: number): Promise<string> {
    if (this.#source.kind !== 'run') return String(this.#source.seed);
    const file = path.join(this.#source.folder, runLayout.checkpoint(epoch));
    return stat(file).then(
      ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
      () => 'missing',
    );
  }

  async #closeUnused(last: string): Promise<void> {
    for (const [key, { inspection, users }] of this.#open) {
      if (this.#open.size <= this.#most) return;
      if (users > 0 || key === last) continue;
      this.#open.delete(key);
      await (await inspection).dispose();
    }
  }
}

const isFolder = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
