/**
 * The losses of a run by step, in growing typed arrays: 100,000 steps are 1.2 MB and cross to a webview unchanged. Host
 * and webview hold one each; the host sends what the webview lacks as a chunk.
 */

/** Steps from position `from` on, replacing whatever the receiver held from there on. */
export interface StepChunk {
  readonly from: number;
  /** Step numbers, from 1, ascending. */
  readonly steps: Uint32Array;
  /** Mean loss of each step's batch; NaN if it was not finite. */
  readonly losses: Float32Array;
  /** Time spent on the run up to each step. */
  readonly seconds: Float32Array;
}

export class StepSeries {
  #length = 0;
  #steps = new Uint32Array(1024);
  #losses = new Float32Array(1024);
  #seconds = new Float32Array(1024);

  get length(): number {
    return this.#length;
  }

  /** Views, not copies: do not keep them across an append. */
  get steps(): Uint32Array {
    return this.#steps.subarray(0, this.#length);
  }

  get losses(): Float32Array {
    return this.#losses.subarray(0, this.#length);
  }

  get seconds(): Float32Array {
    return this.#seconds.subarray(0, this.#length);
  }

  push(step: number, loss: number, seconds: number): void {
    this.#reserve(this.#length + 1);
    this.#steps[this.#length] = step;
    this.#losses[this.#length] = loss;
    this.#seconds[this.#length] = seconds;
    this.#length += 1;
  }

  /** Drops everything from position `length` on. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  /** A copy of everything from position `from` on. */
  chunk(from: number): StepChunk {
    return {
      from,
      steps: this.#steps.slice(from, this.#length),
      losses: this.#losses.slice(from, this.#length),
      seconds: this.#seconds.slice(from, this.#length),
    };
  }

  /** @throws RangeError if the chunk would leave a gap. */
  apply(chunk: StepChunk): void {
    if (chunk.from > this.#length) {
      throw new RangeError(`steps from position ${chunk.from} do not follow the ${this.#length} held`);
    }
    this.#length = chunk.from;
    this.#reserve(chunk.from + chunk.steps.length);
    this.#steps.set(chunk.steps, chunk.from);
    this.#losses.set(chunk.losses, chunk.from);
    this.#seconds.set(chunk.seconds, chunk.from);
    this.#length = chunk.from + chunk.steps.length;
  }

  #reserve(length: number): void {
    if (length <= this.#steps.length) {
      return;
    }
    const capacity = Math.max(length, 2 * this.#steps.length);
    const steps = new Uint32Array(capacity);
    const losses = new Float32Array(capacity);
    const seconds = new Float32Array(capacity);
    steps.set(this.steps);
    losses.set(this.losses);
    seconds.set(this.seconds);
    this.#steps = steps;
    this.#losses = losses;
    this.#seconds = seconds;
  }
}
