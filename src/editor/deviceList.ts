/** The devices as this window knows them: tried once, and again when asked, or when something was installed. */
import type { DeviceReport } from '../engine/deviceIds.ts';

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

  /** The next `get` tries them again. */
  forget(): void {
    this.#known = null;
  }

  #start(): Promise<readonly DeviceReport[]> {
    const reports = this.#tryAll();
    // What could not be found out is asked again.
    reports.catch(() => {
      if (this.#known === reports) this.forget();
    });
    return reports;
  }
}
