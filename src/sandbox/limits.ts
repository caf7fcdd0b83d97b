/** What a model file may take to be evaluated. */
export interface Limits {
  /** Milliseconds that a model file may run. */
  readonly deadline: number;
  /** Bytes of memory, the engine's own 16 MiB included. */
  readonly memory: number;
}

export const defaultLimits: Limits = { deadline: 1000, memory: 64 * 2 ** 20 };

/** Larger than any model file; reading on would only take memory. */
export const mostBytes = 1_000_000;
