/** What can train here, and why the rest cannot. */
import { availableParallelism } from 'node:os';
import { UserError } from '../data/userError.ts';
import type { Engine } from './engine.ts';
import { createOnnxRuntimeEngine } from './onnxruntime/index.ts';

export const deviceIds = ['cpu', 'webgpu', 'cuda', 'tfjs'] as const;
export type DeviceId = (typeof deviceIds)[number];

/** What a user may ask for: `auto` takes the best that there is. */
export type DeviceChoice = 'auto' | DeviceId;
export const deviceChoices: readonly DeviceChoice[] = ['auto', ...deviceIds];

export const isDeviceChoice = (name: string): name is DeviceChoice => deviceChoices.some((choice) => choice === name);

export interface DeviceReport {
  readonly id: DeviceId;
  readonly available: boolean;
  /** For people: `CPU, 2 threads`. */
  readonly label: string;
  /** Why it cannot be used; `null` where it can. */
  readonly reason: string | null;
}

const labels: Readonly<Record<DeviceId, string>> = {
  cpu: 'CPU',
  webgpu: 'GPU (WebGPU)',
  cuda: 'NVIDIA GPU (CUDA)',
  tfjs: 'TensorFlow.js',
};

export async function listDevices(): Promise<DeviceReport[]> {
  return Promise.all(
    deviceIds.map(async (id): Promise<DeviceReport> => {
      if (id !== 'cpu') return { id, available: false, label: labels[id], reason: notYet };
      try {
        const engine = await createOnnxRuntimeEngine();
        const { label } = engine.device;
        await engine.dispose();
        return { id, available: true, label, reason: null };
      } catch (error) {
        return {
          id,
          available: false,
          label: labels[id],
          reason: error instanceof Error ? error.message : String(error),
        };
      }
    }),
  );
}

const notYet = 'not available in this version of CNN Lab';

/** Throws a `UserError` for a device that cannot be used. `threads` counts CPU threads; `null` takes them all. */
export async function createEngine(choice: DeviceChoice, threads: number | null): Promise<Engine> {
  if (choice !== 'auto' && choice !== 'cpu') {
    throw new UserError(
      'device-unavailable',
      `The device ${choice} (${labels[choice]}) is ${notYet}. Use --device auto or --device cpu.`,
    );
  }
  try {
    return await createOnnxRuntimeEngine({ threads: threads ?? availableParallelism() });
  } catch (error) {
    throw new UserError('device-unavailable', error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}
