/** The names of devices, and what is reported of one. */

export const deviceIds = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml', 'tfjs'] as const;
export type DeviceId = (typeof deviceIds)[number];

/** What a user may choose: `auto` takes the fastest that works. */
export type DeviceChoice = 'auto' | DeviceId;
export const deviceChoices: readonly DeviceChoice[] = ['auto', ...deviceIds];

export const isDeviceChoice = (name: string): name is DeviceChoice => deviceChoices.some((choice) => choice === name);

export interface DeviceReport {
  readonly id: DeviceId;
  readonly available: boolean;
  /** For people: `CPU, 2 threads`. */
  readonly label: string;
  /** Why it cannot be used, and what would help; `null` if it can. */
  readonly reason: string | null;
  /** What makes it slower than it could be; absent if nothing does. */
  readonly note?: string;
}
