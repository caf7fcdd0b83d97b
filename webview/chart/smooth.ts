/**
 * Exponential smoothing of a growing curve, visiting each sample once: s_n = w·s_{n−1} + (1 − w)·y_n, divided by 1 −
 * w^n, so that the start is not biased towards zero (Kingma & Ba, 2015, section 3). Samples that are not finite are
 * skipped.
 */
export class SmoothCurve {
  readonly #weight: number;
  #values = new Float32Array(1024);
  #length = 0;
  #sum = 0;
  #remainder = 1;

  /** `window`: the effective number of samples, 1/(1 − w); 1 does not smooth at all. */
  constructor(window: number) {
    this.#weight = 1 - 1 / Math.max(1, window);
  }

  /** A view of the smoothed values, not a copy. */
  get values(): Float32Array {
    return this.#values.subarray(0, this.#length);
  }

  /** Smooths the new part of `ys`; the rest must be unchanged. */
  extend(ys: Float32Array): void {
    if (ys.length > this.#values.length) {
      const grown = new Float32Array(Math.max(ys.length, 2 * this.#values.length));
      grown.set(this.values);
      this.#values = grown;
    }
    for (; this.#length < ys.length; this.#length++) {
      const y = ys[this.#length]!;
      if (Number.isFinite(y)) {
        this.#sum = this.#weight * this.#sum + (1 - this.#weight) * y;
        this.#remainder *= this.#weight;
      }
      this.#values[this.#length] = this.#remainder < 1 ? this.#sum / (1 - this.#remainder) : Number.NaN;
    }
  }
}
