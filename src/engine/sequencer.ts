/** Runs asynchronous work one piece at a time: two concurrent runs would write the same state. */
export class Sequencer {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` when everything requested before has settled, successfully or not. */
  queue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
