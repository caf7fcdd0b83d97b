/**
 * The execution providers of ONNX Runtime: what it can compute on, and why not here. Drivers are tried in a
 * process of their own, as a broken one takes its process with it.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

export const providerIds = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export type ProviderId = (typeof providerIds)[number];

export const isProviderId = (name: unknown): name is ProviderId => providerIds.some((id) => id === name);

export interface ProviderReport {
  readonly id: ProviderId;
  readonly available: boolean;
  /** For people: `CPU, 2 threads`. */
  readonly label: string;
  /** Why it cannot be used, and what would help; `null` where it can. */
  readonly reason: string | null;
}

/** What a trial process tells: the error of a trial that failed, `null` of one that went well. */
export type TrialReport = { readonly error: string | null };

/** Milliseconds that a trial may take: drivers that start cold, and compile their first program. */
const deadline = 60_000;

/** For people. `threads` counts those of the CPU. */
export function providerLabel(id: ProviderId, threads: number): string {
  const labels: Readonly<Record<ProviderId, string>> = {
    cpu: threads === 1 ? 'CPU, 1 thread' : `CPU, ${threads} threads`,
    webgpu: 'GPU (WebGPU)',
    cuda: 'NVIDIA GPU (CUDA)',
    dml: 'GPU (DirectML)',
    coreml: 'Apple GPU and Neural Engine (Core ML)',
  };
  return labels[id];
}

/** Compiles and runs a tiny program on each provider that the installed library has. */
export async function probeProviders(): Promise<ProviderReport[]> {
  return Promise.all(
    providerIds.map(async (id) => {
      const reason = absence(id) ?? (await tryProvider(id));
      return { id, available: reason === null, label: providerLabel(id, availableParallelism()), reason };
    }),
  );
}

/** Why a provider cannot be in the library of this platform; `null` where it is worth a trial. */
function absence(id: ProviderId): string | null {
  const { platform, arch } = process;
  const here = `${platform}-${arch}`;
  switch (id) {
    case 'cuda':
      return platform === 'linux' && arch === 'x64'
        ? null
        : `ONNX Runtime's package has CUDA for linux-x64 only; this is ${here}. Use webgpu for the GPU.`;
    case 'dml':
      return platform === 'win32' ? null : `DirectML is Windows' own; this is ${here}.`;
    case 'coreml':
      return platform === 'darwin' ? null : `Core ML is macOS' own; this is ${here}.`;
    default:
      return null;
  }
}

/** Why the trial failed, in words that help; `null` where it went well. */
async function tryProvider(id: ProviderId): Promise<string | null> {
  // The same folder holds this file as source and the trial's program, and both when bundled.
  const program = import.meta.url.endsWith('.ts') ? './trialMain.ts' : './trial.cjs';
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), [id], {
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    timeout: deadline,
    killSignal: 'SIGKILL',
  });
  let written = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  let report: TrialReport | null = null;
  child.on('message', (message: TrialReport) => {
    report = message;
  });
  const ended = await new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('close', (code, signal) => resolve(signal === null ? `code ${code}` : `signal ${signal}`));
  });
  const told = report as TrialReport | null;
  if (told?.error === null) return null;
  const failure = told?.error ?? `the trial process ended with ${ended}: ${lastLine(written)}`;
  return explain(id, failure, written);
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/** The library's words are for those who build it: what they mean where we know it. */
export function explain(id: ProviderId, failure: string, written: string): string {
  if (id === 'webgpu' && written.includes("Couldn't load Vulkan")) {
    return "Vulkan's loader libvulkan.so.1 is not installed (on Debian and Ubuntu: sudo apt install libvulkan1, and the GPU's driver).";
  }
  if (id === 'webgpu' && /No supported adapters|Failed to get a WebGPU adapter/.test(failure)) {
    const driver = { linux: 'a Vulkan driver', darwin: 'Metal', win32: 'a Direct3D 12 driver' }[
      String(process.platform)
    ];
    return `No GPU with ${driver ?? 'a driver'} that WebGPU can use was found.`;
  }
  if (id === 'cuda' && /Failed to load (shared )?library/.test(failure + written)) {
    return (
      "NVIDIA's provider library cannot be loaded: libonnxruntime_providers_cuda.so, which the npm package leaves out, needs CUDA 12 and " +
      'cuDNN 9. Use webgpu for the GPU, or put the library beside ONNX Runtime (npm rebuild onnxruntime-node).'
    );
  }
  return firstSentences(failure);
}

/** Without the function and the source line where the library noticed it. */
function firstSentences(failure: string): string {
  const said = failure.replace(/\/\S+\.cc:\d+ .*? was false\. /s, '').trim();
  return said.endsWith('.') ? said : `${said}.`;
}
