/**
 * Writes `metrics.jsonl`: the first event at once, then those of a tenth of a second together, so that a fast step never
 * waits for the disk. Every event is written; only notifications are throttled.
 */
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { systemCode, writeError, writeFileAtomically } from '../data/files.ts';
import type { TrainingEvent } from './events.ts';

/** Milliseconds. */
const flushEvery = 100;

export class MetricsWriter {
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #flushed: () => void;
  #waiting: string[] = [];
  #timer: NodeJS.Timeout | null = null;
  /** When it was last written, by `performance.now()`. */
  #lastFlush = -flushEvery;
  #bytes: number;
  #writing: Promise<void> = Promise.resolve();
  #failure: unknown = null;

  private constructor(file: string, handle: FileHandle, bytes: number, flushed: () => void) {
    this.#file = file;
    this.#handle = handle;
    this.#bytes = bytes;
    this.#flushed = flushed;
  }

  /** Keeps the first `bytes` of the file: what came after the checkpoint to resume from is cut off. */
  static async open(file: string, bytes: number, flushed: () => void): Promise<MetricsWriter> {
    const before = await fileSize(file);
    if (before > 0) {
      const kept = (await readFile(file)).subarray(0, bytes);
      // Replaced rather than truncated in place, so that readers notice.
      await writeFileAtomically(file, async (handle) => {
        await handle.writeFile(kept);
      });
    }
    try {
      return new MetricsWriter(file, await open(file, 'a'), Math.min(bytes, before), flushed);
    } catch (error) {
      throw writeError(file, error);
    }
  }

  /** Adds an event. Throws if an earlier one could not be written. */
  write(event: TrainingEvent): void {
    if (this.#failure !== null) throw this.#failure;
    this.#waiting.push(`${JSON.stringify(event)}\n`);
    const wait = this.#lastFlush + flushEvery - performance.now();
    this.#timer ??= setTimeout(() => void this.#flush(), Math.max(0, wait));
  }

  /** Writes a last event, even if an earlier one could not be written. May fail silently. */
  async append(event: TrainingEvent): Promise<void> {
    // The failed write may have left a torn line.
    const start = this.#failure === null ? '' : '\n';
    this.#failure = null;
    this.#waiting.push(`${start}${JSON.stringify(event)}\n`);
    await this.#flush();
  }

  /** Flushes pending events to the disk; returns the length of the file in bytes. */
  async sync(): Promise<number> {
    await this.#flush();
    if (this.#failure !== null) throw this.#failure;
    try {
      await this.#handle.sync();
    } catch (error) {
      throw writeError(this.#file, error);
    }
    return this.#bytes;
  }

  /** Drops what can no longer be written. */
  async close(): Promise<void> {
    await this.#flush();
    await this.#handle.close();
  }

  #flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#lastFlush = performance.now();
    this.#writing = this.#writing.then(async () => {
      if (this.#waiting.length === 0 || this.#failure !== null) return;
      const text = Buffer.from(this.#waiting.join(''));
      this.#waiting = [];
      try {
        await this.#handle.appendFile(text);
        this.#bytes += text.length;
        this.#flushed();
      } catch (error) {
        this.#failure = writeError(this.#file, error);
      }
    });
    return this.#writing;
  }
}

/** Length in bytes; 0 if there is no file. */
async function fileSize(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw writeError(file, error);
  }
}
