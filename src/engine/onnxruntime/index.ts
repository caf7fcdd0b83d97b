import * as l10n from '@vscode/l10n';
import { messageOf } from '../../data/errorMessage.ts';
import type { OnnxRuntimeEngine, OnnxRuntimeOptions } from './engine.ts';

/**
 * Loads ONNX Runtime and makes an engine of it. Throws where there is no library for this platform, with
 * what to do, and where the provider is not in it.
 */
export async function createOnnxRuntimeEngine(options: OnnxRuntimeOptions = {}): Promise<OnnxRuntimeEngine> {
  const loaded = await import('./engine.ts').catch((cause: unknown) => {
    const { platform, arch } = process;
    throw new Error(
      l10n.t(
        'ONNX Runtime cannot be loaded on {0}: {1}. It runs on Linux and Windows (x64, arm64) and on macOS (arm64).',
        `${platform}-${arch}`,
        messageOf(cause),
      ),
      { cause },
    );
  });
  return await loaded.OnnxRuntimeEngine.create(options);
}
