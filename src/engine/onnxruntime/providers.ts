/** The execution providers of ONNX Runtime: which there are, and why one cannot be used here. */

import { availableParallelism } from 'node:os';
import * as l10n from '@vscode/l10n';
import type { DeviceReport } from '../deviceIds.ts';
import { tryDevice } from '../trial.ts';

export const providerIds = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export type ProviderId = (typeof providerIds)[number];

/** For people. `threads` counts those of the CPU. */
export function providerLabel(id: ProviderId, threads: number): string {
  const labels: Readonly<Record<ProviderId, string>> = {
    cpu: threads === 1 ? l10n.t('CPU, 1 thread') : l10n.t('CPU, {0} threads', threads),
    webgpu: 'GPU (WebGPU)',
    cuda: 'NVIDIA GPU (CUDA)',
    dml: 'GPU (DirectML)',
    coreml: l10n.t('Apple GPU and Neural Engine (Core ML)'),
  };
  return labels[id];
}

/** Compiles and runs a tiny program on it, if the installed library has it. */
export async function probeProvider(id: ProviderId): Promise<DeviceReport> {
  const label = providerLabel(id, availableParallelism());
  const reason = absence(id);
  if (reason !== null) return { id, available: false, label, reason };
  const { report, written } = await tryDevice(id);
  if (report.error !== null) return { id, available: false, label, reason: explain(id, report.error, written) };
  const { note } = report;
  return { id, available: true, label, reason: null, ...(note !== undefined && { note }) };
}

/** Why this platform's library cannot have a provider; `null` if it is worth a trial. */
function absence(id: ProviderId): string | null {
  const { platform, arch } = process;
  const here = `${platform}-${arch}`;
  switch (id) {
    case 'cuda':
      return platform === 'linux' && arch === 'x64'
        ? null
        : l10n.t("ONNX Runtime's package has CUDA for linux-x64 only; this is {0}. Use webgpu for the GPU.", here);
    case 'dml':
      return platform === 'win32' ? null : l10n.t('DirectML is available on Windows only; this is {0}.', here);
    case 'coreml':
      return platform === 'darwin' ? null : l10n.t('Core ML is available on macOS only; this is {0}.', here);
    default:
      return null;
  }
}

/** The library's messages are for its developers: translates those that we know. */
export function explain(id: ProviderId, failure: string, written: string): string {
  if (id === 'webgpu' && written.includes("Couldn't load Vulkan")) {
    return l10n.t(
      "Vulkan's loader libvulkan.so.1 is not installed (on Debian and Ubuntu: sudo apt install libvulkan1, and the GPU's driver).",
    );
  }
  if (id === 'webgpu' && /No supported adapters|Failed to get a WebGPU adapter/.test(failure)) {
    const driver = { linux: l10n.t('a Vulkan driver'), darwin: 'Metal', win32: l10n.t('a Direct3D 12 driver') }[
      String(process.platform)
    ];
    return l10n.t('No GPU with {0} that WebGPU can use was found.', driver ?? l10n.t('a driver'));
  }
  if (id === 'cuda' && /Failed to load (shared )?library/.test(failure + written)) {
    return l10n.t(
      "NVIDIA's provider library cannot be loaded: libonnxruntime_providers_cuda.so, which the npm package leaves out, needs CUDA 12 and cuDNN 9. Use webgpu for the GPU, or put the library beside ONNX Runtime (npm rebuild onnxruntime-node).",
    );
  }
  return firstSentences(failure);
}

/** Strips the function and source line that the library puts in front. */
function firstSentences(failure: string): string {
  const said = failure.replace(/\/\S+\.cc:\d+ .*? was false\. /s, '').trim();
  return said.endsWith('.') ? said : `${said}.`;
}
