/** The trainers that this window has started, whose last messages may be in no file. */

import type { TrainingRequest } from '../trainer/request.ts';
import type { TrainerFailure, TrainerProcess } from '../trainer/start.ts';
import { requestOf } from './jobTrainer.ts';
import type { Job } from './queue.ts';
import type { OwnTrainer } from './trackedState.ts';

export type StartTrainer = (request: TrainingRequest) => Promise<Pick<TrainerProcess, 'pid' | 'ended'>>;

export class OwnTrainers {
  readonly #start: StartTrainer;
  readonly #onEnd: (job: Job, pid: number, failure: TrainerFailure | null) => void;
  /** By run folder. */
  readonly #trainers = new Map<string, OwnTrainer>();

  /** `onEnd` is called at each trainer's end, with the reason if it failed or `null`. */
  constructor(start: StartTrainer, onEnd: (job: Job, pid: number, failure: TrainerFailure | null) => void) {
    this.#start = start;
    this.#onEnd = onEnd;
  }

  /** The latest trainer of a run. */
  of(folder: string): OwnTrainer | null {
    return this.#trainers.get(folder) ?? null;
  }

  /** Starts a trainer and returns its process. */
  async start(job: Job): Promise<number> {
    const { pid, ended } = await this.#start(requestOf(job));
    this.#trainers.set(job.run, { pid, ended: false, failure: null });
    void ended.then((failure) => {
      const said = failure?.told ? { code: 'told', message: failure.message } : null;
      if (this.of(job.run)?.pid === pid) this.#trainers.set(job.run, { pid, ended: true, failure: said });
      this.#onEnd(job, pid, failure);
    });
    return pid;
  }
}
