import * as l10n from '@vscode/l10n';
import { UserError } from '../data/userError.ts';
import { libraryPlaces, missingGpuLibraries } from '../engine/tfjs/gpuLibraries.ts';
import type { TensorFlowVariant } from '../engine/tfjs/packages.ts';
import { installTensorFlow, unsupported } from '../jobs/devices/installTensorFlow.ts';
import { exitCodes } from './output.ts';

/** `variant`: as named by the user; `null` takes the GPU's if it can use one. */
export async function installTensorFlowFor(variant: TensorFlowVariant | null): Promise<number> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  try {
    const installed = await installTensorFlow({
      variant: variant ?? (await gpuVariant()),
      onOutput: (line) => console.error(line),
      signal: stop.signal,
    });
    if (installed === null) return exitCodes.interrupted;
    console.error(
      l10n.t('TensorFlow is installed in {0}: {1}. Train on it: --device tfjs.', installed.folder, installed.label),
    );
    return exitCodes.done;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
  }
}

/** Without CUDA the GPU package would run on the CPU, so it is worth its download only if there is CUDA. */
async function gpuVariant(): Promise<TensorFlowVariant> {
  const obstacle = unsupported('gpu');
  if (obstacle !== null) throw new UserError('unsupported-platform', obstacle);
  const missing = missingGpuLibraries(await libraryPlaces());
  if (missing.length === 0) return 'gpu';
  throw new UserError(
    'no-cuda',
    l10n.t(
      "TensorFlow's GPU engine needs an NVIDIA driver, CUDA 11.2 and cuDNN 8.1; not found: {0}. Install them first, or use --device webgpu, which needs no CUDA. --cpu installs TensorFlow for the processor, --gpu this one all the same.",
      missing.join(', '),
    ),
  );
}
