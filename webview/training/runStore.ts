/**
 * The run as far as this view has been told, and word of its changes at most once a frame, however fast
 * they come.
 */
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
  /** Why the run cannot be read or did not begin; null while it can or may. */
  failure: ViewFailure | null = null;
  /** The run is still to begin, and can be taken back. */
  expected = false;
  /** Counts how often steps already told were replaced: what was derived from them is void. */
  generation = 0;

  readonly #listeners = new Set<() => void>();
  #scheduled = false;

  /** @throws RangeError where updates were lost: ask the host to begin anew. */
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

/** Draws the calling component again when the run has changed. */
export function useRun(store: RunStore): void {
  const [, setFrame] = useState(0);
  useEffect(() => store.subscribe(() => setFrame((frame) => frame + 1)), [store]);
}
