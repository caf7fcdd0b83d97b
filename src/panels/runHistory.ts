/**
 * The events of a run so far, in the form that the panel shows, and how much of them the view already has. Resuming
 * resets a run to its checkpoint: a repeated step or epoch replaces everything from there on.
 */
import type { EpochEvent, ReadEvent, StartEvent, TrainingEvent } from '../training/events.ts';
import { StepSeries } from './stepSeries.ts';
import type { ViewUpdate } from './trainingProtocol.ts';

export class RunHistory {
  readonly #steps = new StepSeries();
  readonly #epochs: EpochEvent[] = [];
  #start: StartEvent | null = null;
  #reading: ReadEvent | null = null;
  #sentSteps = 0;
  #sentEpochs = 0;

  /** The latest start event: a resumed run has several. */
  get start(): StartEvent | null {
    return this.#start;
  }

  /** How many images are read, until all are. */
  get reading(): ReadEvent | null {
    return this.#reading;
  }

  get length(): number {
    return this.#steps.length;
  }

  apply(events: readonly TrainingEvent[]): void {
    for (const event of events) {
      this.#reading = event.event === 'read' ? event : null;
      if (event.event === 'start') {
        this.#start = event;
      } else if (event.event === 'step') {
        this.#cutSteps(event.step);
        // JSON has no NaN or infinity: a loss that is not finite is written as null.
        this.#steps.push(event.step, event.loss ?? Number.NaN, event.seconds ?? 0);
      } else if (event.event === 'epoch') {
        this.#cutEpochs(event.epoch);
        this.#epochs.push(event);
      }
    }
  }

  /** Forgets everything, as the run's record was replaced. */
  clear(): void {
    this.#start = null;
    this.#reading = null;
    this.#cutSteps(0);
    this.#cutEpochs(0);
  }

  /** The view is empty: the next `take` has everything. */
  rewind(): void {
    this.#sentSteps = 0;
    this.#sentEpochs = 0;
  }

  /** What the view lacks; counts as sent from now on. */
  take(): Pick<ViewUpdate, 'steps' | 'epochs'> {
    const steps = this.#steps.chunk(this.#sentSteps);
    const epochs = { from: this.#sentEpochs, items: this.#epochs.slice(this.#sentEpochs) };
    this.#sentSteps = this.#steps.length;
    this.#sentEpochs = this.#epochs.length;
    return { steps, epochs };
  }

  #cutSteps(step: number): void {
    let length = this.#steps.length;
    while (length > 0 && this.#steps.steps[length - 1]! >= step) {
      length--;
    }
    this.#steps.truncate(length);
    this.#sentSteps = Math.min(this.#sentSteps, length);
  }

  #cutEpochs(epoch: number): void {
    while (this.#epochs.length > 0 && this.#epochs[this.#epochs.length - 1]!.epoch >= epoch) {
      this.#epochs.pop();
    }
    this.#sentEpochs = Math.min(this.#sentEpochs, this.#epochs.length);
  }
}
