/** A GPU for tests: the machine's own, or the software GPU that comes with Chromium. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DeviceReport } from '../src/engine/deviceIds.ts';
import { probeProvider } from '../src/engine/onnxruntime/providers.ts';
import { ensureChromium } from './vscode/install.ts';

export interface Gpu {
  /** Environment variables that a process needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  readonly label: string;
}

/** Installs Chromium if it is missing and can be installed. Throws, with the reason, if there is no GPU. */
export async function findGpu(): Promise<Gpu> {
  const own = await webgpu();
  if (own.available) return { env: {}, label: 'the GPU of this machine, as Vulkan, Metal or Direct3D shows it' };
  const folders = [dirname(realpathSync(ensureChromium())), '/usr/lib/chromium', '/usr/lib/chromium-browser'];
  // Chromium has Vulkan's loader beside the device.
  const folder = folders.find((each) => existsSync(join(each, 'vk_swiftshader_icd.json')));
  if (folder === undefined) throw new Error(`${own.reason} Chromium has none in software here.`);
  const env = { LD_LIBRARY_PATH: folder, VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json') };
  const software = await webgpu(env);
  if (software.available) return { env, label: `SwiftShader, a GPU in software, from ${folder}` };
  throw new Error(`${own.reason} The one in software, of ${folder}: ${software.reason}`);
}

async function webgpu(env: NodeJS.ProcessEnv = {}): Promise<DeviceReport> {
  const before = { ...process.env };
  Object.assign(process.env, env);
  const report = await probeProvider('webgpu');
  for (const name of Object.keys(env)) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  return report;
}
