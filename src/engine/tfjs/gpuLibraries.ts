/**
 * The libraries that libtensorflow 2.9.1 loads from the system to use an NVIDIA GPU: the driver, CUDA 11.2 and cuDNN
 * 8.1. Without one of them it runs on the CPU and says so nowhere that a user would look.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const libraries: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['libcuda.so.1', 'libcudart.so.11.0', 'libcublas.so.11', 'libcudnn.so.8'],
  win32: ['nvcuda.dll', 'cudart64_110.dll', 'cublas64_11.dll', 'cudnn64_8.dll'],
};

/** Where the system's loader looks. */
export interface LibraryPlaces {
  readonly platform: NodeJS.Platform;
  readonly folders: readonly string[];
  /** The output of `ldconfig -p`; empty if there is no such command. */
  readonly cache: string;
}

/** The file names of the libraries that the loader will not find. */
export function missingGpuLibraries({ platform, folders, cache }: LibraryPlaces): string[] {
  const cached = new Set(cache.split('\n').map((line) => line.trim().split(' ')[0]));
  const isThere = (name: string) => cached.has(name) || folders.some((folder) => existsSync(path.join(folder, name)));
  return (libraries[platform] ?? []).filter((name) => !isThere(name));
}

export async function libraryPlaces(): Promise<LibraryPlaces> {
  const { env, platform } = process;
  const split = (list: string | undefined) => (list ?? '').split(path.delimiter).filter((folder) => folder !== '');
  if (platform === 'win32') {
    return {
      platform,
      folders: [path.join(env.SystemRoot ?? 'C:\\Windows', 'System32'), ...split(env.PATH)],
      cache: '',
    };
  }
  return { platform, folders: split(env.LD_LIBRARY_PATH), cache: await loaderCache() };
}

/** On most systems `ldconfig` is not in the user's PATH. */
async function loaderCache(): Promise<string> {
  for (const program of ['ldconfig', '/sbin/ldconfig']) {
    const listed = await new Promise<string>((resolve) => {
      execFile(program, ['-p'], { maxBuffer: 2 ** 26 }, (error, text) => resolve(error === null ? text : ''));
    });
    if (listed !== '') return listed;
  }
  return '';
}
