import * as l10n from '@vscode/l10n';
import { type Command, Option } from 'commander';
import { UserError } from '../data/userError.ts';
import { libraryPlaces, missingGpuLibraries } from '../engine/tfjs/gpuLibraries.ts';
import type { TensorFlowVariant } from '../engine/tfjs/packages.ts';
import { installTensorFlow, unsupported } from '../jobs/devices/installTensorFlow.ts';
import { exitCodes } from './output.ts';

interface InstallFlags {
  readonly gpu?: boolean;
  readonly cpu?: boolean;
}

export function addInstallTensorFlow(program: Command): void {
  program
    .command('install-tensorflow')
    .description(l10n.t('TensorFlow for --device tfjs (about 400 MB), into a folder shared with the editor'))
    .addOption(new Option('--gpu', l10n.t('even if CUDA 11.2 and cuDNN 8.1 are not found')).conflicts('cpu'))
    .option('--cpu', l10n.t('the version for the processor'))
    .action(async ({ cpu, gpu }: InstallFlags) => {
      process.exitCode = await install(cpu ? 'cpu' : gpu ? 'gpu' : null);
    });
}

/** `variant`: as named by the user; `null` takes the GPU's if it can use one. */
async function install(variant: TensorFlowVariant | null): Promise<number> {
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
      "TensorFlow's GPU engine needs an NVIDIA driver, CUDA 11.2 and cuDNN 8.1; not found: {0}. Install them first, or use --device webgpu, which needs no CUDA. Use --cpu to install TensorFlow for the processor, or --gpu to install this one anyway.",
      missing.join(', '),
    ),
  );
}
