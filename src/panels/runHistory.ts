/**
 * What a run has told so far, in the form the panel shows it, and how much of it the view already has.
 * Resuming cuts a run back to its checkpoint: a step or epoch told again replaces what came after it.
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

  /** The latest beginning: a resumed run has several. */
  get start(): StartEvent | null {
    return this.#start;
  }

  /** How far the images are read, until they are. */
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
        // A loss that is not finite has no JSON of its own: it is written as null.
        this.#steps.push(event.step, event.loss ?? Number.NaN, event.seconds ?? 0);
      } else if (event.event === 'epoch') {
        this.#cutEpochs(event.epoch);
        this.#epochs.push(event);
      }
    }
  }

  /** Forgets everything: the run's record was replaced. */
  clear(): void {
    this.#start = null;
    this.#reading = null;
    this.#cutSteps(0);
    this.#cutEpochs(0);
  }

  /** The view knows nothing: the next `take` has everything. */
  rewind(): void {
    this.#sentSteps = 0;
    this.#sentEpochs = 0;
  }

  /** What the view lacks; it has it from now on. */
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
