/** The run as known to this view; notifies of changes at most once per frame, however fast they arrive. */
import { useEffect, useState } from 'preact/hooks';
import { StepSeries } from '../../src/panels/stepSeries.ts';
import type { RunFacts, ViewFailure, ViewUpdate } from '../../src/panels/trainingProtocol.ts';
import type { EpochEvent } from '../../src/training/events.ts';
import type { Evaluation } from '../../src/training/layout.ts';

export class RunStore {
  readonly steps = new StepSeries();
  facts: RunFacts | null = null;
  epochs: readonly EpochEvent[] = [];
  evaluation: Evaluation | null = null;
  /** Why the run cannot be read or did not start; null otherwise. */
  failure: ViewFailure | null = null;
  /** The run has not started yet, and can be withdrawn. */
  expected = false;
  /** Counts how often known steps were replaced, which invalidates what was derived from them. */
  generation = 0;

  readonly #listeners = new Set<() => void>();
  #scheduled = false;

  /** @throws RangeError if updates were lost: ask the host to start over. */
  apply(update: ViewUpdate): void {
    if (update.steps.from < this.steps.length) {
      this.generation += 1;
    }
    this.steps.apply(update.steps);
    this.facts = update.facts;
    this.failure = null;
    this.evaluation = update.evaluation;
    const { from, items } = update.epochs;
    if (items.length > 0 || from < this.epochs.length) {
      this.epochs = [...this.epochs.slice(0, from), ...items];
    }
    this.#notify();
  }

  expect(): void {
    this.expected = true;
    this.#notify();
  }

  fail(failure: ViewFailure): void {
    this.failure = failure;
    this.#notify();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #notify(): void {
    if (this.#scheduled) {
      return;
    }
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      for (const listener of this.#listeners) {
        listener();
      }
    });
  }
}

/** Renders the calling component again when the run has changed. */
export function useRun(store: RunStore): void {
  const [, setFrame] = useState(0);
  useEffect(() => store.subscribe(() => setFrame((frame) => frame + 1)), [store]);
}
