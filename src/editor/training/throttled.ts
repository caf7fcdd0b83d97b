export interface Throttled {
  (): void;
  /** Calls `work` at once, which also covers any call that was scheduled. */
  now(): void;
  cancel(): void;
}

/** Calls `work` at once and then at most every `interval` milliseconds; the last call is never lost. */
export function throttled(work: () => void, interval: number): Throttled {
  let timer: NodeJS.Timeout | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const now = () => {
    cancel();
    last = performance.now();
    work();
  };
  const call = () => {
    if (timer) return;
    const wait = last + interval - performance.now();
    if (wait <= 0) now();
    else timer = setTimeout(now, wait);
  };
  return Object.assign(call, { now, cancel });
}
