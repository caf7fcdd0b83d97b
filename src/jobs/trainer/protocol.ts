/**
 * The protocol between a trainer and its watchers, over its local socket (newline-delimited JSON, birpc). The two
 * directions are mirrored: one side's functions are the other's remote.
 *
 * The run folder stays the one source of truth: on every notification a watcher reads metrics.jsonl from where it left
 * off, so a run in progress and a run of last week are shown by the same code. A socket that closes means that the
 * trainer is gone; status.json says how.
 */

/** Offered by the trainer process. */
export interface TrainerFunctions {
  /** Stops after the current step, with a state to resume from. Settles when that is written. */
  stop(): Promise<void>;
}

/** Offered by whoever watches: a window, the command line, a test. */
export interface WatcherFunctions {
  /** metrics.jsonl or another file of the run folder has grown or changed. */
  changed(): void;
}
