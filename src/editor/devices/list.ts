/** The devices as known to this window: tried once, and again on request or after an installation. */
import type { DeviceReport } from '../../engine/deviceIds.ts';

export class DeviceList {
  readonly #tryAll: () => Promise<readonly DeviceReport[]>;
  #known: Promise<readonly DeviceReport[]> | null = null;

  constructor(tryAll: () => Promise<readonly DeviceReport[]>) {
    this.#tryAll = tryAll;
  }

  get(): Promise<readonly DeviceReport[]> {
    this.#known ??= this.#start();
    return this.#known;
  }

  /** Makes the next `get` try them again. */
  forget(): void {
    this.#known = null;
  }

  #start(): Promise<readonly DeviceReport[]> {
    const reports = this.#tryAll();
    // A failed listing is tried again next time.
    reports.catch(() => {
      if (this.#known === reports) this.forget();
    });
    return reports;
  }
}
