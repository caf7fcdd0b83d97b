/** Limits of evaluating a model file. */
export interface Limits {
  /** Milliseconds that a model file may run. */
  readonly deadline: number;
  /** Bytes of memory, including the engine's own 16 MiB. */
  readonly memory: number;
}

export const defaultLimits: Limits = { deadline: 1000, memory: 64 * 2 ** 20 };

/** Larger than any model file; reading more would only take memory. */
export const mostBytes = 1_000_000;
